// What a member gives a LINE user: ID, URL and QR code, by the guide's paths.

import { readFile } from 'node:fs/promises';

import { PNG } from 'pngjs';

import { expect, test } from '../kit/test.ts';
import { contactUrl, decoded, lineId, Profile } from './profile.ts';

test('the ID is copied', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  expect(await profile.copied(isMobile ? 'ID' : 'My Message ID')).toBe(lineId);
});

test('the URL is copied', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  expect(await profile.copied('Add Contact URL')).toBe(contactUrl);
});

test('where the clipboard is refused, the value is selected', async ({ messenger, page, isMobile }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('not allowed')) },
    });
  });
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await place.getByRole('button', { name: 'Copy Add Contact URL' }).click();
  await expect(page.getByText('Selected. Press Ctrl+C')).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(contactUrl);
});

test('the QR code is saved as a picture that a reader decodes', async ({ messenger, page, isMobile }) => {
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  const saved = page.waitForEvent('download');
  await place.getByRole('button', { name: isMobile ? 'Save' : 'Save QR Code' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('line-qr-kakehashi.png');
  const png = await readFile(await file.path());
  expect(decoded(png)).toBe(contactUrl);

  const { data, width, height } = PNG.sync.read(png);
  expect(width).toBe(height);
  expect(width).toBeGreaterThanOrEqual(1024);
  // Black and white alone, so every module has whole pixels; and white as far as the first module.
  const shades = new Set<number>();
  let margin = width;
  data.forEach((shade, at) => {
    shades.add(shade);
    const pixel = Math.floor(at / 4);
    if (shade === 0) margin = Math.min(margin, pixel % width, Math.floor(pixel / width));
  });
  expect([...shades].sort()).toEqual([0, 255]);
  const modules = 33 + 2 * 4;
  expect(width % modules).toBe(0);
  expect(margin).toBe((4 * width) / modules);
});

test('the QR code is saved without a connection', async ({ messenger, page, isMobile, context, watch }) => {
  watch.expectLoss();
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await context.setOffline(true);
  const saved = page.waitForEvent('download');
  await place.getByRole('button', { name: isMobile ? 'Save' : 'Save QR Code' }).click();
  expect(decoded(await readFile(await (await saved).path()))).toBe(contactUrl);
  await context.setOffline(false);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the QR code on the screen is read', async ({ messenger, page, isMobile }) => {
      await messenger.open();
      const profile = await Profile.open(messenger, isMobile);
      expect(decoded(await profile.code.screenshot())).toBe(contactUrl);

      await page.goto('/profile');
      await page.getByRole('link', { name: 'Show' }).click();
      const dialog = page.getByRole('dialog', { name: 'QR Code' });
      await expect(dialog.getByText(lineId)).toBeVisible();
      expect(decoded(await page.screenshot())).toBe(contactUrl);
      const ground = await dialog.evaluate((one) => getComputedStyle(one).backgroundColor);
      expect(ground).toBe('rgb(255, 255, 255)');
      await page.goBack();
      await expect(dialog).toBeHidden();
      await expect(page).toHaveURL('/profile');
    });
  });
}

test('the URL is handed on by the device, by SMS and by e-mail', async ({ messenger, page, isMobile }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'share', {
      value: async (data: ShareData) => document.documentElement.setAttribute('data-shared', JSON.stringify(data)),
    });
  });
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  const text = 'Let us talk on LINE. Add 林 葵 as a friend:';
  await place.getByRole('button', { name: 'Share' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-shared', JSON.stringify({ text, url: contactUrl }));

  const sms = new URL((await place.getByRole('link', { name: 'SMS' }).getAttribute('href'))!);
  expect(sms.protocol).toBe('sms:');
  expect(sms.searchParams.get('body')).toBe(`${text}\n${contactUrl}`);
  const mail = new URL((await place.getByRole('link', { name: 'E-mail' }).getAttribute('href'))!);
  expect(mail.protocol).toBe('mailto:');
  expect(mail.searchParams.get('body')).toBe(`${text}\n${contactUrl}`);
  expect(mail.searchParams.get('subject')).toBe('Let us talk on LINE');
});

test('without a share sheet there is no button for it', async ({ messenger, page, isMobile }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'share'));
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await expect(place.getByRole('link', { name: 'SMS' })).toBeVisible();
  await expect(place.getByRole('button', { name: 'Share' })).toHaveCount(0);
});
