// The sandbox against LINE's own SDK: an independent reading of the same documents.

import { expect, test as base } from '@playwright/test';
import http from 'node:http';
import { HTTPFetchError, messagingApi, middleware, validateSignature } from '@line/bot-sdk';
import { Receiver } from './receiver.ts';
import { Sandbox, type Channel, type Json } from './sandbox.ts';

interface World {
  sandbox: Sandbox;
  receiver: Receiver;
  channel: Channel;
  client: messagingApi.MessagingApiClient;
  blobs: messagingApi.MessagingApiBlobClient;
  hanako: string;
}

async function token(sandbox: Sandbox, channel: Channel): Promise<string> {
  const response = await fetch(`${sandbox.url}/oauth2/v3/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: channel.channelId,
      client_secret: channel.channelSecret,
    }),
  });
  const body = (await response.json()) as Json;
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
  return body['access_token'] as string;
}

const test = base.extend<{ world: World }>({
  world: async ({}, use) => {
    const sandbox = await Sandbox.start();
    const receiver = await Receiver.start();
    const channel = await sandbox.channel({ name: 'Sato', webhookUrl: receiver.url });
    receiver.secret = channel.channelSecret;
    const channelAccessToken = await token(sandbox, channel);
    const client = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: sandbox.url });
    const blobs = new messagingApi.MessagingApiBlobClient({
      channelAccessToken,
      baseURL: sandbox.url,
    });
    await sandbox.user('hanako', { name: '花子', language: 'ja', statusMessage: 'hello' });
    const hanako = await sandbox.friend(channel, 'hanako');
    await receiver.count(1);
    await use({ sandbox, receiver, channel, client, blobs, hanako });
    receiver.stop();
    await sandbox.stop();
  },
});

/** The error that a call ends with. */
async function failure(call: Promise<unknown>): Promise<HTTPFetchError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HTTPFetchError);
  return error as HTTPFetchError;
}

const text = (words: string): messagingApi.TextMessage => ({ type: 'text', text: words });

test('the documented signature vector is met by the SDK we test with', () => {
  const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
  const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
  expect(validateSignature(body, secret, 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=')).toBe(true);
});

test('a push arrives once, however often it is repeated with its retry key', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  const key = crypto.randomUUID();
  const request = { to: hanako, messages: [text('one'), text('two')] };
  const first = await client.pushMessageWithHttpInfo(request, key);
  expect(first.body.sentMessages).toHaveLength(2);
  const requestId = first.httpResponse.headers.get('x-line-request-id');
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);

  const again = await failure(client.pushMessageWithHttpInfo(request, key));
  expect(again.status).toBe(409);
  expect(again.headers.get('x-line-accepted-request-id')).toBe(requestId);
  expect(JSON.parse(again.body)).toEqual({
    message: 'The retry key is already accepted',
    sentMessages: first.body.sentMessages,
  });

  const shown = await sandbox.messages('hanako', channel.channelId);
  expect(shown.map(({ message, via, retryKey }) => [message.text, via, retryKey])).toEqual([
    ['one', 'push', key],
    ['two', 'push', key],
  ]);
  await sandbox.post('clock', { offsetMs: 24 * 3600 * 1000 });
  const fresh = await token(sandbox, channel);
  const later = new messagingApi.MessagingApiClient({ channelAccessToken: fresh, baseURL: sandbox.url });
  await later.pushMessage(request, key);
  expect(await sandbox.messages('hanako', channel.channelId)).toHaveLength(4);
});

test('a reply token is used once, within its minute, and without a retry key', async ({ world }) => {
  const { client, sandbox, receiver, channel } = world;
  const ask = async (words: string) => {
    await sandbox.write('hanako', { to: channel.channelId, type: 'text', text: words });
    const event = await receiver.event((one) => one['message']?.text === words);
    return event['replyToken'] as string;
  };
  const replyToken = await ask('first');
  await client.replyMessage({ replyToken, messages: [text('answer')] });
  const twice = await failure(client.replyMessage({ replyToken, messages: [text('again')] }));
  expect([twice.status, JSON.parse(twice.body)]).toEqual([400, { message: 'Invalid reply token' }]);

  const second = await ask('second');
  const keyed = await fetch(`${sandbox.url}/v2/bot/message/reply`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token(sandbox, channel)}`,
      'content-type': 'application/json',
      'x-line-retry-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ replyToken: second, messages: [text('keyed')] }),
  });
  expect(keyed.status).toBe(400);
  await sandbox.post('clock', { offsetMs: 61_000 });
  expect((await failure(client.replyMessage({ replyToken: second, messages: [text('late')] }))).status).toBe(400);
  const answers = (await sandbox.messages('hanako', channel.channelId)).filter((m) => m['via']);
  expect(answers.map(({ message, via }) => [message.text, via])).toEqual([['answer', 'reply']]);
});

