// The address book as a file, and back.

import { readFile } from 'node:fs/promises';

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import { AddressBook } from './address-book.ts';

test('contacts are taken elsewhere as vCards, changed, looked at and brought back', async ({ stack, messenger, page }) => {
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  await book.change({ Name: '佐藤 由紀', Company: '青葉建築' });
  await page.goto('/contacts');
  await page.getByRole('link', { name: 'Import and export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as vCard' }).click();
  const card = await readFile(await (await saved).path(), 'utf8');
  expect(card).toContain('FN:佐藤 由紀');

  await page.getByLabel('or paste it here').fill(card.replace('青葉建築', '青葉工務店'));
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Added: 0 · changed: 1 · unchanged: 0')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('The file is imported.');
  await page.getByRole('link', { name: 'Contacts' }).click();
  await expect(page.getByRole('link', { name: /青葉工務店/ })).toBeVisible();
});

test('a bad line is named and nothing is imported', async ({ messenger, page, watch }) => {
  watch.expect(/contacts\/files 422/, /status of 422/);
  await messenger.open();
  await page.goto('/contacts/files');
  await page.getByLabel('or paste it here').fill('Company\nX');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByRole('alert')).toHaveText('The first line names neither ID nor Name.');
});
