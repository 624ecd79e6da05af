// Pictures, videos, sounds and files that LINE users send: they come, are shown in a place of their
// shape, are looked at, and are saved.

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import type { Messenger } from '../kit/messenger.ts';
import { disguised, picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const base64 = (buffer: Buffer) => buffer.toString('base64');
const image = (colour: [number, number, number], size?: [number, number]) => ({
  type: 'image', base64: base64(picture(colour, size).buffer), contentType: 'image/png',
});
const pictures = (messenger: Messenger) => messenger.log.getByRole('link', { name: 'Picture', exact: true });

/** Waits until all pictures of the timeline have come. */
async function expectDrawn(messenger: Messenger, count: number): Promise<void> {
  await expect(pictures(messenger)).toHaveCount(count);
  for (const shown of await pictures(messenger).getByRole('img', { name: 'Picture' }).all()) {
    await shown.scrollIntoViewIfNeeded();
    await expect(shown).toHaveJSProperty('complete', true);
    await expect(shown).not.toHaveJSProperty('naturalWidth', 0);
  }
}

test('a picture comes, is looked at, and is saved', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends(image([200, 40, 40]));
  await expectDrawn(messenger, 1);
  await expectAccessible(page);
  await emma.sends(image([40, 200, 40]));
  await expectDrawn(messenger, 2);

  await pictures(messenger).first().click();
  const viewer = page.getByRole('dialog', { name: 'Picture 1 of 2' });
  const large = viewer.locator('.stage img');
  await expect(large).toBeVisible();
  await expect(large).toHaveJSProperty('naturalWidth', 64);
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  const second = page.getByRole('dialog', { name: 'Picture 2 of 2' });
  await expect(second).toBeVisible();
  await second.getByRole('button', { name: 'Zoom' }).click();
  await expect(second.locator('.stage')).toHaveClass(/zoomed/);
  const saved = page.waitForEvent('download');
  await second.getByRole('link', { name: 'Save' }).click();
  expect(await readFile(await (await saved).path())).toEqual(picture([40, 200, 40]).buffer);
  await second.getByRole('button', { name: 'Previous picture' }).click();
  await expect(viewer).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('dialog.viewer')).toBeHidden();
  await expect(pictures(messenger).first()).toBeFocused();

  // The viewer's keys are the viewer's alone.
  await messenger.field.pressSequentially('z');
  await pictures(messenger).first().click();
  await expect(viewer.locator('.stage img')).toBeVisible();
  await expect(viewer.locator('.stage')).not.toHaveClass(/zoomed/);
  await page.keyboard.press('Escape');

  await messenger.reload();
  await expectDrawn(messenger, 2);
});

test('pictures that were sent together stand in one grid, in their order', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const set = (index: number) => ({ imageSet: { id: 'together', index, total: 3 } });
  const colours = [[200, 40, 40], [40, 200, 40], [40, 40, 200]] as const;
  for (const index of [2, 3, 1]) await emma.sends({ ...image([...colours[index - 1]!]), ...set(index) });
  await expectDrawn(messenger, 3);
  await expect(messenger.messages.filter({ has: messenger.page.locator('.picture') })).toHaveCount(1);
  const addresses = await pictures(messenger).evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const first = await messenger.page.request.get(addresses[0]!);
  expect(await first.body()).toEqual(picture([200, 40, 40]).buffer);
  const last = await messenger.page.request.get(addresses[2]!);
  expect(await last.body()).toEqual(picture([40, 40, 200]).buffer);
});

test('videos, sounds and files come, and files are saved under their names', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends({ type: 'video', duration: 5000 });
  const video = messenger.log.locator('video');
  await expect(video).toHaveAttribute('controls', '');
  await emma.sends({ type: 'audio', duration: 61_000 });
  const sound = messenger.log.locator('audio');
  await expect(sound).toBeVisible();
  await expect(messenger.log).toContainText('1:01');
  await sound.evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true;
    await audio.play();
  });
  await emma.sends({ type: 'file', fileName: '見積.html', base64: base64(Buffer.from('<script>')) });
  const file = messenger.log.getByRole('link', { name: '見積.html' });
  await expect(file).toContainText('8 B');
  const saved = page.waitForEvent('download');
  await file.click();
  expect((await saved).suggestedFilename()).toBe('見積.html');
  await expectAccessible(page);
});

