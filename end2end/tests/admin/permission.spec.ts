// An admin says who talks with LINE users, and it holds at once on every open device.

import { expect, test } from '../kit/test.ts';

test('what is withdrawn is gone from an open page, and comes back with the permission', async ({
  stack, messenger, page, admin, watch,
}) => {
  // What was open is asked for once more, and what was read in that moment is told; neither is there.
  watch.expect(/read_page 404/, /mark_read 404/, /status of 404/);
  const office = await admin();
  const user = await stack.friend('佐藤 由紀');
  await messenger.open();
  await messenger.openRoom('佐藤 由紀');
  await user.says('before');
  await messenger.expectTexts(['before']);

  await office.choosesMembers();
  await office.goes('Members');
  await expect(office.member('林 葵').getByText('Chats with LINE users')).toBeVisible();
  await office.tick('林 葵');
  await office.act('Withdraw from ticked');
  await expect(office.member('林 葵').getByText('Chats with LINE users')).toHaveCount(0);

  await expect(page.getByText('before')).toHaveCount(0);
  await expect(page.getByText('佐藤 由紀')).toHaveCount(0);
  await user.says('meanwhile');
  await stack.told();

  await office.tick('林 葵');
  await office.act('Allow ticked');
  await expect(page.getByText('You can now chat with LINE users')).toBeVisible();
  await messenger.open();
  await messenger.openRoom('佐藤 由紀');
  await messenger.expectTexts(['before', 'meanwhile']);
});

test('a closed account is led to the log-in page at once', async ({ messenger, page, admin, watch }) => {
  watch.expect(/open_messenger 401/, /status of 401/, /WebSocket connection to/);
  const office = await admin();
  await messenger.open();
  await office.goes('Members');
  await office.press('林 葵', 'Deactivate');
  await expect(office.member('林 葵').getByText('Deactivated')).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
});

test('a member who is no admin finds no such page', async ({ messenger, page, watch }) => {
  watch.expect(/\/admin 404/, /status of 404/);
  await messenger.open();
  await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0);
  await page.goto('/admin');
  await expect(page.getByRole('heading')).toHaveText('There is no such page');
});
