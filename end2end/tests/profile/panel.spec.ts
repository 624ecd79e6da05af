// The dialog lies above whichever page one is on, and has an address of its own.

import { expect, test } from '../kit/test.ts';

const path = '?panel=external-users';
const name = 'Chat with External Users';

test('a reload keeps it, and closing it leaves the page below', async ({ stack, messenger, page }) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const room = new URL(page.url()).pathname;
  await messenger.open(`${room}${path}`);
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  await messenger.reload();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(room);
  await expect(messenger.title).toHaveText('Emma');
});

test('the way back closes it, and the way forward opens it', async ({ messenger, page }) => {
  await messenger.open('/settings');
  await messenger.open();
  await page.getByRole('button', { name: 'My menu: 林 葵' }).click();
  await page.getByRole('menuitem', { name: 'External Users' }).click();
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  await expect(page).toHaveURL(`/${path}`);
  await page.goBack();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL('/');
  await page.goForward();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL('/');
  await page.goBack();
  await expect(page).toHaveURL('/settings');
});

test('it says itself what is to be said, and keeps the keyboard', async ({ messenger, page }) => {
  await messenger.open(`/${path}`);
  const dialog = page.getByRole('dialog', { name });
  await page.context().grantPermissions(['clipboard-write']);
  await dialog.getByRole('button', { name: 'Copy My Message ID' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  for (let stops = 0; stops < 20; stops += 1) {
    await page.keyboard.press('Tab');
    // The browser's own bars are on the way around, and stand for the page.
    const isBelow = await dialog.evaluate((one) => {
      const focused = document.activeElement!;
      return focused !== document.body && !one.contains(focused);
    });
    expect(isBelow).toBe(false);
  }
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the dialog is in the page, and closes', async ({ page }) => {
    await page.goto(`/${path}`);
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.getByText('https://line.me/R/ti/p/%40kakehashi')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
  });

  test('the profile is in the page', async ({ page }) => {
    await page.goto('/profile');
    await expect(page.getByRole('heading', { name: '林 葵' })).toBeVisible();
    await expect(page.getByRole('main').getByText('@kakehashi', { exact: true })).toBeVisible();
    await expect(page).toHaveTitle('My profile · Kakehashi');
  });
});
