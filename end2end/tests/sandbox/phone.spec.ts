// The phone page: a person plays a LINE user.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { Sandbox, type Channel } from './sandbox.ts';

const HOSTILE = '<img src=x onerror="document.title=\'pwned\'">\u202e"\'&amp;';

const test = base.extend<{ sandbox: Sandbox; account: Channel }>({
  sandbox: async ({}, use) => {
    const sandbox = await Sandbox.start();
    await use(sandbox);
    await sandbox.stop();
  },
  account: async ({ sandbox }, use) => {
    await sandbox.user('hanako', { name: '山田 花子', statusMessage: 'hello' });
    await sandbox.user('emma', { name: HOSTILE });
    await use(await sandbox.channel({ name: '佐藤 美咲', statusMessage: '営業部' }));
  },
});

/** Fails the test on anything the console complains of. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** Calls LINE as the account's bot, about Hanako. */
async function call(
  sandbox: Sandbox,
  account: Channel,
  path: string,
  body: (hanako: string) => object,
): Promise<Response> {
  const { accessToken } = await sandbox.post(`channels/${account.channelId}/token`);
  const { userIds } = await sandbox.get('users/hanako');
  return fetch(`${sandbox.url}/v2/bot/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken as string}` },
    body: JSON.stringify(body(userIds[account['providerId']])),
  });
}

async function push(sandbox: Sandbox, account: Channel, message: object): Promise<void> {
  const request = (to: string) => ({ to, messages: [message] });
  expect((await call(sandbox, account, 'message/push', request)).status).toBe(200);
}

