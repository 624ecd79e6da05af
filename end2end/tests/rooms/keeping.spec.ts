// How a member keeps rooms in the list: pinned, muted, hidden, marked unread; on all devices, and by
// the keyboard.

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

test('a pinned room stands on top on all devices, until it is unpinned', async ({
  stack, messenger, anotherDevice,
}) => {
  await stack.friend('Emma');
  await stack.told();
  const somchai = await stack.friend('Somchai');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
  await messenger.menuOf('Emma', 'Pin');
  for (const screen of [messenger, elsewhere]) {
    await expect(screen.names).toHaveText(['Emma', 'Somchai']);
    await expect(screen.room('Emma').getByRole('img', { name: 'Pinned' })).toBeVisible();
  }
  await somchai.says('newer');
  await expect(messenger.room('Somchai')).toContainText('newer');
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await messenger.reload();
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await elsewhere.menuOf('Emma', 'Unpin');
  for (const screen of [messenger, elsewhere]) {
    await expect(screen.names).toHaveText(['Somchai', 'Emma']);
  }
});

test('a muted room counts its messages and calls nobody', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await expect(page).toHaveTitle('(1) Messages · Kakehashi');
  await messenger.menuOf('Emma', 'Mute');
  await expect(page).toHaveTitle('Messages · Kakehashi');
  await emma.says('hello?');
  await expect(messenger.room('Emma')).toContainText('2 unread');
  await expect(messenger.room('Emma').getByRole('img', { name: 'Muted' })).toBeVisible();
  await expect(page).toHaveTitle('Messages · Kakehashi');
  await messenger.menuOf('Emma', 'Unmute');
  await expect(page).toHaveTitle('(1) Messages · Kakehashi');
});

test('a hidden room is found among the hidden, and comes back with a new message', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await stack.told();
  await stack.friend('Somchai');
  await messenger.open();
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
  await messenger.menuOf('Emma', 'Hide');
  await expect(messenger.names).toHaveText(['Somchai']);
  await expect(page.getByText('Emma is hidden until a new message comes.')).toBeVisible();
  await messenger.choice(/^Hidden$/).click();
  await expect(messenger.names).toHaveText(['Emma']);
  await messenger.menuOf('Emma', 'Show in the list');
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
  await messenger.menuOf('Emma', 'Hide');
  await expect(messenger.names).toHaveText(['Somchai']);
  await emma.says('are you there?');
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await messenger.reload();
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
});

test('a room that is marked unread waits on all devices, until it is opened', async ({
  stack, messenger, page, anotherDevice,
}) => {
  await stack.friend('Emma');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  await messenger.openRoom('Emma');
  await expect(elsewhere.page).toHaveTitle('Messages · Kakehashi');
  await messenger.open('/');
  await messenger.menuOf('Emma', 'Mark as unread');
  for (const screen of [messenger, elsewhere]) {
    await expect(screen.room('Emma')).toContainText('marked as unread');
    await expect(screen.page).toHaveTitle('(1) Messages · Kakehashi');
  }
  await messenger.openRoom('Emma');
  await expect(page).toHaveTitle('Emma · Kakehashi');
  await expect(elsewhere.room('Emma')).not.toContainText('marked as unread');
});

test('what is unread can come first, and stays where it is while it is read', async ({
  stack, messenger, page,
}) => {
  await stack.friend('Emma');
  await stack.told();
  const somchai = await stack.friend('Somchai');
  await messenger.open();
  await messenger.reading(() => messenger.openRoom('Somchai'));
  await messenger.open('/');
  await somchai.says('read me');
  await messenger.reading(() => messenger.openRoom('Somchai'));
  await messenger.open('/');
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
  await page.getByRole('button', { name: 'Order of the rooms' }).click();
  await page.getByRole('menuitemradio', { name: 'Unread first' }).click();
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await messenger.reload();
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await page.getByRole('button', { name: 'Order of the rooms' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Unread first' })).toBeChecked();
  await expectAccessible(page);
});

test('an act that the server does not take is taken back, and said', async ({
  stack, messenger, page, watch,
}) => {
  watch.expect(/keep_room/, /ERR_FAILED/);
  await stack.friend('Emma');
  await stack.told();
  await stack.friend('Somchai');
  await stack.told();
  await messenger.open();
  await page.route('**/api/keep_room', (route) => route.abort());
  await messenger.menuOf('Emma', 'Pin');
  await expect(page.getByText('This could not be kept.')).toBeVisible();
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
});

test('the menu of an open room stands in its bar', async ({ stack, messenger, page }) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await page.getByRole('banner').getByRole('button', { name: 'Room menu: Emma' }).click();
  await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Mute' }).click();
  await messenger.open('/');
  await expect(messenger.room('Emma').getByRole('img', { name: 'Muted' })).toBeVisible();
});
