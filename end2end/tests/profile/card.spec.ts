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
