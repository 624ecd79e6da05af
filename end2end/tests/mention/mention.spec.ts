// People of a LINE group are called upon: chosen while their name is being written, and called by LINE.

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import { AddressBook } from '../contacts/address-book.ts';

test('who is chosen is called upon by LINE, and by the name that LINE has for them', async ({
  stack, messenger, page,
}) => {
  const { sandbox, channelId } = { sandbox: stack.sandbox, channelId: stack.account.channelId };
  const emma = await stack.friend('Emma');
  const hanako = await stack.friend('花子');
  // What the company calls her is nobody's business on LINE.
  await messenger.open();
  await messenger.openRoom('花子');
  const book = await AddressBook.openFromRoom(messenger);
  await book.change({ Name: '花子様（要注意）' });

  const { groupId } = await sandbox.post('groups', { name: '旅行', kind: 'group', members: [emma.key, hanako.key] });
  await sandbox.post(`groups/${groupId}/invite`, { channelId });
  for (const user of [emma, hanako]) await sandbox.write(user.key, { to: groupId, type: 'text', text: 'hi' });
  await messenger.open();
  await messenger.openRoom('旅行');
  await messenger.expectTexts(['hi', 'hi']);

  const list = page.getByRole('listbox', { name: 'People to mention' });
  await messenger.field.pressSequentially('はい@');
  const names = list.getByRole('option').locator('.clip');
  await expect(names).toHaveText(['All', 'Emma', '花子様（要注意）']);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await messenger.field.pressSequentially('花');
  await expect(names).toHaveText(['花子様（要注意）']);
  await messenger.field.press('Enter');
  await expect(messenger.field).toHaveValue('はい@花子様（要注意） ');
  await expect(list).toHaveCount(0);
  await messenger.field.pressSequentially('と @');
  await messenger.field.press('ArrowDown');
  await expect(messenger.field).toHaveAttribute('aria-activedescendant', 'mentions-1');
  await list.getByRole('option', { name: 'Emma' }).click();
  // A draft is not lost, nor whom it calls upon.
  await page.reload();
  await expect(messenger.field).toHaveValue('はい@花子様（要注意） と @Emma ');
  await messenger.field.press('Enter');

  const mention = messenger.messages.last().locator('.mention');
  await expect(mention).toHaveText(['@花子様（要注意）', '@Emma']);
  await expect(messenger.log.locator('li.turn').last()).toHaveAttribute('data-state', 'sent');
  const [delivered] = await sandbox.wait({ kind: 'delivered', contains: 'と' });
  const { type, text, substitution } = delivered!['message'];
  expect([type, text]).toEqual(['textV2', 'はい{m0} と {m1}']);
  const ids = Object.values(substitution as Record<string, { mentionee: { userId: string } }>);
  expect(new Set(ids.map(({ mentionee }) => mentionee.userId)).size).toBe(2);
  // Nothing of what the company calls her has left the house.
  expect(JSON.stringify(delivered)).not.toContain('要注意');
  // On LINE, a phone shows the name that its owner has there.
  const chat = await sandbox.messages(emma.key, groupId as string);
  expect(chat.at(-1)!['mentionNames']).toEqual({ m0: '花子', m1: 'Emma' });
  await messenger.reload();
  await expect(mention).toHaveText(['@花子様（要注意）', '@Emma']);
});