test('errors have the documented shape', async ({ world }) => {
  const { client, sandbox, hanako } = world;
  const invalid = await failure(
    client.pushMessage({ to: hanako, messages: [text('x'.repeat(5_001)), { type: 'text' } as never] }),
  );
  expect([invalid.status, JSON.parse(invalid.body)]).toEqual([
    400,
    {
      message: 'The request body has 2 error(s)',
      details: [
        { message: 'Length must be between 0 and 5000', property: 'messages[0].text' },
        { message: 'May not be empty', property: 'messages[1].text' },
      ],
    },
  ]);
  const unknown = `U${'0'.repeat(32)}`;
  expect((await failure(client.pushMessage({ to: unknown, messages: [text('x')] }))).status).toBe(400);
  expect((await failure(client.getProfile(unknown))).status).toBe(404);
  expect((await failure(client.getFollowers())).status).toBe(403);
  await sandbox.post('tokens/expire');
  const expired = await failure(client.getBotInfo());
  expect(expired.status).toBe(401);
  expect(expired.body).toContain('Authentication failed due to the following reason');
  const nowhere = await fetch(`${sandbox.url}/v2/bot/nowhere`);
  expect(nowhere.status).toBe(404);
  expect(nowhere.headers.get('x-line-request-id')).toBeTruthy();
  const huge = await fetch(`${sandbox.url}/v2/bot/message/push`, {
    method: 'POST',
    body: 'x'.repeat(2 * 1024 * 1024 + 1),
  });
  expect(huge.status).toBe(413);
});

test('the quota counts recipients, and replies are free', async ({ world }) => {
  const { client, sandbox, receiver, channel, hanako } = world;
  await sandbox.patch(`channels/${channel.channelId}`, { quota: 1 });
  expect(await client.getMessageQuota()).toMatchObject({ type: 'limited', value: 1 });
  await client.pushMessage({ to: hanako, messages: [text('a'), text('b')] });
  expect(await client.getMessageQuotaConsumption()).toMatchObject({ totalUsage: 1 });
  const spent = await failure(client.pushMessage({ to: hanako, messages: [text('c')] }));
  expect([spent.status, JSON.parse(spent.body)]).toEqual([
    429,
    { message: 'You have reached your monthly limit.' },
  ]);
  const follow = await receiver.event((event) => event['type'] === 'follow');
  await client.replyMessage({ replyToken: follow['replyToken'] as string, messages: [text('free')] });
});

