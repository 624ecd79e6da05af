// Videos and sounds go to LINE users and come from them as they are: not a byte is lost or changed.

import { createHash } from 'node:crypto';

import { m4a, mp3, mp4 } from '../kit/playable.ts';
import { expect, test } from '../kit/test.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('videos and sounds are byte for byte the same, both ways', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const files = [await mp4(page), await m4a(page), mp3()];

  await page.getByLabel('Attach files').setInputFiles(files);
  await messenger.sendButton.click();
  expect((await emma.received(files.length)).map(({ type }) => type)).toEqual(['video', 'audio', 'audio']);
  const received = (await emma.chat()).filter(({ author }) => author.kind === 'account');
  for (const [at, { mimeType, buffer }] of files.entries()) {
    const { fetched } = await stack.sandbox.post(`messages/${received[at]!['id']}/fetch`);
    expect(fetched[0]).toMatchObject({
      property: '/originalContentUrl', status: 200, contentType: mimeType,
      length: buffer.length, sha256: sha256(buffer),
    });
  }

  for (const { mimeType, buffer } of files) {
    const type = mimeType.split('/')[0];
    await emma.sends({ type, duration: 500, base64: buffer.toString('base64'), contentType: mimeType });
  }
  const shown = messenger.log.locator('.from-line').locator('video, audio');
  await expect(shown).toHaveCount(files.length);
  for (const [at, { mimeType, buffer }] of files.entries()) {
    const answer = await page.request.get((await shown.nth(at).getAttribute('src'))!);
    expect(answer.headers()['content-type']).toBe(mimeType);
    expect(sha256(await answer.body())).toBe(sha256(buffer));
  }
});
