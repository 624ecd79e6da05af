// More rooms than the first screen brings along.

import type { Page } from '@playwright/test';

import { expect, test } from '../kit/test.ts';
import type { Messenger } from '../kit/messenger.ts';
import { numbered } from '../kit/numbered.ts';
import type { Stack } from '../kit/stack.ts';

/** Rooms that the server sends at once. */
const FIRST = 300;
/** Rows that may stand in the document, however long the list is. */
const ROWS = 60;

test.beforeEach(() => test.setTimeout(180_000));

/** The room list is open, of the first-comer and so many others; answers their names, from its top. */
async function withCrowd(stack: Stack, messenger: Messenger, others: number): Promise<string[]> {
  const names = ['山田 花子', ...numbered('Person', others)];
  await stack.crowd(names);
  await messenger.open();
  names.reverse();
  // A profile that LINE tells later brings its room along, wherever in the list that is: start when
  // all are told.
  await expect.poll(() => firstStretch(messenger.page), { timeout: 60_000 }).toEqual(names.slice(0, FIRST));
  await messenger.reload();
  return names;
}

/** What the rooms are called that the server sends at once. */
async function firstStretch(page: Page): Promise<string[]> {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.post('/api/open_messenger', { data: { room: null }, headers });
  const { snapshot } = (await answer.json()) as { snapshot: { rooms: { title: string }[] } };
  return snapshot.rooms.map(({ title }) => title);
}

test('the list goes on to its end when one scrolls, in order', async ({ stack, messenger, page }) => {
  const names = await withCrowd(stack, messenger, 2 * FIRST + 10);
  await expect(messenger.row(1)).toHaveAttribute('aria-setsize', '-1');
  expect(await messenger.allNames()).toEqual(names);
  await expect(messenger.room('山田 花子')).toBeInViewport();
  await expect(messenger.row(names.length)).toHaveAttribute('aria-setsize', `${names.length}`);
  expect(await messenger.rooms.count()).toBeLessThanOrEqual(ROWS);
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  await messenger.openRoom('山田 花子');
  await messenger.send('ようこそ');
  await page.goBack();
  await expect.poll(() => messenger.allNames()).toEqual(['山田 花子', ...names.slice(0, -1)]);
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('花子');
  await expect(messenger.names).toHaveText(['山田 花子']);
});

test('who stands further down is found by "Show more", also after a failure', async ({
  stack, messenger, page, watch,
}) => {
  watch.expect(/read_rooms/, /ERR_FAILED/);
  await withCrowd(stack, messenger, FIRST + 5);
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('花子');
  await expect(messenger.rooms).toHaveCount(0);
  await expect(page.getByText(`Only the newest ${FIRST} rooms are searched.`)).toBeVisible();
  await page.route('**/api/read_rooms*', (route) => route.abort());
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByText('More rooms did not load.')).toBeVisible();
  await page.unroute('**/api/read_rooms*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(messenger.names).toHaveText(['山田 花子']);
  await expect(page.getByText('rooms are searched')).toHaveCount(0);
});
