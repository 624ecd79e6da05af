// Clients/Partners: from a room into the address book, and the company's name everywhere but on LINE.

import { expect, test } from '../kit/test.ts';
import { AddressBook } from './address-book.ts';

test('a LINE user is added from the room, and the name given stands in the company alone', async ({
  stack, messenger, page, anotherDevice,
}) => {
  const user = await stack.friend('yuki🌸');
  await user.says('hello');
  const elsewhere = await anotherDevice();
  await elsewhere.open();
  await expect(elsewhere.room('yuki🌸')).toBeVisible();
  await messenger.open();
  await messenger.openRoom('yuki🌸');
  const book = await AddressBook.openFromRoom(messenger);
  await expect(book.name).toHaveText('yuki🌸');
  await book.change({ Name: '佐藤 由紀', Reading: 'さとう ゆき', Company: '青葉建築', Birthday: '4/12' });
  await expect(book.name).toHaveText('佐藤 由紀');
  await expect(book.contact.getByText('--04-12')).toBeVisible();

  await expect(elsewhere.room('佐藤 由紀')).toBeVisible();
  await expect(elsewhere.rooms).toHaveCount(1);
  await book.contact.getByRole('link', { name: 'Open room' }).click();
  await expect(messenger.title).toHaveText('佐藤 由紀');
  await messenger.send('こんにちは');
  await user.receives('こんにちは');
  expect(JSON.stringify(await user.chat())).not.toContain('佐藤');
  await messenger.reload();
  await expect(messenger.title).toHaveText('佐藤 由紀');
  await expect(page).toHaveTitle(/^佐藤 由紀/);
});

