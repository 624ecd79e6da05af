// A finger that rests calls for a menu, in every browser.

import { Finger } from '../kit/finger.ts';
import { expect, test } from '../kit/test.ts';

test('a finger that rests on a row or a message opens its menu, and once', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await emma.says('When shall we meet?');
  await messenger.open();
  const finger = await Finger.on(page);
  const menu = page.getByRole('menu');
  const choose = async (name: string) => {
    await finger.lifts();
    await menu.getByRole('menuitem', { name }).tap();
    await expect(menu).toHaveCount(0);
  };
  await finger.rests(messenger.room('Emma'));
  await expect(menu).toBeVisible();
  // Others say it too.
  await messenger.room('Emma').dispatchEvent('contextmenu');
  await expect(page.locator('.room-list[data-pressed]')).toHaveCount(1);
  await choose('Pin');
  await expect(messenger.room('Emma').getByRole('img', { name: 'Pinned' })).toBeVisible();
  await expect(page.locator('[data-pressed]')).toHaveCount(0);

  await messenger.room('Emma').tap();
  await expect(messenger.title).toHaveText('Emma');
  await finger.rests(messenger.message('When shall we meet?').locator('.bubble'));
  await expect(menu).toBeVisible();
  await choose('Reply');
  await expect(page.locator('.answering')).toContainText('When shall we meet?');
});
