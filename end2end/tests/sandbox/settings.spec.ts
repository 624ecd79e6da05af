// What a bot learns of its account, and sets.

import { expect, failure, test, text } from './bot.ts';

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
