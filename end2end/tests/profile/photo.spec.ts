// A member's photo: uploaded on a page without script, seen at once on their other devices, and by LINE
// users beside what the member writes.

import type { Page } from '@playwright/test';

import type { Messenger } from '../kit/messenger.ts';
import { disguised, picture, type Picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const red: [number, number, number] = [200, 40, 40];
const blue: [number, number, number] = [40, 40, 200];

async function upload(page: Page, file: Picture): Promise<void> {
  await page.getByLabel('New picture').setInputFiles(file);
  await page.getByRole('button', { name: 'Save' }).click();
}

/** The photo in the member's own menu button, of which a screen shows one. */
const inMenu = ({ page }: Messenger) =>
  page.getByRole('button', { name: 'My menu: 林 葵' }).filter({ visible: true }).locator('img');

test('a photo is seen at once on another device and beside what the member writes', async ({
  stack, messenger, page, anotherDevice,
}) => {
  const emma = await stack.friend('Emma');
  const elsewhere = await anotherDevice();
  await elsewhere.open();
  await expect(inMenu(elsewhere)).toHaveCount(0);

  await messenger.open('/profile');
  await page.getByRole('link', { name: 'Change photo' }).click();
  await expect(page).toHaveURL('/profile/photo');
  await expectAccessible(page);
  await upload(page, picture(red));
  await expect(page.getByRole('status')).toHaveText('Saved. It is shown everywhere now.');
  const shown = page.getByRole('main').locator('.face img');
  await expect(shown).toHaveAttribute('src', /^\/photos\/[0-9a-f]{32}\/512\.jpg$/);
  await expectAccessible(page);
  const address = (await shown.getAttribute('src')) ?? '';

  await expect(inMenu(elsewhere)).toHaveAttribute('src', address.replace('512.jpg', '96.jpg'));
  await elsewhere.openRoom('Emma');
  await elsewhere.send('hello');
  const delivered = await emma.receives('hello');
  const icon = `${stack.url}${address.replace('512.jpg', '240.png')}`;
  expect(delivered['message'].sender).toEqual({ name: '林 葵', iconUrl: icon });
  const fetched = await fetch(icon);
  expect([fetched.status, fetched.headers.get('content-type')]).toEqual([200, 'image/png']);

  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('status')).toContainText('Removed.');
  await expect(shown).toHaveCount(0);
  await expect(inMenu(elsewhere)).toHaveCount(0);
  await elsewhere.send('without');
  const without = await emma.receives('without');
  expect(without['message'].sender).toEqual({ name: '林 葵' });
  expect((await fetch(icon)).status).toBe(404);
});

test('a bad file is said to be one, and the photo stays', async ({ messenger, page, watch }) => {
  watch.expect(/photo 422/, /photo 413/, /status of 4(22|13)/);
  await messenger.open();
  await page.goto('/profile/photo');
  await upload(page, picture(blue));
  await expect(page.getByRole('status')).toContainText('Saved.');
  const shown = page.getByRole('main').locator('.face img');
  const before = await shown.getAttribute('src');

  await upload(page, disguised);
  const field = page.getByLabel('New picture');
  await expect(field).toHaveAccessibleDescription(/^This is not a picture that can be used/);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(shown).toHaveAttribute('src', before!);
  await expectAccessible(page);

  const large = { ...picture(red), buffer: Buffer.alloc(12 << 20) };
  await upload(page, large);
  await expect(field).toHaveAccessibleDescription(/^The file is larger than 10 MB/);

  await upload(page, picture(red));
  await expect(page.getByRole('status')).toContainText('Saved.');
  await expect(shown).not.toHaveAttribute('src', before!);
  await page.getByRole('link', { name: 'My profile' }).click();
  await expect(page.getByRole('main').locator('.hello img')).toHaveAttribute('src', /512\.jpg$/);
});