test('what LINE prepares is waited for, and what it does not have is said', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends({ type: 'video', duration: 5000, preparingMs: 3_600_000 });
  await expect(messenger.log.getByRole('img', { name: 'Video, on its way' })).toBeVisible();
  await stack.sandbox.post('clock', { offsetMs: 3_700_000 });
  await expect(messenger.log.locator('video')).toBeVisible({ timeout: 30_000 });
  const provider = { type: 'external', originalContentUrl: 'http://127.0.0.1:1/a.jpg' };
  await emma.sends({ ...image([1, 2, 3]), contentProvider: provider });
  await expect(messenger.log).toContainText('Picture: no longer available.');
  await expectAccessible(page);
});

test('a picture that is none is a file, and one that is taken back is gone', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends({ type: 'image', base64: base64(disguised.buffer), contentType: 'image/png' });
  await expect(messenger.log.getByRole('link', { name: /^File/ })).toHaveAttribute('href', /\?download$/);
  await emma.sends(image([200, 40, 40]));
  await expectDrawn(messenger, 1);
  const address = (await pictures(messenger).getAttribute('href'))!;
  await pictures(messenger).click();
  await expect(page.locator('dialog.viewer .stage img')).toHaveJSProperty('naturalWidth', 64);
  const sent = (await emma.chat()).at(-1)!;
  await stack.sandbox.post(`users/${emma.key}/unsend`, { messageId: sent['id'] });
  await expect(page.locator('dialog.viewer')).toBeHidden();
  await expect(messenger.log).toContainText('The LINE user took a message back.');
  expect((await page.request.get(address)).status()).toBe(404);
});

/** Adds up by how much what is on the page is moved without anybody's doing, as browsers measure it. */
async function watchJumps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = Object.assign(window, { jumped: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.jumped += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift' });
  });
  return () => page.evaluate(() => (window as unknown as { jumped: number }).jumped);
}

test('a hundred pictures are scrolled through, and nothing jumps', async ({ stack, messenger, page }) => {
  test.slow();
  // On a slow network they come when their places are in sight already.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/media/*/small', async (route) => {
    await held;
    await route.continue();
  });
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const shapes: [number, number][] = [[64, 48], [30, 100], [160, 8], [90, 120]];
  const sent = (n: number) => image([n * 2, 80, 200 - n], shapes[n % shapes.length]);
  await stack.sends(emma, Array.from({ length: 100 }, (_, n) => sent(n)));
  // The shape of a picture is known when the server has it; the newest comes last.
  await expect(messenger.log.locator('li.turn[data-seq="101"]')).toBeVisible({ timeout: 60_000 });
  await expect(messenger.log.locator('.awaited')).toHaveCount(0, { timeout: 60_000 });
  const jumped = await watchJumps(page);
  const added = messenger.log.getByText('added your account as friend');
  await expect(async () => {
    await messenger.log.evaluate((log) => log.scrollBy(0, -600));
    await expect(added).toBeInViewport({ timeout: 50 });
  }).toPass({ timeout: 60_000, intervals: [50] });
  await expect(pictures(messenger)).toHaveCount(100);
  await messenger.log.evaluate((log) => log.scrollTo(0, -log.scrollHeight / 2));
  release();
  const drawn = () => pictures(messenger).getByRole('img', { name: 'Picture' }).evaluateAll(
    (all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length,
  );
  await expect.poll(drawn, { timeout: 60_000 }).toBe(100);
  expect(await jumped()).toBeLessThan(0.02);
});
