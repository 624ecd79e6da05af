// A sandbox with an official account, a friend, and LINE's own SDK in the place of a bot: an
// independent reading of the same documents.

import { expect, test as base } from '@playwright/test';
import { HTTPFetchError, messagingApi } from '@line/bot-sdk';
import { Receiver } from './receiver.ts';
import { Sandbox, type Channel, type Json } from './sandbox.ts';

interface World {
  sandbox: Sandbox;
  receiver: Receiver;
  channel: Channel;
  client: messagingApi.MessagingApiClient;
  blobs: messagingApi.MessagingApiBlobClient;
  /** The user ID of the friend whose key is `hanako`. */
  hanako: string;
}

/** A stateless token from the channel's ID and secret. */
export async function token(sandbox: Sandbox, channel: Channel): Promise<string> {
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

export const test = base.extend<{ world: World }>({
  world: async ({}, use) => {
    const sandbox = await Sandbox.start();
    const receiver = await Receiver.start();
    const channel = await sandbox.channel({ name: 'Sato', webhookUrl: receiver.url });
    receiver.secret = channel.channelSecret;
    const settings = { channelAccessToken: await token(sandbox, channel), baseURL: sandbox.url };
    const client = new messagingApi.MessagingApiClient(settings);
    const blobs = new messagingApi.MessagingApiBlobClient(settings);
    await sandbox.user('hanako', { name: '花子', language: 'ja', statusMessage: 'hello' });
    const hanako = await sandbox.friend(channel, 'hanako');
    await receiver.count(1);
    await use({ sandbox, receiver, channel, client, blobs, hanako });
    receiver.stop();
    await sandbox.stop();
  },
});

/** The error that a call ends with. */
export async function failure(call: Promise<unknown>): Promise<HTTPFetchError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HTTPFetchError);
  return error as HTTPFetchError;
}

export const text = (words: string): messagingApi.TextMessage => ({ type: 'text', text: words });

export { expect } from '@playwright/test';
