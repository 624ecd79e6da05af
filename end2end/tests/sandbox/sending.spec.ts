// What a bot sends: once for each retry key and reply token, within the quota, to friends only.

import { messagingApi } from '@line/bot-sdk';
import { expect, failure, test, text, token } from './bot.ts';

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

test('a card is taken whole, or refused with the path of what is wrong', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  const card = (words: string, uri: string): messagingApi.FlexMessage => ({
    type: 'flex',
    altText: 'A card',
    contents: {
      type: 'bubble',
      body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: words }] },
      footer: {
        type: 'box',
        layout: 'vertical',
        contents: [{ type: 'button', action: { type: 'uri', label: 'Open', uri } }],
      },
    },
  });
  await client.pushMessage({ to: hanako, messages: [card('名前', 'tel:+81312345678')] });
  const [shown] = await sandbox.messages('hanako', channel.channelId);
  expect(shown?.['message']).toMatchObject({ type: 'flex', altText: 'A card' });
  const refused = await failure(
    client.pushMessage({ to: hanako, messages: [card('', 'javascript:alert(1)')] }),
  );
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    400,
    {
      message: 'The request body has 2 error(s)',
      details: [
        { message: 'must be non-empty text', property: '/body/contents/0/text' },
        { message: 'invalid uri scheme', property: '/footer/contents/0/action/uri' },
      ],
    },
  ]);
  expect(await sandbox.messages('hanako', channel.channelId)).toHaveLength(1);
});
