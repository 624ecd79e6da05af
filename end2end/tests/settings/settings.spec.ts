// Language and colours.

import { expect, test } from '../kit/test.ts';

test('the language changes at once, stays, and follows to other devices', async ({
  messenger, page, anotherDevice,
}) => {
  await messenger.open('/settings');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await messenger.choice(/^日本語$/).click();
  await expect(page.getByRole('heading', { name: '設定', exact: true })).toBeVisible();
  await expect(page.getByText('保存しました')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await page.reload();
  await expect(page.getByRole('heading', { name: '設定', exact: true })).toBeVisible();
  expect(await (await page.request.get('/settings')).text()).toContain('<html lang="ja"');

  const elsewhere = await anotherDevice();
  await elsewhere.open('/settings');
  await expect(elsewhere.page.getByRole('heading', { name: '設定', exact: true })).toBeVisible();

  await messenger.choice(/^English$/).click();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the colours change at once and stay, from the first byte on', async ({ messenger, page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await messenger.open('/settings');
  const light = await ground();
  await messenger.choice(/^Dark$/).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await expect(page.getByText('Saved')).toBeVisible();
  await messenger.reload();
  expect(await ground()).toBe(dark);
  expect(await (await page.request.get('/settings')).text()).toMatch(/<html[^>]* data-theme="dark"/);
  await messenger.choice(/^As the system$/).click();
  await expect.poll(ground).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).toBe(dark);
});

test('a choice that cannot be saved holds here, and says so', async ({ messenger, page, watch }) => {
  watch.expect(/set_preferences/, /ERR_FAILED/);
  await messenger.open('/settings');
  await page.route('**/api/set_preferences', (route) => route.abort());
  await messenger.choice(/^Dark$/).click();
  await expect(page.getByText('This device uses your choice')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.unroute('**/api/set_preferences');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
});

test('what is written by machines is in the reader’s language, in all places', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await emma.sends({ type: 'sticker', packageId: '446', stickerId: '1988' });
  await messenger.open('/settings');
  await messenger.choice(/^日本語$/).click();
  await expect(page.getByText('保存しました')).toBeVisible();
  await page.goto('/');
  await page.getByRole('link', { name: /Emma/ }).click();
  await expect(page.getByRole('log')).toBeVisible();
  await expect(page.getByRole('log').getByRole('img', { name: 'スタンプ', exact: true })).toBeVisible();
  await expect(page.getByRole('log').getByRole('heading', { level: 3 })).toHaveText(/月.*日/);
});
