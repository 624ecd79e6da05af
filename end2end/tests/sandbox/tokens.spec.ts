// A bot's access tokens: issued from ID and secret, good for their time, taken back.

import { channelAccessToken } from '@line/bot-sdk';
import { expect, failure, test, token } from './bot.ts';
import type { Sandbox } from './sandbox.ts';

const MINUTE = 60_000;

const issuer = ({ url }: Sandbox) => new channelAccessToken.ChannelAccessTokenClient({ baseURL: url });

test('a token can be checked, and a short-lived one taken back', async ({ world }) => {
  const { sandbox, channel } = world;
  const tokens = issuer(sandbox);
  const issued = await tokens.issueChannelToken('client_credentials', channel.channelId, channel.channelSecret);
  expect(issued.expires_in).toBe(30 * 24 * 3600);
  expect(await tokens.verifyChannelToken(issued.access_token)).toMatchObject({ client_id: channel.channelId });
  await tokens.revokeChannelToken(issued.access_token);
  expect((await failure(tokens.verifyChannelToken(issued.access_token))).status).toBe(400);
});

test('a stateless token is good for a quarter of an hour, and cannot be taken back', async ({ world }) => {
  const { sandbox, channel } = world;
  const tokens = issuer(sandbox);
  const stateless = await token(sandbox, channel);
  await tokens.revokeChannelToken(stateless);
  await sandbox.post('clock', { offsetMs: 14 * MINUTE });
  expect(await tokens.verifyChannelToken(stateless)).toMatchObject({ client_id: channel.channelId });
  await sandbox.post('clock', { offsetMs: 15 * MINUTE });
  expect((await failure(tokens.verifyChannelToken(stateless))).status).toBe(400);
});

test('a wrong secret gets no token', async ({ world }) => {
  const tokens = issuer(world.sandbox);
  const { channelId } = world.channel;
  const stateless = await failure(tokens.issueStatelessChannelTokenByClientSecret(channelId, 'wrong'));
  expect([stateless.status, JSON.parse(stateless.body)]).toEqual([
    400,
    { error: 'invalid_request', error_description: "Invalid 'client_credentials'." },
  ]);
  const shortLived = await failure(tokens.issueChannelToken('client_credentials', channelId, 'wrong'));
  expect([shortLived.status, JSON.parse(shortLived.body)]).toEqual([
    400,
    { error: 'invalid_client', error_description: 'invalid client_secret' },
  ]);
});

test('an expired token is refused', async ({ world }) => {
  const { client, sandbox } = world;
  await sandbox.post('tokens/expire');
  const expired = await failure(client.getBotInfo());
  expect(expired.status).toBe(401);
  expect(expired.body).toContain('Authentication failed due to the following reason');
});
