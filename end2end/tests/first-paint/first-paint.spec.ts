// What the server sends is a page that can be read before a script has run.

import type { Page } from '@playwright/test';

import { expect, test } from '../kit/test.ts';

/** Keeps the client from arriving; answers what lets it go. */
async function holdClient(page: Page): Promise<() => void> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('rooms and messages are in the page, and its links lead on', async ({ stack, page, messenger }) => {
    const emma = await stack.friend('Emma');
    await emma.says('ようこそ、橋へ');
    await stack.friend('Somchai');
    await stack.told();
    // A page without a script does not follow: it is asked for until both names are known.
    await expect(async () => {
      await page.goto('/');
      await expect(messenger.room('Emma')).toHaveCount(1, { timeout: 500 });
      await expect(messenger.room('Somchai')).toHaveCount(1, { timeout: 500 });
    }).toPass();
    await expect(messenger.room('Emma')).toContainText('ようこそ、橋へ');
    await expect(messenger.room('Emma')).toContainText('2 unread');
    await messenger.room('Emma').click();
    await expect(messenger.title).toHaveText('Emma');
    await expect(messenger.message('ようこそ、橋へ')).toBeInViewport();
    await expect(messenger.log).toContainText('Emma added your account as friend');
    await expect(page).toHaveTitle(/Emma · Kakehashi/);
  });

  test('with no room, the page says so', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
  });
});

test('what is typed before the client has arrived is not lost', async ({ stack, page, messenger }) => {
  const emma = await stack.friend('Emma');
  await emma.says('hello');
  await stack.told();
  const list = await (await page.request.get('/')).text();
  const [address] = /\/rooms\/[0-9a-f-]+/.exec(list)!;
  const letGo = await holdClient(page);
  await page.goto(address, { waitUntil: 'commit' });
  await expect(messenger.message('hello')).toBeVisible();
  await messenger.field.fill('too early');
  const before = messenger.greetings;
  letGo();
  await messenger.isLive(before);
  await expect(messenger.field).toHaveValue('too early');
  await messenger.field.press('Enter');
  await emma.receives('too early');
  await messenger.expectTexts(['hello', 'too early']);
});

test('what is chosen and typed above the rooms before the client has arrived holds', async ({
  stack, page, messenger,
}) => {
  await stack.friend('Emma');
  await stack.told();
  await stack.friend('Somchai');
  await stack.told();
  const letGo = await holdClient(page);
  await page.goto('/', { waitUntil: 'commit' });
  await messenger.choice(/^Unread/).click();
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('emma');
  const before = messenger.greetings;
  letGo();
  await messenger.isLive(before);
  await expect(messenger.names).toHaveText(['Emma']);
  await expect(page.getByRole('radio', { name: /^Unread/ })).toBeChecked();
  await expect(page.getByRole('searchbox', { name: 'Find a room' })).toHaveValue('emma');
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('');
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
});

test('the trash of the contacts is shown when it was chosen before the client has arrived', async ({
  page, messenger,
}) => {
  const letGo = await holdClient(page);
  await page.goto('/contacts', { waitUntil: 'commit' });
  await messenger.choice(/^Trash$/).click();
  await page.getByRole('searchbox', { name: 'Find a contact' }).fill('emma');
  letGo();
  await expect(page.getByText('No contact matches.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Trash' })).toBeChecked();
  await page.getByRole('searchbox', { name: 'Find a contact' }).fill('');
  await expect(page.getByText('The trash is empty.')).toBeVisible();
  await messenger.choice(/^Clients/).click();
  await expect(page.getByText('No contacts yet')).toBeVisible();
});
