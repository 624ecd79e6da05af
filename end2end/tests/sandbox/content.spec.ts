// The bytes of media messages.

import { createHash } from 'node:crypto';
import { expect, failure, test } from './bot.ts';

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
  const large = await sandbox.write('hanako', { to, type: 'file', base64, size: 1_000_000 });
  const pieces = await (await blobs.getMessageContent(large['messageId'] as string)).toArray();
  expect(Buffer.concat(pieces).length).toBe(1_000_000);
  await sandbox.post('users/hanako/unsend', { messageId: id });
  expect((await failure(blobs.getMessageContent(id))).status).toBe(410);
  expect((await failure(blobs.getMessageContent('1'))).status).toBe(404);
});

test('what a message names by URL is fetched when a test says so', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  const url = `${sandbox.url}/pictures/hanako.png`;
  const missing = `${sandbox.url}/pictures/missing.jpg`;
  await client.pushMessage({
    to: hanako,
    messages: [{ type: 'image', originalContentUrl: url, previewImageUrl: missing }],
  });
  const [shown] = await sandbox.messages('hanako', channel.channelId);
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const { fetched } = await sandbox.post(`messages/${shown!['id']}/fetch`);
  expect(fetched).toMatchObject([
    {
      property: '/originalContentUrl', url, status: 200, contentType: 'image/png',
      length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), error: null,
    },
    { property: '/previewImageUrl', url: missing, status: 404, length: 0 },
  ]);
  expect(await sandbox.wait({ kind: 'fetched', messageId: shown!['id'], count: 2 })).toHaveLength(2);
  const written = await sandbox.write('hanako', { to: channel.channelId, type: 'image' });
  expect((await sandbox.call('POST', `messages/${written['messageId']}/fetch`)).status).toBe(404);
});
