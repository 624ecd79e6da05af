// What belongs to a chat: groups and their members, quotes, read marks.

import type { messagingApi } from '@line/bot-sdk';
import { expect, failure, test, text } from './bot.ts';

test('groups: summary, members, mentions, and one account only', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  await sandbox.user('emma', { name: 'Emma' });
  const group = await sandbox.post('groups', { name: '旅行', members: ['hanako', 'emma'] });
  const id = group['groupId'] as string;
  expect((await failure(client.getGroupSummary(id))).status).toBe(404);
  await sandbox.post(`groups/${id}/invite`, { channelId: channel.channelId });
  const other = await sandbox.channel();
  expect((await sandbox.call('POST', `groups/${id}/invite`, { channelId: other.channelId })).status).toBe(409);
  expect(await client.getGroupSummary(id)).toMatchObject({ groupId: id, groupName: '旅行' });
  expect(await client.getGroupMemberCount(id)).toMatchObject({ count: 2 });
  expect((await failure(client.getGroupMembersIds(id))).status).toBe(403);
  await sandbox.patch(`channels/${channel.channelId}`, { verified: true });
  expect((await client.getGroupMembersIds(id)).memberIds).toHaveLength(2);
  expect(await client.getGroupMemberProfile(id, hanako)).toMatchObject({ displayName: '花子' });
  const mention = (userId: string): messagingApi.Message => ({
    type: 'textV2',
    text: 'Hello {who}',
    substitution: { who: { type: 'mention', mentionee: { type: 'user', userId } } },
  });
  await client.pushMessage({ to: id, messages: [mention(hanako)] });
  expect((await failure(client.pushMessage({ to: hanako, messages: [mention(hanako)] }))).status).toBe(400);
  await client.leaveGroup(id);
  expect((await failure(client.pushMessage({ to: id, messages: [text('x')] }))).status).toBe(400);
});

test('quotes stay in their chat, and read marks reach back', async ({ world }) => {
  const { client, sandbox, receiver, channel, hanako } = world;
  const to = channel.channelId;
  await sandbox.user('emma');
  const emma = await sandbox.friend(channel, 'emma');
  for (const words of ['one', 'two']) await sandbox.write('hanako', { to, type: 'text', text: words });
  const event = await receiver.event((one) => one['message']?.text === 'two');
  const { quoteToken, markAsReadToken, id } = event['message'];
  await client.pushMessage({ to: hanako, messages: [{ ...text('yes'), quoteToken }] });
  const elsewhere = client.pushMessage({ to: emma, messages: [{ ...text('no'), quoteToken }] });
  expect((await failure(elsewhere)).status).toBe(400);
  await client.markMessagesAsReadByToken({ markAsReadToken });
  expect((await failure(client.markMessagesAsReadByToken({ markAsReadToken: 'x' }))).status).toBe(400);
  const shown = await sandbox.messages('hanako', to);
  expect(shown.map((entry) => entry['readByAccount'])).toEqual([true, true, false]);
  expect(shown[2]?.['quotedMessageId']).toBe(id);
});
