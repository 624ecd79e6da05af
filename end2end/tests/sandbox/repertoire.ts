// Everything that the sandbox tells a bot: each kind of event and of message once, in each shape of it.

import type { Receiver } from './receiver.ts';
import type { Channel, Json, Sandbox } from './sandbox.ts';

const STICKERS = [
  'STATIC', 'ANIMATION', 'SOUND', 'ANIMATION_SOUND', 'POPUP', 'POPUP_SOUND', 'CUSTOM', 'MESSAGE', 'NAME_TEXT',
  'PER_STICKER_TEXT',
];
const emoji = { productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' };
const external = {
  type: 'external', originalContentUrl: 'https://a.example/1.jpg', previewImageUrl: 'https://a.example/2.jpg',
};

/** Messages of a person in their own chat. */
const messages: Json[] = [
  { type: 'text', text: 'こんにちは' },
  { type: 'text', text: '(love) (love)', emojis: [{ index: 0, length: 6, ...emoji }, { index: 7, length: 6, ...emoji }] },
  ...STICKERS.map((stickerResourceType) => ({
    type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType, keywords: ['hi', 'やあ'],
    ...(/TEXT|MESSAGE/.test(stickerResourceType) && { text: 'ありがとう' }),
  })),
  { type: 'sticker', packageId: '1', stickerId: '2' },
  { type: 'image' },
  { type: 'image', imageSet: { id: 'set', index: 1, total: 2 } },
  { type: 'image', imageSet: { id: 'set' } },
  { type: 'image', contentProvider: external },
  { type: 'video', duration: 5000 },
  { type: 'video', contentProvider: external },
  { type: 'audio', duration: 1000 },
  { type: 'audio', contentProvider: { type: 'external', originalContentUrl: external.originalContentUrl } },
  { type: 'file', fileName: '見積.pdf' },
  { type: 'location', title: '東京駅', address: '千代田区', latitude: 35.681, longitude: 139.767 },
  { type: 'location', latitude: -35.5, longitude: 139 },
];

/** People, groups and rooms do all they can; answers the events that tell of it. Hanako is a friend. */
export async function everything(sandbox: Sandbox, channel: Channel, receiver: Receiver): Promise<Json[]> {
  const to = channel.channelId;
  const ids: string[] = [];
  const tells = async (act: Promise<Json>) => {
    const done = await act;
    ids.push(done['eventId'] as string);
    return done;
  };
  const writes = (user: string, message: Json) => tells(sandbox.write(user, message));

  const friendship = (state: string) => tells(sandbox.put(`channels/${to}/friends/emma`, { state }));
  await sandbox.user('emma');
  await sandbox.user('minjun', { consents: false });
  for (const state of ['friend', 'blocked', 'friend']) await friendship(state);
  for (const message of messages) await writes('hanako', { to, ...message });
  const { messageId } = await writes('hanako', { to, type: 'text', text: 'first' });
  await writes('hanako', { to, type: 'text', text: 'about it', quote: messageId });
  const sticker = { type: 'sticker', packageId: '446', stickerId: '1988' };
  const { eventId } = await writes('hanako', { to, ...sticker, quote: messageId });
  await tells(sandbox.post('users/hanako/unsend', { messageId }));
  const pressed = [{ date: '2026-11-22' }, { newRichMenuAliasId: 'a', status: 'SUCCESS' }, undefined];
  for (const params of pressed) await tells(sandbox.post('users/hanako/postback', { to, data: 'a=1', params }));
  await sandbox.patch(`channels/${to}`, { mode: 'standby' });
  await writes('hanako', { to, type: 'text', text: 'answered by another module' });
  await sandbox.patch(`channels/${to}`, { mode: 'active' });

  for (const kind of ['group', 'room']) {
    const { groupId: id } = await sandbox.post('groups', { kind, name: '旅行', members: ['hanako', 'emma'] });
    const members = `groups/${id}/members`;
    await tells(sandbox.post(`groups/${id}/invite`, { channelId: to }));
    await tells(sandbox.post(members, { user: 'minjun' }));
    await writes('minjun', { to: id, type: 'text', text: 'nobody knows who I am' });
    const named = await writes('emma', {
      to: id, type: 'text', text: '@Sato @花子 @All',
      mention: {
        mentionees: [
          { index: 0, length: 5, type: 'account' }, { index: 6, length: 3, type: 'user', user: 'hanako' },
          { index: 10, length: 4, type: 'all' },
        ],
      },
    });
    await tells(sandbox.post('users/emma/edit', { messageId: named['messageId'], text: '(love)', emojis: [{ index: 0, length: 6, ...emoji }] }));
    await writes('emma', { to: id, type: 'image' });
    await tells(sandbox.delete(`${members}/minjun`));
    await tells(sandbox.delete(`groups/${id}/account`));
  }
  await tells(sandbox.post(`events/${eventId}/redeliver`));

  const told = await receiver.count(1 + ids.length);
  const missing = ids.filter((id) => !told.some((event) => event['webhookEventId'] === id));
  if (missing.length) throw new Error(`not told: ${missing.join(', ')}`);
  return told;
}
