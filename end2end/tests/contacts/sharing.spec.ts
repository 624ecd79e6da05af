// Who is found, in a contact's form, to see it or to be its Contact Master.

import { expect, test } from '../kit/test.ts';
import { AddressBook } from './address-book.ts';

test('members and groups that do not load say so, and are asked for again', async ({
  stack, messenger, page, watch,
}) => {
  watch.expect(/find_members|read_groups/, /ERR_FAILED/);
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  await book.edit();
  const failed = book.form.getByRole('alert').filter({ hasText: 'This did not load.' });
  const again = failed.getByRole('button', { name: 'Try again' });

  await page.route('**/api/find_members', (route) => route.abort());
  const search = book.form.getByRole('searchbox', { name: 'Hand over to another member' });
  await search.fill('no such member');
  await expect(again).toBeVisible();
  await page.unroute('**/api/find_members');
  await again.click();
  await expect(book.form.getByText('No member has this name.')).toBeVisible();
  await expect(failed).toHaveCount(0);
  await expect(search).toBeFocused();
  await search.fill('Aoi');
  const found = book.form.getByRole('list', { name: 'Hand over to another member' });
  await expect(found.getByRole('button')).toHaveCount(1);
  await found.getByRole('button').click();
  await expect(search).toHaveValue('');
  await expect(found.getByRole('button')).toHaveCount(0);

  await page.route('**/api/read_groups', (route) => route.abort());
  await book.form.getByText('Groups', { exact: true }).click();
  await expect(again).toBeVisible();
  await page.unroute('**/api/read_groups');
  await again.click();
  await expect(book.form.getByRole('checkbox', { name: 'Design' })).toBeVisible();
  await expect(failed).toHaveCount(0);
});
