// What is left of the month's messages: said when it matters, loudly when nothing is left, and to those
// who look after the account.

import { Phone } from '../kit/phone.ts';
import type { Stack } from '../kit/stack.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const SPENT = 'This month’s messages are used up: what you send now fails.';

/** The account's plan has so many messages a month; or no limit. */
const plan = (stack: Stack, quota: number | null) =>
  stack.sandbox.patch(`channels/${stack.account.channelId}`, { quota });

test('little left is said where one writes, nothing left loudly, and a raised plan is found out', async ({
  stack, messenger, page, anotherDevice,
}) => {
  await plan(stack, 5);
  const emma = await stack.friend('Emma');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  await messenger.openRoom('Emma');
  await elsewhere.openRoom('Emma');
  const cost = page.locator('.composer .cost');
  // The first goes as an answer, and is free.
  for (const text of ['free', 'one', 'two', 'three']) {
    await messenger.send(text);
    await messenger.expectState(text, 'sent');
  }
  await expect(cost).toHaveCount(0);
  await messenger.send('four');
  await expect(cost).toHaveText('1 of 5 messages left this month');
  await expectAccessible(page);
  await messenger.send('five');
  await messenger.expectState('five', 'sent');
  for (const device of [messenger, elsewhere]) {
    await expect(device.page.getByRole('status').filter({ hasText: SPENT })).toBeVisible();
  }
  await expectAccessible(page);

  await messenger.send('six');
  await messenger.expectState('six', 'failed');
  await expect(messenger.turn('six')).toContainText('Retry next month, or after the plan was raised');
  await emma.says('still there?');
  await expect(messenger.message('still there?')).toBeVisible();
  await messenger.send('an answer');
  await messenger.expectState('an answer', 'sent');
  // What the server draws says so from the first byte.
  await messenger.reload();
  await expect(page.getByText(SPENT)).toBeVisible();

  await plan(stack, 30);
  await messenger.turn('six').getByRole('button', { name: 'Retry' }).click();
  await messenger.expectState('six', 'sent');
  for (const device of [messenger, elsewhere]) {
    await expect(device.page.getByText(SPENT)).toHaveCount(0);
  }
  await emma.expectTexts(['free', 'one', 'two', 'three', 'four', 'five', 'still there?', 'an answer', 'six']);
});

test('what goes to a LINE group counts all who are in it', async ({
  stack, messenger, page, browser, watch,
}) => {
  await plan(stack, 3);
  const hanako = await stack.stranger('山田 花子');
  await stack.stranger('Emma');
  await messenger.open();
  const phone = await Phone.of(hanako.key, stack, browser, watch);
  await phone.makesGroup('旅行', ['Emma'], '林 葵');
  await messenger.openRoom('旅行');
  const cost = page.locator('.composer .cost');
  await expect(cost).toHaveText('Counts 2 · 3 left this month');
  await messenger.send('free');
  await messenger.expectState('free', 'sent');
  await expect(cost).toHaveText('Counts 2 · 3 left this month');
  await messenger.send('two');
  await messenger.expectState('two', 'sent');
  await expect(cost).toHaveText('Counts 2 · only 1 left this month: it will not reach everybody');
});

test('an admin sees what was used, by day too, and is warned', async ({ stack, messenger, admin }) => {
  await plan(stack, 5);
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  for (const text of ['free', 'one', 'two', 'three', 'four']) {
    await messenger.send(text);
    await messenger.expectState(text, 'sent');
  }
  const { page } = await admin();
  await page.goto('/admin/connections');
  await expect(page.getByRole('note').filter({ hasText: 'four fifths or more' })).toContainText('林 葵');
  await expect(page.getByText('80 % used')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '林 葵' }).click();
  const use = page.getByRole('region', { name: 'Use' });
  await expect(use).toContainText('4 of 5 messages used this month (80 %)');
  await expect(use.getByRole('note')).toContainText('Four fifths of this month’s messages are used.');
  const now = use.getByRole('table').last();
  await expect(now.getByRole('row')).toHaveCount(2);
  await expect(now.getByRole('cell', { name: '4' })).toHaveCount(1);
  await expectAccessible(page);
});