test('who blocks is told nothing more, and the bot is not told either', async ({ world }) => {
  const { client, sandbox, receiver, channel, hanako } = world;
  const path = `channels/${channel.channelId}/friends/hanako`;
  await sandbox.put(path, { state: 'blocked' });
  await receiver.event((event) => event['type'] === 'unfollow');
  await client.pushMessage({ to: hanako, messages: [text('unseen')] });
  expect(await sandbox.messages('hanako', channel.channelId)).toEqual([]);
  await sandbox.wait({ kind: 'undelivered', contains: 'unseen' });
  expect((await failure(client.getProfile(hanako))).status).toBe(404);
  await sandbox.put(path, { state: 'friend' });
  const again = await receiver.event((event) => event['follow']?.isUnblocked === true);
  expect(again['source']).toEqual({ type: 'user', userId: hanako });
  expect(await client.getProfile(hanako)).toMatchObject({
    displayName: '花子',
    userId: hanako,
    language: 'ja',
    statusMessage: 'hello',
    pictureUrl: `${sandbox.url}/pictures/hanako.png`,
  });
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

test('a failed webhook is told again, marked so; a duplicate is not marked', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  await sandbox.patch(`channels/${to}`, { redeliveryDelaysMs: [50, 50] });
  receiver.answers = [500, 503];
  const { eventId } = await sandbox.write('hanako', { to, type: 'text', text: 'again' });
  const events = (await receiver.count(4)).filter((one) => one['webhookEventId'] === eventId);
  expect(events.map((event) => event['deliveryContext'].isRedelivery)).toEqual([false, true, true]);
  expect(new Set(events.map((event) => event['replyToken'])).size).toBe(1);
  await sandbox.post(`events/${eventId}/duplicate`, { times: 3 });
  const all = await receiver.count(7);
  expect(all.slice(4).map((event) => event['deliveryContext'].isRedelivery)).toEqual([false, false, false]);
  await sandbox.post(`events/${eventId}/redeliver`);
  expect((await receiver.count(8))[7]?.['deliveryContext']).toEqual({ isRedelivery: true });
});

test('held events come in the order asked for, or in one body', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  const texts = () => receiver.events.slice(1).map((event) => event['message'].text as string);
  await sandbox.post(`channels/${to}/hold`);
  for (const words of ['a', 'b', 'c']) await sandbox.write('hanako', { to, type: 'text', text: words });
  expect((await sandbox.get(`channels/${to}/held`))['events']).toHaveLength(3);
  await sandbox.post(`channels/${to}/release`, { order: 'reversed' });
  await receiver.count(4);
  expect(texts()).toEqual(['c', 'b', 'a']);
  await sandbox.post(`channels/${to}/hold`);
  for (const words of ['d', 'e']) await sandbox.write('hanako', { to, type: 'text', text: words });
  await sandbox.post(`channels/${to}/release`, { packing: 'bundle' });
  await receiver.count(6);
  expect(receiver.received.at(-1)?.body['events']).toHaveLength(2);
});

test('a slow server holds up its own chat only, and its time-out is noted', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  await sandbox.user('emma');
  receiver.answers = ['hang'];
  await sandbox.write('hanako', { to, type: 'text', text: 'slow' });
  await receiver.event((event) => event['message']?.text === 'slow');
  await sandbox.write('hanako', { to, type: 'text', text: 'behind' });
  await sandbox.write('emma', { to, type: 'text', text: 'beside' });
  await receiver.event((event) => event['message']?.text === 'behind');
  const order = receiver.events.slice(1).map((event) => event['message'].text as string);
  expect(order).toEqual(['slow', 'beside', 'behind']);
  const [attempt] = await sandbox.wait({ kind: 'webhook', outcome: 'REQUEST_TIMEOUT' });
  expect(attempt?.['durationMs']).toBeGreaterThanOrEqual(1_900);
});

test('ordered failures: before the work, after it, and without an answer', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  const shown = async () =>
    (await sandbox.messages('hanako', channel.channelId)).map(({ message }) => message.text as string);
  const push = (words: string, key: string) =>
    client.pushMessage({ to: hanako, messages: [text(words)] }, key);

  await sandbox.post('faults', { family: 'push', status: 503 });
  const key = crypto.randomUUID();
  expect((await failure(push('one', key))).status).toBe(503);
  expect(await shown()).toEqual([]);
  await push('one', key);

  await sandbox.post('faults', { family: 'push', status: 500, effect: 'applied' });
  const lost = crypto.randomUUID();
  expect((await failure(push('two', lost))).status).toBe(500);
  expect(await shown()).toEqual(['one', 'two']);
  expect((await failure(push('two', lost))).status).toBe(409);
  expect(await shown()).toEqual(['one', 'two']);

  await sandbox.post('faults', { family: 'push', answer: 'close', effect: 'applied' });
  await expect(push('three', crypto.randomUUID())).rejects.toThrow('fetch failed');
  await sandbox.post('faults', { family: 'push', answer: 'hang', effect: 'applied' });
  void push('four', crypto.randomUUID()).catch(() => undefined);
  await sandbox.wait({ kind: 'delivered', contains: 'four' });
  const calls = (await sandbox.get('calls?family=push'))['happenings'] as Json[];
  expect(calls.map(({ status }) => status)).toEqual([503, 200, 500, 409, 0, 0]);
});

