// The bytes of media messages.

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
  await sandbox.post('users/hanako/unsend', { messageId: id });
  expect((await failure(blobs.getMessageContent(id))).status).toBe(410);
  expect((await failure(blobs.getMessageContent('1'))).status).toBe(404);
});
