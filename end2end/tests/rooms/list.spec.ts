// The room list: order, counts, filters, search, and names that mean harm.

import { expect, test } from '../kit/test.ts';

test('the room where something happened last is on top', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  const somchai = await stack.friend('สมชาย');
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  await emma.says('first');
  await expect(messenger.rooms.nth(0)).toContainText('first');
  await somchai.says('สวัสดี');
  await expect(messenger.rooms.nth(0)).toContainText('สวัสดี');
  await expect(messenger.rooms.nth(1)).toContainText('first');
  await emma.says('again');
  await expect(messenger.rooms.nth(0)).toContainText('again');
});

test('unread is counted, in the tab too, and reading clears it on all devices', async ({
  stack, messenger, anotherDevice, page,
}) => {
  const emma = await stack.friend('Emma');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  for (const text of ['one', 'two']) await emma.says(text);
  for (const screen of [messenger, elsewhere]) {
    await expect(screen.room('Emma')).toContainText('3 unread');
    await expect(screen.page).toHaveTitle('(1) Messages · Kakehashi');
  }
  await messenger.openRoom('Emma');
  await expect(page).toHaveTitle('Emma · Kakehashi');
  await expect(elsewhere.room('Emma')).not.toContainText('unread');
  await expect(elsewhere.page).toHaveTitle('Messages · Kakehashi');
});

test('filters and search narrow the list', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma Brown');
  await stack.friend('山田 花子');
  await messenger.open();
  await messenger.openRoom('Emma Brown');
  await expect(page).toHaveTitle('(1) Emma Brown · Kakehashi');
  await page.goBack();
  await expect(messenger.rooms).toHaveCount(2);

  await messenger.choice(/^Unread/).click();
  await expect(messenger.rooms).toHaveCount(1);
  await expect(messenger.room('山田 花子')).toBeVisible();
  await emma.says('hello?');
  await expect(messenger.rooms).toHaveCount(2);
  await messenger.choice(/^LINE/).click();
  await expect(messenger.rooms).toHaveCount(2);

  const search = page.getByRole('searchbox', { name: 'Find a room' });
  await search.fill('brown EM');
  await expect(messenger.rooms).toHaveCount(1);
  await search.fill('花子');
  await expect(messenger.room('山田 花子')).toBeVisible();
  await expect(messenger.rooms).toHaveCount(1);
  await search.fill('nobody');
  await expect(page.getByText('No room has this name.')).toBeVisible();
});

const hostile = {
  markup: `<img src=x onerror="document.title='pwned'">`,
  'right to left': '\u202Egnp.exe\u202C end',
  'very long': `${'長い名前'.repeat(50)}`,
  entities: '&lt;b&gt; &amp; "quotes"',
};

for (const [what, name] of Object.entries(hostile)) {
  test(`a name stays text: ${what}`, async ({ stack, messenger, page }) => {
    const user = await stack.friend(name);
    await user.says(name);
    await messenger.open();
    const row = messenger.rooms.first();
    await expect(row.locator('.name')).toHaveText(name);
    await row.click();
    await expect(messenger.title).toHaveText(name);
    await expect(messenger.log.locator('.bubble')).toHaveText(name);
    await page.reload();
    await expect(messenger.title).toHaveText(name);
    expect(await page.title()).not.toBe('pwned');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
  });
}

test('with no room, the list says how one comes about', async ({ messenger, page }) => {
  await messenger.open();
  await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
  await expect(page.getByText('@kakehashi', { exact: true })).toBeVisible();
  await expect(page.getByText('https://line.me/R/ti/p/%40kakehashi')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('@kakehashi');
});

test('a room that does not exist says so, and leads back', async ({ messenger, page }) => {
  await messenger.open('/rooms/00000000-0000-7000-8000-000000000000');
  await expect(page.getByRole('heading', { name: 'There is no such room' })).toBeVisible();
  await page.getByRole('link', { name: 'To all rooms' }).click();
  await expect(page.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
});

test('a name or picture that is not known yet holds nothing up', async ({ stack, messenger }) => {
  await stack.sandbox.post('faults', { family: 'profile', status: 404 });
  const user = await stack.friend('Hidden');
  await user.says('hello');
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(1);
  await expect(messenger.rooms.first()).toContainText('hello');
});
