// A LINE user adds the official account, and a room is there.

import { expect, test } from '../kit/test.ts';

test('a room appears by itself, with who it is and where they came from', async ({ stack, messenger, page }) => {
  await messenger.open();
  await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
  const hanako = await stack.friend('山田 花子');
  const row = messenger.room('山田 花子');
  await expect(row).toBeVisible();
  await expect(row.getByRole('img', { name: 'LINE' })).toBeVisible();
  await expect(row.locator('img')).toHaveJSProperty('complete', true);
  await expect(row).toContainText('山田 花子 added your account as friend');
  await expect(row).toContainText('1 unread');

  const news = page.getByRole('status').filter({ hasText: '山田 花子 added you. A room is open.' });
  await news.getByRole('button', { name: 'Open' }).click();
  await expect(messenger.title).toHaveText(hanako.name);
  await expect(messenger.log).toContainText('山田 花子 added your account as friend');
  await expect(news).toHaveCount(0);
});