test('in the trash it is out of use, comes back whole, and can end there', async ({ stack, messenger, page }) => {
  await (await stack.friend('Emma')).says('hello');
  await messenger.open();
  await messenger.openRoom('Emma');
  const book = await AddressBook.openFromRoom(messenger);
  await book.change({ Name: 'Emma Brown', Memo: 'Kitchen' });
  await book.act('Move to trash');
  await expect(page.getByText('Moved to the trash')).toBeVisible();
  await expect(page.getByText('No contacts yet')).toBeVisible();
  await messenger.open('/');
  await expect(messenger.room('Emma')).toBeVisible();

  await book.opens();
  await book.shows('Trash');
  await page.getByRole('link', { name: /Emma Brown/ }).click();
  await expect(book.contact.getByText('This contact lies in the trash.')).toBeVisible();
  await book.act('Restore');
  await expect(book.contact.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expect(book.contact.getByText('Kitchen')).toBeVisible();

  await book.act('Move to trash');
  await page.getByRole('link', { name: /Emma Brown/ }).click();
  page.once('dialog', (dialog) => void dialog.accept());
  await book.act('Delete for good');
  await expect(page.getByText('The trash is empty.')).toBeVisible();
});

test('people are found in either kana, by company, tag and number', async ({ stack, messenger, page }) => {
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  await book.edit();
  await book.fill({ Name: '佐藤 由紀', Reading: 'さとう ゆき', Company: 'アオバ建築', Tags: '施主, VIP' });
  await book.form.getByRole('button', { name: 'Add a phone' }).click();
  await book.form.getByRole('textbox', { name: 'Phone 1' }).fill('090-1234-5678');
  await book.save();
  await expect(book.name).toHaveText('佐藤 由紀');
  await page.goto('/contacts');
  await expect(book.names).toHaveText(['佐藤 由紀']);
  for (const search of ['サトウ', 'ｻﾄｳ', 'あおば', '施主', '09012345678']) {
    await book.search.fill(search);
    await expect(book.names).toHaveText(['佐藤 由紀']);
    await book.search.fill('鈴木');
    await expect(page.getByText('No contact matches.')).toBeVisible();
  }
  await book.search.fill('');
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('VIP');
  await expect(book.names).toHaveText(['佐藤 由紀']);
});

test('nothing typed is lost by a fault, or by a colleague who was faster', async ({
  stack, messenger, anotherDevice,
}) => {
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  const elsewhere = await anotherDevice();
  await elsewhere.open(new URL(messenger.page.url()).pathname);
  const there = new AddressBook(elsewhere.page);
  await there.edit();
  await there.fill({ Name: 'Sato', Birthday: '31/31' });
  await there.save();
  await expect(there.field('Birthday')).toHaveAccessibleDescription(/^There is no such day/);
  await expect(there.field('Birthday')).toBeFocused();
  await expect(there.field('Name')).toHaveValue('Sato');
  // Of several, the one at fault is named, described and at hand.
  for (const [n, number] of ['090-1234-5678', 'call me'].entries()) {
    await there.form.getByRole('button', { name: 'Add a phone' }).click();
    await there.fill({ [`Phone ${n + 1}`]: number });
  }
  await there.fill({ Birthday: '1980-04-12' });
  await there.save();
  await expect(there.field('Phone 2')).toBeFocused();
  await expect(there.field('Phone 2')).toHaveAccessibleDescription(/2/);
  await expect(there.field('Phone 1')).not.toHaveAttribute('aria-invalid');
  await there.fill({ 'Phone 2': '03-1234-5678' });

  await book.change({ Name: 'Satō', Memo: 'first' });
  await expect(book.contact.getByRole('button', { name: 'Edit' })).toBeFocused();
  await there.save();
  await expect(there.form.getByText('A colleague has changed this contact meanwhile.')).toBeVisible();
  await expect(there.field('Name')).toHaveValue('Sato');
  await there.form.getByRole('button', { name: 'Take what they saved' }).click();
  await expect(there.field('Memo')).toHaveValue('first');
  await expect(there.field('Name')).toHaveValue('Satō');
});

test('what a colleague does with a contact is seen at once by those who see it, and by nobody else', async ({
  stack, messenger, admin,
}) => {
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  const there = new AddressBook((await admin()).page);
  const card = new URL(messenger.page.url()).pathname;
  await there.page.goto(card);
  await expect(there.name).toHaveText('yuki');
  await book.change({ Name: '佐藤 由紀', Tags: '施主' });
  await expect(there.name).toHaveText('佐藤 由紀');
  await expect(there.contact.getByText('施主')).toBeVisible();

  await there.edit();
  await there.fill({ Memo: 'typed' });
  await book.change({ Company: '青葉建築' });
  await expect(there.field('Memo')).toHaveValue('typed');
  await there.form.getByRole('button', { name: 'Cancel' }).click();
  await expect(there.contact.getByText('青葉建築')).toBeVisible();

  await there.page.goto('/contacts');
  await expect(there.names).toHaveText(['佐藤 由紀']);
  await book.act('Move to trash');
  await expect(there.page.getByText('No contacts yet')).toBeVisible();
  await messenger.page.goto(card);
  await book.act('Restore');
  await expect(there.names).toHaveText(['佐藤 由紀']);
  await expect(there.page.getByRole('link', { name: /青葉建築/ })).toBeVisible();

  const asked = there.page.waitForResponse('**/api/read_contacts');
  await book.edit();
  await book.form.getByText('Chosen members').click();
  await book.save();
  await expect(there.page.getByText('No contacts yet')).toBeVisible();
  expect(await (await asked).text()).not.toContain('佐藤');
});

test('two LINE accounts of one person become one contact', async ({ stack, messenger, page }) => {
  for (const name of ['yuki', 'yuki private']) {
    await (await stack.friend(name)).says('hello');
    await messenger.open();
    await messenger.openRoom(name);
    await AddressBook.addFromRoom(messenger);
  }
  await page.getByRole('link', { name: 'Open contact' }).click();
  const book = new AddressBook(page);
  await book.change({ Name: '佐藤 由紀' });
  await book.act('Merge with another');
  const dialog = page.getByRole('dialog', { name: 'Merge contacts' });
  await expect(dialog.getByRole('list').getByRole('button')).toHaveCount(1);
  page.once('dialog', (question) => void question.accept());
  await dialog.getByRole('button', { name: /^yuki/ }).click();
  await expect(book.contact.getByRole('link', { name: 'Open room' })).toHaveCount(2);
  await page.goto('/');
  await expect(messenger.names).toHaveText(['佐藤 由紀', '佐藤 由紀']);
});

test('a search that is closed while one types breaks nothing', async ({ stack, messenger, page }) => {
  await (await stack.friend('yuki')).says('hello');
  await messenger.open();
  await messenger.openRoom('yuki');
  const book = await AddressBook.openFromRoom(messenger);
  await book.act('Merge with another');
  const dialog = page.getByRole('dialog', { name: 'Merge contacts' });
  await expect(dialog.getByRole('searchbox')).toBeVisible();
  await dialog.evaluate(async (open: HTMLDialogElement) => {
    const search = open.querySelector('input')!;
    search.value = 'a';
    search.dispatchEvent(new Event('input', { bubbles: true }));
    open.close();
    // Later than what asks when the keyboard rests.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await expect(dialog).toBeHidden();
  await book.act('Merge with another');
  await expect(dialog.getByRole('searchbox')).toHaveValue('');
});
