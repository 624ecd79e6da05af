// What the server sends is a page that can be read before a script has run.

import { expect, test } from '../kit/test.ts';

test.use({ javaScriptEnabled: false });

test('rooms and messages are in the page, and its links lead on', async ({ stack, page, messenger }) => {
  const emma = await stack.friend('Emma');
  await emma.says('ようこそ、橋へ');
  await stack.friend('Somchai');
  await stack.told();
  await page.goto('/');
  await expect(messenger.rooms).toHaveCount(2);
  await expect(messenger.room('Emma')).toContainText('ようこそ、橋へ');
  await expect(messenger.room('Emma')).toContainText('2 unread');
  await messenger.room('Emma').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Emma' })).toBeVisible();
  await expect(messenger.message('ようこそ、橋へ')).toBeInViewport();
  await expect(messenger.log).toContainText('Emma added your account as friend');
  await expect(page).toHaveTitle(/Emma · Kakehashi/);
});

test('with no room, the page says so', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
});
