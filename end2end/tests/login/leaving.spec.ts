// Logging out with something that was not sent: whoever sits here next must not find it, and nobody
// loses it without having been asked.

import type { Page } from '@playwright/test';

import { expect, test } from '../kit/test.ts';
import type { Messenger } from '../kit/messenger.ts';
import { signIn } from './sign-in.ts';

const UNSENT = 'words on their way';
const DRAFT = 'half a thought';

/** Where this browser keeps one of these words. A database of the site counts: it has none. */
function keeping(page: Page, ...words: string[]): Promise<string[]> {
  return page.evaluate(async (sought) => {
    const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        kept.push([request.url, (await response?.text()) ?? '']);
      }
    }
    const found = kept.filter(([, text]) => sought.some((word) => text.includes(word)));
    const databases = await indexedDB.databases();
    return [...found.map(([where]) => where), ...databases.map(({ name }) => name ?? '')];
  }, words);
}

/** Presses "Log out", and answers the question with yes or no; tells the question. */
async function logOut(messenger: Messenger, answer: 'accept' | 'dismiss'): Promise<string> {
  const { page } = messenger;
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => void dialog[answer]().then(() => resolve(dialog.message())));
  });
  await page.getByRole('button', { name: 'My menu: 林 葵' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  return asked;
}

test('logging out asks first, loses nothing on "no" and leaves nothing on "yes"', async ({
  stack, messenger, page, watch,
}) => {
  watch.expect(/send_message/, /ERR_FAILED/);
  const emma = await stack.friend('Emma');
  await stack.friend('Somchai');
  await page.route('**/api/send_message*', (route) => route.abort());
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.send(UNSENT);
  await messenger.expectState(UNSENT, 'queued');
  await page.goBack();
  await messenger.openRoom('Somchai');
  await messenger.field.fill(DRAFT);
  await page.goBack();

  expect(await logOut(messenger, 'dismiss')).toMatch(/^Messages not sent yet: 1\. Log out and delete/);
  const bothAreThere = async () => {
    await expect(page).toHaveURL('/');
    await expect(messenger.room('Emma')).toContainText(UNSENT);
    await expect(messenger.room('Somchai')).toContainText(DRAFT);
  };
  await bothAreThere();
  await messenger.open('/');
  await bothAreThere();
  expect(await keeping(page, UNSENT)).toHaveLength(1);
  expect(await keeping(page, DRAFT)).toHaveLength(1);

  await logOut(messenger, 'accept');
  await expect(page).toHaveURL('/login');
  expect(await keeping(page, UNSENT, DRAFT)).toEqual([]);
  await page.unroute('**/api/send_message*');
  const before = messenger.greetings;
  await signIn(page);
  await messenger.isLive(before);
  await messenger.openRoom('Somchai');
  await expect(messenger.field).toHaveValue('');
  await page.goBack();
  await messenger.openRoom('Emma');
  await messenger.send('sent later');
  await messenger.expectState('sent later', 'sent');
  await messenger.expectTexts(['sent later']);
  expect(await emma.texts()).toEqual(['sent later']);
});