test('media: preparing, there, previewed, gone', async ({ world }) => {
  const { blobs, sandbox, channel } = world;
  const to = channel.channelId;
  const base64 = Buffer.from('bytes').toString('base64');
  const file = await sandbox.write('hanako', { to, type: 'file', fileName: 'a.txt', base64, contentType: 'text/plain' });
  const got = await blobs.getMessageContentWithHttpInfo(file['messageId'] as string);
  expect(got.httpResponse.headers.get('content-type')).toBe('text/plain');
  const video = await sandbox.write('hanako', { to, type: 'video', preparingMs: 60_000 });
  const id = video['messageId'] as string;
  expect((await blobs.getMessageContentWithHttpInfo(id)).httpResponse.status).toBe(202);
  expect(await blobs.getMessageContentTranscodingByMessageId(id)).toMatchObject({ status: 'processing' });
  await sandbox.post('clock', { offsetMs: 61_000 });
  expect(await blobs.getMessageContentTranscodingByMessageId(id)).toMatchObject({ status: 'succeeded' });
  expect((await blobs.getMessageContentPreviewWithHttpInfo(id)).httpResponse.status).toBe(200);
  expect((await failure(blobs.getMessageContentPreview(file['messageId'] as string))).status).toBe(400);
  await sandbox.post('users/hanako/unsend', { messageId: id });
  expect((await failure(blobs.getMessageContent(id))).status).toBe(410);
  expect((await failure(blobs.getMessageContent('1'))).status).toBe(404);
});

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

test('settings: bot info, webhook endpoint and its test, validation, loading', async ({ world }) => {
  const { client, sandbox, receiver, channel, hanako } = world;
  expect(await client.getBotInfo()).toMatchObject({
    userId: channel.botUserId,
    basicId: channel.basicId,
    displayName: 'Sato',
    chatMode: 'chat',
    markAsReadMode: 'manual',
  });
  await client.setWebhookEndpoint({ endpoint: receiver.url });
  expect(await client.getWebhookEndpoint()).toMatchObject({ endpoint: receiver.url, active: true });
  expect(await client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200, reason: 'OK' });
  expect(receiver.received.at(-1)).toMatchObject({ valid: true, body: { events: [] } });
  receiver.answers = [500];
  expect(await client.testWebhookEndpoint({})).toMatchObject({ success: false, reason: 'ERROR_STATUS_CODE' });
  expect((await failure(client.setWebhookEndpoint({ endpoint: 'http://a.example/' }))).status).toBe(400);
  await client.validatePush({ messages: [text('x')] });
  expect((await failure(client.validatePush({ messages: [] }))).status).toBe(400);
  const loading = await client.showLoadingAnimationWithHttpInfo({ chatId: hanako, loadingSeconds: 10 });
  expect(loading.httpResponse.status).toBe(202);
  await client.multicast({ to: [hanako], messages: [text('all')] });
  expect((await sandbox.messages('hanako', channel.channelId))[0]?.['via']).toBe('multicast');
});

test('the state outlives the process, and a signal ends it cleanly', async ({}, info) => {
  const file = info.outputPath('state.json');
  const first = await Sandbox.start('--state', file, '--demo');
  await first.put('channels/2000000001/friends/hanako', { state: 'friend' });
  await first.write('hanako', { to: '2000000001', type: 'text', text: 'kept' });
  expect(await first.stop()).toBe(0);
  const second = await Sandbox.start('--state', file, '--demo');
  const shown = await second.messages('hanako', '2000000001');
  expect(shown.map(({ message }) => message.text as string)).toEqual(['kept']);
  expect((await second.get('users'))['users']).toHaveLength(4);
  await second.stop();
});
