// Whether a LINE user can be reached: said in the list, above the room, beside it, and where one writes.

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

test('who blocks the account is out of reach everywhere, until they come back', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.block();
  await expect(page.getByRole('banner')).toContainText('Blocked or removed the account');
  await expect(page.getByRole('status').filter({ hasText: 'Emma has blocked or removed the account' })).toBeVisible();
  await expect(messenger.field).toHaveCount(0);
  await page.getByRole('link', { name: 'Details' }).click();
  const reach = page.getByRole('region', { name: 'Reach' });
  await expect(reach).toContainText('Emma has blocked or removed the account');
  await expectAccessible(page);
  await emma.add();
  await expect(reach).toContainText('Emma has the account as friend');
  await page.getByRole('complementary').getByRole('link', { name: 'Close' }).click();
  await expect(messenger.log).toContainText('Emma unblocked your account');
  await expect(messenger.field).toBeVisible();
  await emma.block();
  await messenger.open('/');
  await expect(messenger.room('Emma')).toContainText('Blocked or removed the account');
});

test('of whom LINE tells nothing, the room says so', async ({ stack, messenger, page }) => {
  await stack.sandbox.post('faults', { family: 'profile', status: 404, times: 20 });
  const user = await stack.stranger('Hidden');
  await user.says('hello');
  await messenger.open();
  await messenger.openRoom('LINE user');
  await page.getByRole('link', { name: 'Details' }).click();
  const reach = page.getByRole('region', { name: 'Reach' });
  await expect(reach).toContainText('LINE tells neither name nor picture of this person.');
  await expect(reach).toContainText('has not added the account');
});
