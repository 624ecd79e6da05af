// A phone in a tunnel: what is written waits, what is missed arrives.

import type { Page } from '@playwright/test';

import { Messenger } from '../kit/messenger.ts';
import type { LineUser } from '../kit/line-user.ts';
import { expect, test as base } from '../kit/test.ts';

const PATIENCE = 30_000;

/** Emma, in an open room. */
const test = base.extend<{ emma: LineUser }>({
  emma: [
    async ({ stack, messenger, watch }, use) => {
      watch.expectLoss();
      const emma = await stack.friend('Emma');
      await messenger.open();
      await messenger.openRoom('Emma');
      await use(emma);
    },
    { auto: true },
  ],
});

/** Waits until the service worker could stand in for the server. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}

test('what is written waits and goes out by itself, once', async ({ stack, emma, messenger, context }) => {
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await messenger.send('from the tunnel');
  await messenger.send('and another');
  await messenger.expectState('from the tunnel', 'queued');
  await emma.says('are you there?');
  await stack.told();
  expect(await emma.texts()).toEqual(['are you there?']);
  await context.setOffline(false);
  await messenger.expectState('and another', 'sent', PATIENCE);
  await expect(messenger.offlineBanner).toHaveCount(0);
  await emma.expectTexts(['are you there?', 'from the tunnel', 'and another']);
  await messenger.expectTexts(['are you there?', 'from the tunnel', 'and another']);
});

test('without a connection there is a page that says so', async ({ messenger, context, page }) => {
  await installed(page);
  await messenger.send('before');
  await messenger.expectState('before', 'sent');
  await context.setOffline(true);
  await messenger.send('kept on this device');
  await messenger.expectState('kept on this device', 'queued');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(messenger.message('before')).toBeVisible();
  await messenger.expectState('kept on this device', 'sent', PATIENCE);
  await messenger.expectTexts(['before', 'kept on this device']);
});

test('a room that could not be read without a connection is read when there is one', async ({
  stack, messenger, context, page, isMobile,
}) => {
  const liam = await stack.friend('Liam');
  await liam.says('hello?');
  if (isMobile) await page.getByRole('link', { name: 'Back to messages' }).click();
  await expect(messenger.room('Liam')).toContainText('hello?');
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await messenger.openRoom('Liam');
  await expect(messenger.log.getByRole('button', { name: 'Try again' })).toBeVisible();
  await context.setOffline(false);
  await messenger.expectTexts(['hello?'], PATIENCE);
});

test('back online, nothing is missing and nothing doubled', async ({ stack, emma, messenger, context }) => {
  await emma.says('1');
  await messenger.expectTexts(['1']);
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  for (const text of ['2', '3', '4']) await emma.says(text);
  await stack.told();
  await context.setOffline(false);
  await emma.says('5');
  await messenger.expectTexts(['1', '2', '3', '4', '5'], PATIENCE);
});

test('two tabs show the same', async ({ messenger, context, page }) => {
  const second = new Messenger(await context.newPage());
  await second.open(new URL(page.url()).pathname);
  await messenger.send('from the first');
  await second.expectTexts(['from the first']);
  await second.send('from the second');
  await messenger.expectTexts(['from the first', 'from the second']);
  await messenger.expectState('from the second', 'sent');
  await second.expectState('from the second', 'sent');
});
