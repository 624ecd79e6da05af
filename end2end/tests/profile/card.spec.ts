// The image profile card: shown beside what it is made of, saved, drawn anew, and read by a QR reader
// that is not ours.

import { readFile } from 'node:fs/promises';

import { PNG } from 'pngjs';

import { expect, test } from '../kit/test.ts';
import { contactUrl, decoded, Profile } from './profile.ts';

const name = 'Image profile card of 林 葵';

test('the card is shown and saved, and a reader decodes it', async ({ messenger, page, isMobile }) => {
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  const card = place.getByRole('img', { name });
  await card.scrollIntoViewIfNeeded();
  await expect.poll(() => card.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1080);
  const { width, height } = (await card.boundingBox())!;
  expect(height / width).toBeCloseTo(1350 / 1080, 2);

  const saved = page.waitForEvent('download');
  await place.getByRole('link', { name: 'Save card' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('profile-card.png');
  const png = await readFile(await file.path());
  expect(decoded(png)).toBe(contactUrl);
  expect(PNG.sync.read(png)).toMatchObject({ width: 1080, height: 1350 });
});

test('the card for links is read too', async ({ page }) => {
  const answer = await page.request.get('/profile/card.png?shape=landscape');
  const png = await answer.body();
  expect(decoded(png)).toBe(contactUrl);
  expect(PNG.sync.read(png)).toMatchObject({ width: 1200, height: 630 });
});

test('another introduction is another card', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  const card = profile.place.getByRole('img', { name });
  const before = await card.getAttribute('src');
  await profile.edit();
  await profile.fill({ About: '図面から工事のあとまで' });
  await profile.save();
  await expect(card).not.toHaveAttribute('src', before!);
});

test('the card is handed on by a share sheet that takes files', async ({ messenger, page, isMobile }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'canShare', { value: ({ files }: ShareData) => files?.length === 1 });
    Object.defineProperty(navigator, 'share', {
      value: async ({ files }: ShareData) => {
        const [file] = files!;
        const bytes = [...new Uint8Array(await file!.arrayBuffer())];
        const shared = JSON.stringify({ name: file!.name, type: file!.type, bytes });
        document.documentElement.setAttribute('data-shared', shared);
      },
    });
  });
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await place.getByRole('button', { name: 'Share card' }).click();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-shared', /profile-card\.png/);
  const { type, bytes } = JSON.parse((await html.getAttribute('data-shared'))!);
  expect(type).toBe('image/png');
  expect(decoded(Buffer.from(bytes))).toBe(contactUrl);
});

test('without such a share sheet the card is copied', async ({ messenger, page, context, isMobile }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'canShare'));
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await place.getByRole('button', { name: 'Copy card' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const bytes = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const picture = await item!.getType('image/png');
    return [...new Uint8Array(await picture.arrayBuffer())];
  });
  expect(decoded(Buffer.from(bytes))).toBe(contactUrl);
});

test('a card that does not load says so', async ({ messenger, page, context, isMobile, watch }) => {
  watch.expect(/card\.png/, /status of 503/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'canShare'));
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await page.route('**/profile/card.png*', (route) => route.fulfill({ status: 503 }));
  await place.getByRole('button', { name: 'Copy card' }).click();
  await expect(page.getByText('The card did not load. Try again.')).toBeVisible();
});
