// LINE groups and rooms have no place in the messenger yet. What happens in them is taken and kept,
// and holds up nobody who writes to the account directly.

import { expect, test } from '../kit/test.ts';

for (const kind of ['group', 'room']) {
  test(`what a LINE ${kind} does is taken, and direct messages go on`, async ({ stack, messenger, page }) => {
    const { sandbox, account } = stack;
    const emma = await stack.friend('Emma');
    const somchai = await stack.stranger('Somchai');
    await messenger.open();
    await messenger.openRoom('Emma');

    const group = await sandbox.post('groups', { name: '旅行', kind, members: [emma.key] });
    const to = group['groupId'] as string;
    const { channelId } = account;
    await sandbox.post(`groups/${to}/invite`, { channelId });
    await emma.sends({ to, type: 'text', text: 'to all of you' });
    await sandbox.post(`groups/${to}/members`, { user: somchai.key });
    await somchai.sends({ to, type: 'sticker', packageId: '446', stickerId: '1988' });
    await sandbox.delete(`groups/${to}/members/${somchai.key}`);
    await sandbox.delete(`groups/${to}/account`);
    await stack.told();
    const told = (await sandbox.get('webhooks'))['happenings'] as { status: number }[];
    expect(told.map(({ status }) => status)).toEqual(Array(7).fill(200));

    await emma.says('to you alone');
    await messenger.expectTexts(['to you alone']);
    await messenger.send('and back');
    await emma.receives('and back');
    await messenger.open('/');
    await expect(messenger.names).toHaveText(['Emma']);
    await expect(page.getByText('旅行')).toHaveCount(0);
  });
}
