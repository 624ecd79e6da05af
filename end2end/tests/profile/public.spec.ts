// The public page: by whoever has its address, without a session and without JavaScript.

import type { Page } from '@playwright/test';

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import { contactUrl, decoded, lineId, Profile } from './profile.ts';

/** From the profile to where its address is chosen; answers the two addresses. */
async function chooser(page: Page): Promise<{ byKey: string; byId: string }> {
  await expect(page.getByRole('heading', { name: 'Public profile' })).toBeVisible();
  const [byKey = '', byId = ''] = await page.getByText(/^http.*\/p\//).allTextContents();
  return { byKey, byId };
}

test('the member finds the address, and chooses the one with the ID', async ({ messenger, page, isMobile, browser }) => {
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await place.getByRole('link', { name: 'Public profile' }).click();
  const { byKey, byId } = await chooser(page);
  expect(byKey).toMatch(/\/p\/[0-9a-f]{32}$/);
  expect(byId).toMatch(`/p/${lineId}`);
  await expect(page.getByRole('radio', { name: 'An address that nobody can guess' })).toBeChecked();

  // Nobody in particular, in a browser that runs no scripts.
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: { cookies: [], origins: [] } });
  const stranger = await context.newPage();
  expect((await stranger.goto(byKey))?.status()).toBe(200);
  await expect(stranger.getByRole('heading', { name: '林 葵' })).toBeVisible();
  await expect(stranger.getByRole('link', { name: 'Add friend on LINE' })).toHaveAttribute('href', contactUrl);
  const code = stranger.getByRole('img', { name: `QR code of ${contactUrl}` });
  expect(decoded(await code.screenshot())).toBe(contactUrl);
  expect((await stranger.goto(byId))?.status()).toBe(404);

  await page.getByRole('radio', { name: 'An address with your ID' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  expect((await stranger.goto(byId))?.status()).toBe(200);
  expect((await stranger.goto(byKey))?.status()).toBe(404);
  await page.getByRole('link', { name: 'See my public profile' }).click();
  await expect(page).toHaveURL(byId);
  await context.close();
});

test('another address ends the one before', async ({ page }) => {
  await page.goto('/profile/public');
  const before = (await chooser(page)).byKey;
  await page.getByRole('button', { name: 'Make a new address' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  const after = (await chooser(page)).byKey;
  expect(after).not.toBe(before);
  expect((await page.request.get(before)).status()).toBe(404);
  expect((await page.request.get(after)).status()).toBe(200);
});

test('the preview of a link has a card that a reader decodes', async ({ page }) => {
  await page.goto('/profile/public');
  await page.goto((await chooser(page)).byKey);
  const picture = await page.locator('meta[property="og:image"]').getAttribute('content');
  expect(new URL(picture!).origin).toBe(new URL(page.url()).origin);
  const answer = await page.request.get(picture!);
  expect(answer.headers()['content-type']).toBe('image/png');
  expect(decoded(await answer.body())).toBe(contactUrl);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('both pages can be used by everybody', async ({ page }) => {
      await page.goto('/profile/public');
      await expectAccessible(page);
      await page.goto((await chooser(page)).byKey);
      await expectAccessible(page);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
    });
  });
}