async function load(sandbox: Sandbox, account: Channel): Promise<void> {
  const request = (chatId: string) => ({ chatId });
  expect((await call(sandbox, account, 'chat/loading/start', request)).status).toBe(202);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a friend is added by URL, written to, and read', async ({ page, sandbox, account }) => {
  const complaints = listen(page);
  await page.goto(`${sandbox.url}/?as=hanako`);
  await expect(page.getByRole('heading', { name: 'Sandbox: a stand-in for LINE' })).toBeVisible();
  await page.getByLabel('Add an official account').fill(account['addFriendUrl'] as string);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: '佐藤 美咲' })).toBeVisible();
  await sandbox.wait({ kind: 'friend', user: 'hanako', state: 'friend' });

  const field = page.getByRole('textbox', { name: 'Message' });
  await field.fill('にほん');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  await field.fill('日本です');
  await field.press('Enter');
  const log = page.getByRole('log');
  await expect(log.getByText('日本です')).toBeVisible();
  const written = await sandbox.messages('hanako', account.channelId);
  expect(written.map(({ message }) => message.text as string)).toEqual(['日本です']);

  await push(sandbox, account, { type: 'text', text: 'ようこそ', sender: { name: '鈴木' } });
  await expect(log.getByText('ようこそ')).toBeVisible();
  await expect(log.getByText("鈴木 from '佐藤 美咲'")).toBeVisible();

  await sandbox.patch('users/hanako', { picture: 'none' });
  await load(sandbox, account);
  await expect(page.getByText('The account is writing…')).toBeVisible();
  await push(sandbox, account, { type: 'text', text: 'done' });
  await expect(page.getByText('The account is writing…')).toBeHidden();

  await page.getByRole('button', { name: 'Stickers' }).click();
  await page.getByRole('button', { name: 'Sticker 1988' }).click();
  await expect(log.getByRole('img', { name: 'Sticker 1988' })).toBeVisible();
  const own = log.getByRole('article').filter({ hasText: '日本です' });
  await own.hover();
  await own.getByRole('button', { name: 'Unsend' }).click();
  await expect(log.getByText('You took back a message')).toBeVisible();
  await expect(log.getByText('日本です')).toHaveCount(0);

  await page.getByRole('button', { name: 'Block' }).click();
  await expect(page.getByRole('button', { name: 'Unblock' })).toBeVisible();
  await expect(field).toBeDisabled();
  await page.getByRole('button', { name: 'Back to friends' }).click();
  const list = page.getByRole('list', { name: 'Official accounts' });
  await expect(list.getByRole('button', { name: '佐藤 美咲 Blocked · 営業部' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('an ID does as well as a URL, and a wrong one is told', async ({ page, sandbox, account }) => {
  await page.goto(`${sandbox.url}/R/ti/p/${encodeURIComponent('@nobody')}`);
  await expect(page.getByLabel('Add an official account')).toHaveValue('@nobody');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Not added: there is no official account @nobody')).toBeVisible();
  await page.getByLabel('Add an official account').fill(account.basicId);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('heading', { name: '佐藤 美咲' })).toBeVisible();
});

test('hostile names and texts stay text', async ({ page, sandbox, account }) => {
  const complaints = listen(page);
  await sandbox.patch(`channels/${account.channelId}`, { name: HOSTILE, statusMessage: HOSTILE });
  const group = await sandbox.post('groups', { name: HOSTILE, members: ['hanako', 'emma'] });
  await sandbox.friend(account, 'hanako');
  await push(sandbox, account, { type: 'text', text: `${HOSTILE} javascript:alert(1)` });
  await sandbox.write('emma', { to: group['groupId'], type: 'file', fileName: HOSTILE });
  await page.goto(`${sandbox.url}/?as=hanako&chat=${account.channelId}`);
  await expect(page.getByRole('log').getByText(HOSTILE).first()).toBeVisible();
  await page.goto(`${sandbox.url}/?as=hanako&chat=${group['groupId'] as string}`);
  await expect(page.getByRole('link', { name: HOSTILE })).toBeVisible();
  await page.goto(`${sandbox.url}/?as=emma`);
  await expect(page.getByRole('heading', { name: HOSTILE })).toBeVisible();
  expect(await page.title()).toBe('Sandbox phone');
  expect(complaints).toEqual([]);
});

test('a card is drawn, and opens nothing but websites and telephones', async ({ page, sandbox, account }) => {
  const complaints = listen(page);
  await sandbox.friend(account, 'hanako');
  const line = (text: string) => ({ type: 'text', text, wrap: true });
  const button = (label: string, uri: string) => ({ type: 'button', action: { type: 'uri', label, uri } });
  const stack = (...contents: object[]) => ({ type: 'box', layout: 'vertical', contents });
  await push(sandbox, account, {
    type: 'flex',
    altText: 'A card',
    contents: {
      type: 'bubble',
      hero: { type: 'image', url: `${sandbox.url}/pictures/hanako.png`, size: 'full', aspectMode: 'cover' },
      body: stack({ ...line('佐藤 美咲'), weight: 'bold', size: 'xl' }, { type: 'separator' }, line(HOSTILE)),
      footer: stack(
        button('Call', 'tel:+81312345678'),
        button('Website', 'https://a.example/'),
        button('Inside', 'line://nv/chat'),
      ),
    },
  });
  await page.goto(`${sandbox.url}/?as=hanako&chat=${account.channelId}`);
  const card = page.getByRole('log').getByRole('article');
  await expect(card.locator('.card').getByText('佐藤 美咲')).toBeVisible();
  await expect(card.getByText(HOSTILE)).toBeVisible();
  await expect(card.locator('.card img')).toHaveJSProperty('complete', true);
  await expect(card.getByRole('link', { name: 'Call' })).toHaveAttribute('href', 'tel:+81312345678');
  await expect(card.getByRole('link', { name: 'Website' })).toHaveAttribute('href', 'https://a.example/');
  await expect(card.getByText('Inside')).toBeVisible();
  await expect(card.getByRole('link')).toHaveCount(2);
  await expectAccessible(page);
  expect(await page.title()).not.toContain('pwned');
  expect(complaints).toEqual([]);
});

test('the head of a chat opens the account’s profile', async ({ page, sandbox, account }) => {
  await sandbox.friend(account, 'hanako');
  const head = page.getByRole('button', { name: '佐藤 美咲' });
  const sheet = page.getByRole('dialog', { name: '佐藤 美咲' });
  await page.goto(`${sandbox.url}/?as=hanako&chat=${account.channelId}`);
  await head.click();
  await expect(sheet).toContainText('営業部');
  await expect(sheet.getByRole('link')).toHaveCount(0);
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Block' }).click();
  await sandbox.wait({ kind: 'friend', user: 'hanako', state: 'blocked' });
  await expect(sheet.getByRole('button', { name: 'Unblock' })).toBeVisible();
  const profile = sheet.getByRole('link', { name: 'Profile page' });
  for (const [profileUrl, count] of [['javascript:alert(1)', 0], ['https://a.example/p/1', 1]] as const) {
    await sandbox.patch(`channels/${account.channelId}`, { profileUrl });
    await expect(profile).toHaveCount(count);
  }
  await expect(profile).toHaveAttribute('href', 'https://a.example/p/1');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
});

test('a picture without a QR code, and what is no picture, are told apart', async ({ page, sandbox, account }) => {
  expect(account.basicId).toMatch(/^@/);
  await page.goto(`${sandbox.url}/?as=hanako`);
  const scan = page.getByLabel('Add by a picture of a QR code');
  const face = await fetch(`${sandbox.url}/pictures/hanako.png`);
  const picture = { name: 'face.png', mimeType: 'image/png', buffer: Buffer.from(await face.arrayBuffer()) };
  await scan.setInputFiles(picture);
  await expect(page.getByText('Not added: there is no QR code in this picture')).toBeVisible();
  await scan.setInputFiles({ ...picture, buffer: Buffer.from('<svg/>') });
  await expect(page.getByText('Not added: this is not a PNG or JPEG picture that can be read')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of [
    ['phone', { width: 390, height: 844 }],
    ['PC', { width: 1280, height: 900 }],
  ] as const) {
    test(`accessible: ${colorScheme}, ${name}`, async ({ page, sandbox, account }, info) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await sandbox.friend(account, 'hanako');
      const to = account.channelId;
      const first = await sandbox.write('hanako', { to, type: 'text', text: '資料をお願いします https://a.example/x' });
      await push(sandbox, account, { type: 'text', text: 'Here it is: https://a.example/y', sender: { name: 'Suzuki' } });
      await sandbox.write('hanako', { to, type: 'text', text: 'Thanks', quote: first['messageId'] });
      for (const type of ['image', 'audio', 'file']) await sandbox.write('hanako', { to, type });
      await push(sandbox, account, { type: 'sticker', packageId: '446', stickerId: '1990' });
      await sandbox.post('groups', { name: 'Trip', members: ['hanako', 'emma'] });
      await page.goto(`${sandbox.url}/?as=hanako`);
      await expect(page.getByText('Trip')).toBeVisible();
      await expectAccessible(page);
      await page.screenshot({ path: info.outputPath('home.png') });
      await page.getByRole('button', { name: /佐藤 美咲/ }).click();
      await expect(page.getByRole('img', { name: 'Sticker 1990' })).toBeVisible();
      await expectAccessible(page);
      await page.screenshot({ path: info.outputPath('chat.png') });
      await page.getByRole('button', { name: 'Stickers' }).click();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Back to friends' }).click();
      await page.getByRole('button', { name: /^Trip/ }).click();
      await page.getByRole('button', { name: 'Trip', exact: true }).click();
      const sheet = page.getByRole('dialog', { name: 'Trip' });
      await expect(sheet.getByRole('list', { name: 'Members' })).toContainText('山田 花子');
      await expectAccessible(page);
      await page.screenshot({ path: info.outputPath('group.png') });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
    });
  }
}
