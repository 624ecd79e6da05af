// Faces: what stands for people, wherever they are, while others write.

import { expect, test } from '../kit/test.ts';

test('a message leaves the pictures of faces where they are', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  const liam = await stack.friend('Liam');
  await emma.says('one');
  await messenger.open();
  await messenger.openRoom('Emma');
  // On a phone the list is out of sight.
  const row = page.locator('.room-list a').filter({ hasText: 'Emma' });
  const faces = [messenger.log.locator('.face img').first(), row.locator('.face img')];
  const before = await Promise.all(faces.map((face) => face.elementHandle()));
  await emma.says('two');
  await expect(messenger.message('two')).toBeVisible();
  await liam.says('three');
  await expect(page.locator('.room-list a').filter({ hasText: 'Liam' })).toContainText('three');
  for (const picture of before) expect(await picture!.evaluate((image) => image.isConnected)).toBe(true);
});

test('a picture that does not come gives way to initials, and is not asked for at every message', async ({
  stack, messenger, page, isMobile, watch,
}) => {
  watch.expect(/pictures\/contacts/);
  let asked = 0;
  await page.route('**/pictures/contacts/**', (route) => {
    asked += 1;
    return route.fulfill({ status: 404, headers: { 'cache-control': 'no-store' } });
  });
  await messenger.open();
  const emma = await stack.friend('Emma');
  await emma.says('one');
  await messenger.openRoom('Emma');
  const face = messenger.log.locator('.face').first();
  await expect(face.locator('img')).toHaveAttribute('data-broken', '');
  await expect(face.locator('img')).toBeHidden();
  await expect(face).toHaveText('E');
  // On a phone the list is out of sight, and asks for nothing.
  const row = page.locator('.room-list .face img');
  if (!isMobile) await expect(row).toHaveAttribute('data-broken', '');
  const before = asked;
  for (const words of ['two', 'three', 'four']) {
    await emma.says(words);
    await expect(messenger.message(words)).toBeVisible();
  }
  expect(asked).toBe(before);
});
