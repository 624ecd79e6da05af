// LINE groups: the account is invited, and a room is there; everybody talks in it; people come and go;
// the account leaves. Two LINE users play it on their phones.

import { expect, test } from '../kit/test.ts';
import { Phone } from '../kit/phone.ts';

const ONE_ACCOUNT = 'Only one official account fits in a LINE group.';

test('a LINE group is a room, from the invitation to the leave and back', async ({
  stack, messenger, page, browser, watch,
}) => {
  const hanako = await stack.stranger('山田 花子');
  const emma = await stack.stranger('Emma');
  await stack.stranger('Somchai');
  await messenger.open();
  const [first, second] = [
    await Phone.of(hanako.key, stack, browser, watch),
    await Phone.of(emma.key, stack, browser, watch),
  ];

  await first.makesGroup('旅行', ['Emma'], '林 葵');
  const row = messenger.room('旅行');
  await expect(row).toContainText('Your account was invited to this LINE group');
  await expect(row).toContainText('1 unread');
  await expect(row.locator('img')).toHaveJSProperty('complete', true);
  const news = page.getByRole('status').filter({ hasText: 'Your account was invited to 旅行.' });
  await news.getByRole('button', { name: 'Open' }).click();
  await expect(messenger.title).toHaveText('旅行');
  await expect(page.getByRole('banner')).toContainText('LINE group · 2 on LINE');

  await first.writes('Where do we meet?');
  await second.opensGroup('旅行');
  await second.writes('At the bridge');
  await messenger.expectTexts(['Where do we meet?', 'At the bridge']);
  for (const name of ['山田 花子', 'Emma']) {
    await expect(messenger.log.getByText(name, { exact: true })).toBeVisible();
  }
  await messenger.send('I will be there');
  await messenger.expectState('I will be there', 'sent');
  for (const phone of [first, second]) {
    await expect(phone.log.getByText('I will be there')).toHaveCount(1);
  }
  const delivered = await stack.sandbox.wait({ kind: 'delivered', contains: 'I will be there' });
  expect(delivered.map(({ groupId, message }) => [typeof groupId, message.sender.name])).toEqual([
    ['string', '林 葵'],
  ]);

  await first.invites('Somchai');
  await expect(messenger.log).toContainText('Somchai joined');
  await expect(page.getByRole('banner')).toContainText('3 on LINE');
  await first.removes('Somchai');
  await expect(messenger.log).toContainText('Somchai left');

  await page.getByRole('link', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  const onLine = details.getByRole('list', { name: 'On LINE' });
  await expect(onLine.locator('.name')).toHaveText(['山田 花子', 'Emma']);
  await expect(details).toContainText(ONE_ACCOUNT);
  await expect(details).toContainText('LINE counts 2 people in this group.');
  await details.getByRole('button', { name: 'Leave LINE group' }).click();
  const asking = page.getByRole('dialog', { name: 'Leave 旅行?' });
  await expect(asking).toContainText('only they can invite it again');
  await asking.getByRole('button', { name: 'Leave LINE group' }).click();
  await expect(asking).toBeHidden();
  await expect(details.getByRole('button', { name: 'Leave LINE group' })).toHaveCount(0);
  await details.getByRole('link', { name: 'Close' }).click();
  await expect(messenger.log).toContainText('林 葵 took the account out of this LINE group');
  await expect(page.getByText('Your account is no longer in this LINE group: nothing')).toBeVisible();
  await expect(messenger.field).toHaveCount(0);
  await expect(first.log).toContainText('The official account left');

  await first.invites('林 葵');
  await expect(messenger.field).toBeVisible();
  await messenger.send('Here again');
  await expect(second.log.getByText('Here again')).toHaveCount(1);
  await messenger.open('/');
  await expect(messenger.names).toHaveText(['旅行']);
  await first.close();
  await second.close();
});

test('who shares no profile is said to, and their words are shown', async ({ stack, messenger }) => {
  const { sandbox, account } = stack;
  const emma = await stack.stranger('Emma');
  const quiet = await stack.stranger('Nobody knows');
  await sandbox.patch(`users/${quiet.key}`, { consents: false });
  const group = await sandbox.post('groups', { name: '旅行', members: [emma.key] });
  const to = group['groupId'] as string;
  await sandbox.post(`groups/${to}/invite`, { channelId: account.channelId });
  await messenger.open();
  await messenger.openRoom('旅行');
  await sandbox.post(`groups/${to}/members`, { user: quiet.key });
  await quiet.sends({ to, type: 'text', text: 'hello from nowhere' });
  await expect(messenger.log).toContainText('LINE user who shares no profile joined');
  await messenger.expectTexts(['hello from nowhere']);
  const turn = messenger.turn('hello from nowhere');
  await expect(turn).toContainText('LINE user who shares no profile');
  await expect(messenger.log).not.toContainText('Nobody knows');
});

test('the group has another name: those who look learn of it', async ({ stack, messenger, page }) => {
  const { sandbox, account } = stack;
  const emma = await stack.stranger('Emma');
  const somchai = await stack.stranger('Somchai');
  const group = await sandbox.post('groups', { name: '旅行', members: [emma.key] });
  const to = group['groupId'] as string;
  await sandbox.post(`groups/${to}/invite`, { channelId: account.channelId });
  await messenger.open();
  const asked = page.waitForResponse('**/api/look_at_group');
  await messenger.openRoom('旅行');
  expect((await asked).status()).toBe(200);
  await sandbox.patch(`groups/${to}`, { name: '帰り道' });
  await sandbox.post(`groups/${to}/members`, { user: somchai.key });
  await expect(messenger.title).toHaveText('帰り道');
});

for (const kind of ['group', 'room']) {
  test(`what a LINE ${kind} does is taken, and direct messages go on`, async ({ stack, messenger }) => {
    const { sandbox, account } = stack;
    const emma = await stack.friend('Emma');
    const somchai = await stack.stranger('Somchai');
    await messenger.open();

    const group = await sandbox.post('groups', { name: '旅行', kind, members: [emma.key] });
    const to = group['groupId'] as string;
    const name = kind === 'group' ? '旅行' : 'LINE group';
    const { channelId } = account;
    await sandbox.post(`groups/${to}/invite`, { channelId });
    await emma.sends({ to, type: 'text', text: 'to all of you' });
    await sandbox.post(`groups/${to}/members`, { user: somchai.key });
    await somchai.sends({ to, type: 'sticker', packageId: '446', stickerId: '1988' });
    await sandbox.delete(`groups/${to}/members/${somchai.key}`);
    await expect(messenger.room(name)).toBeVisible();
    await sandbox.delete(`groups/${to}/account`);
    await stack.told();
    const told = (await sandbox.get('webhooks'))['happenings'] as { status: number }[];
    expect(told.map(({ status }) => status)).toEqual(Array(7).fill(200));

    await emma.says('to you alone');
    await expect(messenger.names).toHaveText(['Emma', name]);
    await messenger.openRoom('Emma');
    await messenger.expectTexts(['to you alone']);
    await messenger.send('and back');
    await emma.receives('and back');
    await messenger.open('/');
    await messenger.openRoom(name);
    await expect(messenger.message('to all of you')).toBeVisible();
    await expect(messenger.field).toHaveCount(0);
  });
}
