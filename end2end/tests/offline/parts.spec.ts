// The client comes in parts: what one has not used yet is there without a network, and a part that does
// not come loses nothing.

import type { Messenger } from '../kit/messenger.ts';
import { picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';

/** Waits until everything has come that is fetched ahead. */
async function complete({ page }: Messenger): Promise<void> {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/split_contacts')));
}

test('what was never opened opens without a network', async ({ messenger, page, context, watch }) => {
  watch.expectLoss();
  await messenger.open();
  await complete(messenger);
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Messages' }).filter({ visible: true }).click();
  await page.getByRole('link', { name: 'Create new' }).click();
  await expect(page.getByRole('dialog', { name: 'Create new' })).toBeVisible();
});

test.describe('a part that does not come', () => {
  // What a service worker fetches is out of the tests' hands.
  test.use({ serviceWorkers: 'block' });

  test('is said, and asked for again by the next click', async ({ messenger, page, context, watch }) => {
    watch.expect(/split_create/, /Failed to fetch/);
    await context.route('**/pkg/split_create.*', (route) => route.abort(), { times: 1 });
    await messenger.open();
    const create = page.getByRole('link', { name: 'Create new' });
    await create.click();
    await expect(page.getByText('There is no network, or the server does not answer.')).toBeVisible();
    await expect(page).toHaveURL('/');
    await create.click();
    await expect(page.getByRole('dialog', { name: 'Create new' })).toBeVisible();
  });

  test('leaves a button in the place of its page', async ({ messenger, page, context, watch }) => {
    watch.expect(/split_own/, /Failed to fetch/);
    await context.route('**/pkg/split_own.*', (route) => route.abort(), { times: 1 });
    await messenger.open();
    await page.getByRole('link', { name: 'Settings' }).filter({ visible: true }).click();
    await expect(page.getByRole('heading', { name: 'This part did not load' })).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  });

  test('is waited for where the server has drawn it', async ({ messenger, page, context, watch }) => {
    watch.expect(/split_own/, /Failed to fetch/);
    await context.route('**/pkg/split_own.*', (route) => route.abort(), { times: 1 });
    await messenger.open('/settings');
    await page.getByRole('link', { name: 'Messages' }).filter({ visible: true }).click();
    await expect(page).toHaveURL('/');
  });

  test('brings what was sent when it comes, though the room was left before', async ({
    stack, messenger, page, context, isMobile, watch,
  }) => {
    watch.expect(/split_attach/, /Failed to fetch/);
    const emma = await stack.friend('Emma');
    await stack.friend('Liam');
    let leave = () => {};
    const left = new Promise<void>((resolve) => (leave = resolve));
    await context.route('**/pkg/split_attach.*', async (route) => {
      await left;
      await route.abort();
    }, { times: 1 });
    await messenger.open();
    await messenger.openRoom('Emma');
    await page.getByLabel('Attach files').setInputFiles({ ...picture([200, 40, 40]), name: 'red.png' });
    await messenger.sendButton.click();
    if (isMobile) await page.getByRole('link', { name: 'Back to messages' }).click();
    await messenger.openRoom('Liam');
    leave();
    await emma.received(1);
  });
});
