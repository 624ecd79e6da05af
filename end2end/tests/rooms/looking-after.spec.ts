// A room of several people, from its first name on: the way back while it is made, its picture, its name by
// the path of each screen, who is added and who goes.

import { picture } from '../kit/picture.ts';
import type { Messenger } from '../kit/messenger.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const people = ['佐藤 由紀', 'Emma'];

/** Chooses these people for a room that is to be made; answers the dialog. */
async function describe(messenger: Messenger, names = people) {
  const { page } = messenger;
  await page.getByRole('link', { name: 'Create new' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create new' });
  for (const name of names) await dialog.getByRole('checkbox', { name: new RegExp(name) }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^(OK|Confirm)/ }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  return dialog;
}

/** Makes a room of these people, and opens its details. */
async function make(messenger: Messenger, name: string): Promise<void> {
  const dialog = await describe(messenger);
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(messenger.title).toHaveText(name);
}

test.beforeEach(async ({ stack, messenger }) => {
  for (const name of [...people, 'Somchai']) await stack.friend(name);
  await stack.told();
  await messenger.open();
  for (const name of [...people, 'Somchai']) await expect(messenger.room(name)).toBeVisible();
});

test('the way back keeps what was typed, and what was chosen can be let go', async ({ messenger, page }) => {
  const dialog = await describe(messenger);
  await dialog.getByLabel('Name', { exact: true }).fill('Showroom');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(dialog.getByRole('checkbox', { name: /Emma/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Remove Emma' }).click();
  await expect(dialog.getByRole('checkbox', { name: /Emma/ })).not.toBeChecked();
  await dialog.getByRole('checkbox', { name: /Emma/ }).check();
  await dialog.getByRole('button', { name: /^(OK|Confirm)/ }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Showroom');
});

test('a call that is lost loses nothing, and repeated makes one room', async ({ messenger, page, watch }) => {
  watch.expect(/create_room/, /ERR_FAILED/);
  const dialog = await describe(messenger);
  await dialog.getByLabel('Name', { exact: true }).fill('Showroom');
  // The server makes the room, and its answer does not come through.
  await page.route('**/api/create_room', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  const create = dialog.getByRole('button', { name: 'Create', exact: true });
  await create.click();
  await expect(dialog.getByRole('alert')).toContainText('The server did not take it.');
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Showroom');
  await create.click();
  await expect(messenger.title).toHaveText('Showroom');
  await messenger.open();
  await expect(messenger.room('Showroom')).toHaveCount(1);
});

test('a picture that is chosen is the room\'s', async ({ messenger, page }) => {
  const dialog = await describe(messenger);
  await dialog.getByLabel('Name', { exact: true }).fill('Showroom');
  await dialog.getByLabel('Photo', { exact: true }).setInputFiles(picture([200, 40, 40]));
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText('Saved. It is shown everywhere now.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'To the room' }).click();
  await expect(messenger.title).toHaveText('Showroom');
  await messenger.open();
  await expect(messenger.room('Showroom').locator('img')).toHaveAttribute('src', /^\/photos\//);
});

test('it is renamed from its menu, by the word of this screen', async ({ messenger, page, displayMode }) => {
  await make(messenger, 'Showroom');
  await page.getByRole('button', { name: 'Room menu: Showroom' }).filter({ visible: true }).last().click();
  const word = displayMode === 'standalone' ? 'Message room settings' : 'Change name';
  await page.getByRole('menuitem', { name: word }).click();
  const settings = page.getByRole('dialog', { name: 'Message room settings' });
  await expect(settings).toContainText('Not shown to LINE users.');
  await settings.getByLabel('Name', { exact: true }).fill('現場');
  await settings.getByLabel('Description').fill('床と壁');
  await settings.getByRole('button', { name: /^(Save|Confirm)$/ }).click();
  await expect(settings).toBeHidden();
  await expect(messenger.title).toHaveText('現場');
  await page.getByRole('button', { name: 'Room menu: 現場' }).filter({ visible: true }).last().click();
  await page.getByRole('menuitem', { name: word }).click();
  await settings.getByLabel('Name', { exact: true }).fill(' ');
  await settings.getByRole('button', { name: /^(Save|Confirm)$/ }).click();
  await expect(settings).toBeHidden();
  await expect(messenger.title).toContainText('Emma');
  await expect(messenger.log).toContainText(/林 葵 renamed the room “.*Emma.*”/);
});

test('each LINE user of it can be added to the address book, and blocked', async ({ messenger, page }) => {
  await make(messenger, 'Showroom');
  await page.getByRole('link', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'More about Emma' }).click();
  await details.getByRole('button', { name: 'Add to Clients/Partners' }).click();
  await expect(details.getByRole('link', { name: 'Open contact' })).toBeVisible();
  await expectAccessible(page);
  await details.getByRole('button', { name: 'Block Emma' }).click();
  const asked = page.getByRole('dialog', { name: 'Block Emma?' });
  await asked.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(asked).toBeHidden();
  await expect(details.getByRole('button', { name: 'Unblock Emma' })).toBeVisible();
});

test('people are added and removed, and the last member leaves', async ({ messenger, page }) => {
  page.on('dialog', (asked) => void asked.accept());
  await make(messenger, 'Showroom');
  await page.getByRole('link', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('link', { name: 'Add member' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add participants' });
  await expect(dialog.getByRole('checkbox', { name: /Emma/ })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /Somchai/ }).check();
  await dialog.locator('label').filter({ hasText: 'Colleagues' }).click();
  await dialog.getByRole('checkbox', { name: /Boss/ }).check();
  await expect(dialog.getByRole('radio', { name: 'From now on' })).toBeChecked();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: /^Add 2/ }).click();
  await expect(dialog).toBeHidden();
  const listed = (name: string) => details.getByRole('listitem').filter({ hasText: name });
  await expect(listed('Somchai')).toContainText('Writes in their own chat');
  await expect(listed('Boss')).toBeVisible();

  await details.getByRole('button', { name: 'Remove Somchai' }).click();
  await expect(listed('Somchai')).toHaveCount(0);
  await details.getByRole('button', { name: 'Leave room' }).click();
  await expect(page).toHaveURL('/');
  await expect(messenger.room('Showroom')).toHaveCount(0);
});
