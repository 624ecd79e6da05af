// What the sandbox tells is signed: LINE's own SDK accepts every webhook of it, and refuses forged ones.

import http from 'node:http';
import { middleware, validateSignature } from '@line/bot-sdk';
import { expect, test } from './bot.ts';
import type { Json } from './sandbox.ts';

test('the documented signature vector is met by the SDK we test with', () => {
  const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
  const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
  expect(validateSignature(body, secret, 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=')).toBe(true);
});

test('every kind of event is signed, in every style of JSON', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  await sandbox.user('emma');
  await sandbox.user('minjun');
  const group = await sandbox.post('groups', { name: '旅行', members: ['hanako', 'emma'] });
  const id = group['groupId'] as string;
  const styles = ['plain', 'escapedSlashes', 'unicode', 'spaced', 'wild'];
  for (const jsonStyle of styles) {
    await sandbox.patch(`channels/${to}`, { jsonStyle });
    const written = await sandbox.write('hanako', { to, type: 'text', text: 'https://例え.jp/😀 "q" \\' });
    await sandbox.write('hanako', { to, type: 'text', text: 'again', quote: written['messageId'] });
    await sandbox.write('hanako', { to, type: 'sticker', packageId: '1', stickerId: '2', stickerResourceType: 'MESSAGE' });
    for (const type of ['image', 'video', 'audio', 'file']) await sandbox.write('hanako', { to, type });
    await sandbox.write('hanako', { to, type: 'location', title: 'Tokyo', latitude: 35.6, longitude: 139.7 });
    await sandbox.write('hanako', { to, type: 'raw', message: { type: 'hologram', depth: 3 } });
    await sandbox.post(`users/hanako/unsend`, { messageId: written['messageId'] });
    await sandbox.post(`users/hanako/postback`, { to, data: 'a=1', params: { date: '2026-11-22' } });
    await sandbox.post(`groups/${id}/invite`, { channelId: to });
    const said = await sandbox.write('emma', {
      to: id,
      type: 'text',
      text: '@Sato @all',
      mention: {
        mentionees: [
          { index: 0, length: 5, type: 'account' },
          { index: 6, length: 4, type: 'all' },
        ],
      },
    });
    await sandbox.post(`users/emma/edit`, { messageId: said['messageId'], text: 'edited' });
    await sandbox.post(`groups/${id}/members`, { user: 'minjun' });
    await sandbox.delete(`groups/${id}/members/minjun`);
    await sandbox.delete(`groups/${id}/account`);
    await sandbox.post(`channels/${to}/event`, { user: 'hanako', replyToken: true, event: { type: 'beacon', beacon: { hwid: 'd41d8cd98f', type: 'enter' } } });
    await sandbox.post(`channels/${to}/event`, { event: { type: 'somethingNew', depth: 1 } });
  }
  const each = 18;
  const events = await receiver.count(1 + styles.length * each);
  expect(receiver.received.every(({ valid }) => valid)).toBe(true);
  for (const { headers } of receiver.received) {
    expect(headers['user-agent']).toBe('LineBotWebhook/2.0');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  }
  for (const { body } of receiver.received) expect(body['destination']).toBe(channel.botUserId);
  const kinds = new Set(events.map((event) => event['message']?.type ?? event['type']));
  expect([...kinds].sort()).toEqual([
    'audio', 'beacon', 'file', 'follow', 'hologram', 'image', 'join', 'leave', 'location',
    'memberJoined', 'memberLeft', 'postback', 'somethingNew', 'sticker', 'text', 'unsend', 'video',
  ]);
  const answerable = ['message', 'messageEdited', 'follow', 'join', 'memberJoined', 'postback', 'beacon'];
  for (const event of events) {
    expect(event['webhookEventId']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(event['deliveryContext']).toEqual({ isRedelivery: false });
    expect('replyToken' in event).toBe(answerable.includes(event['type'] as string));
    if (event['type'] === 'message' && event['message'].type !== 'hologram') {
      expect(event['message'].id).toMatch(/^\d+$/);
      expect(event['message'].markAsReadToken).toBeTruthy();
      const quotable = ['text', 'sticker', 'image', 'video'].includes(event['message'].type);
      expect('quoteToken' in event['message']).toBe(quotable);
    }
  }
  const edited = events.find((event) => event['type'] === 'messageEdited');
  expect(edited?.['message']).toMatchObject({ type: 'text', text: 'edited' });
  expect(edited?.['message']).not.toHaveProperty('markAsReadToken');
  const mention = events.find((event) => event['message']?.mention)?.['message'].mention;
  expect(mention.mentionees).toEqual([
    { index: 0, length: 5, type: 'user', userId: channel.botUserId, isSelf: true },
    { index: 6, length: 4, type: 'all' },
  ]);
});

test("the SDK's middleware takes our webhooks and refuses forged ones", async ({ world }) => {
  const { sandbox, channel } = world;
  const bodies: Json[] = [];
  const parse = middleware({ channelSecret: channel.channelSecret });
  const server = http.createServer((request, response) => {
    parse(request as never, response as never, (error?: unknown) => {
      if (!error) bodies.push((request as never as { body: Json }).body);
      response.writeHead(error ? 401 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await sandbox.patch(`channels/${channel.channelId}`, {
    webhookUrl: `http://127.0.0.1:${port}/`,
    jsonStyle: 'wild',
  });
  await sandbox.write('hanako', { to: channel.channelId, type: 'text', text: 'a/b 花' });
  await sandbox.wait({ kind: 'webhook', outcome: 'OK', status: 200 });
  await sandbox.get('wait?kind=idle');
  expect(bodies.at(-1)?.['events'][0].message.text).toBe('a/b 花');
  const body = JSON.stringify({ destination: channel.botUserId, events: [] });
  const raw = (signature: string) =>
    sandbox.post(`channels/${channel.channelId}/raw`, { body, signature });
  expect((await raw('right'))['status']).toBe(200);
  expect((await raw('wrong'))['status']).toBe(401);
  expect((await raw('none'))['status']).toBe(401);
  server.closeAllConnections();
  server.close();
});
