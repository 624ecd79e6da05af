// A voice message is recorded: sent, kept among the files, or thrown away. The browser's microphone beeps.

import type { Page } from '@playwright/test';

import type { LineUser } from '../kit/line-user.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Voice message' });
const tray = (page: Page) => page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');

/** Records until so many seconds are shown. */
async function record(page: Page, seconds: number): Promise<void> {
  await page.getByRole('button', { name: 'Voice message' }).click();
  await expect(sheet(page).locator('time')).toHaveText(`0:0${seconds}`);
}

/** Whether anything records: the browser tells the page of every track that it gave it. */
const watchMicrophone = (page: Page) => page.addInitScript(() => {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    Object.assign(window, { microphone: stream.getAudioTracks()[0] });
    return stream;
  };
});
const microphone = (page: Page) => page.evaluate(
  () => (window as unknown as { microphone: MediaStreamTrack }).microphone.readyState,
);

let emma: LineUser;

test.beforeEach(async ({ messenger, stack, page }) => {
  await watchMicrophone(page);
  emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
});

test('what is said goes out as a sound that LINE plays for as long as it was said', async ({
  messenger, page, context, request,
}) => {
  await context.grantPermissions(['microphone']);
  await record(page, 2);
  await expect(sheet(page).getByRole('meter')).not.toHaveJSProperty('value', 0);
  await expectAccessible(page);
  await sheet(page).getByRole('button', { name: 'Send' }).click();
  await expect(sheet(page)).toBeHidden();
  await expect.poll(() => microphone(page)).toBe('ended');
  await expect(messenger.log.locator('audio')).toBeVisible();
  await expect(messenger.log.locator('li.turn[data-state="sent"]')).toHaveCount(1);

  await emma.received(1);
  const [message] = (await emma.chat()).filter(({ author }) => author.kind === 'account');
  const { type, duration, originalContentUrl } = message!['message'];
  expect(type).toBe('audio');
  const fetched = await request.get(originalContentUrl as string, { headers: { cookie: '' } });
  expect(fetched.headers()['content-type']).toBe('audio/mpeg');
  // What is played is neither silence nor of another length, by somebody else's decoder.
  const played = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const sound = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(bytes.buffer);
    const loudest = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    return { millis: sound.duration * 1000, loudest };
  }, (await fetched.body()).toString('base64'));
  expect(played.loudest).toBeGreaterThan(0.05);
  expect(played.millis).toBeGreaterThan(1_900);
  expect(Math.abs(played.millis - duration)).toBeLessThan(150);
});

test('whoever closes the sheet finds what was said among the files, and can throw it away', async ({
  messenger, page, context,
}) => {
  await context.grantPermissions(['microphone']);
  await record(page, 1);
  await page.keyboard.press('Escape');
  await expect(tray(page)).toHaveAttribute('data-stage', 'ready');
  await expect.poll(() => microphone(page)).toBe('ended');
  await page.getByRole('button', { name: 'Remove voice.mp3' }).click();
  await expect(tray(page)).toHaveCount(0);

  await record(page, 1);
  await sheet(page).getByRole('button', { name: 'Discard' }).click();
  await expect(sheet(page)).toBeHidden();
  await expect.poll(() => microphone(page)).toBe('ended');
  await expect(tray(page)).toHaveCount(0);
  await expect(messenger.messages).toHaveCount(0);
});

test('a microphone that may not be used is said, and can be asked for again', async ({ messenger, page, context }) => {
  await context.clearPermissions();
  await page.getByRole('button', { name: 'Voice message' }).click();
  await expect(sheet(page).getByRole('alert')).toContainText('The browser may not use the microphone.');
  await expectAccessible(page);
  await context.grantPermissions(['microphone']);
  await sheet(page).getByRole('button', { name: 'Try again' }).click();
  await expect(sheet(page).getByRole('button', { name: 'Stop' })).toBeVisible();
  await sheet(page).getByRole('button', { name: 'Stop' }).click();
  await expect(sheet(page)).toBeHidden();
  await expect(messenger.messages).toHaveCount(0);
});
