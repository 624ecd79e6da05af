// Bringing LINE users together: choosing them, finding the rooms where they are together already,
// making a new one, and what it is called from then on.

import { expect, test } from '../kit/test.ts';
import type { Messenger } from '../kit/messenger.ts';

/** Opens "Create new" and chooses these people. */
async function choose(messenger: Messenger, names: string[]) {
  const { page } = messenger;
  await page.getByRole('link', { name: 'Create new' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create new' });
  for (const name of names) await dialog.getByRole('checkbox', { name: new RegExp(name) }).check();
  await dialog.getByRole('button', { name: /^(OK|Confirm)/ }).click();
  return dialog;
}

test('with one person chosen, their room opens', async ({ stack, messenger }) => {
  await (await stack.friend('佐藤 由紀')).says('hello');
  await stack.friend('Emma');
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  await choose(messenger, ['佐藤 由紀']);
  await expect(messenger.title).toHaveText('佐藤 由紀');
});

test('several people get a room with a name, which is found again, renamed and left', async ({
  stack, messenger, page,
}) => {
  const yuki = await stack.friend('佐藤 由紀');
  const emma = await stack.friend('Emma');
  await stack.told();
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  // They are together nowhere yet: there is only a room to be made.
  const dialog = await choose(messenger, ['佐藤 由紀', 'Emma']);
  await dialog.getByLabel('Name', { exact: true }).fill('Showroom');
  await dialog.getByLabel('Description').fill('Tiles for the kitchen');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(messenger.title).toHaveText('Showroom');
  await expect(messenger.log).toContainText('林 葵 made this room');
  for (const user of [yuki, emma]) {
    await expect.poll(async () => (await user.texts()).at(-1)).toContain('Showroom');
  }

  await messenger.open();
  const again = await choose(messenger, ['佐藤 由紀', 'Emma']);
  await expect(again.getByRole('button', { name: /^Create New Message Room/ })).toBeVisible();
  await again.getByRole('button', { name: 'Open Showroom' }).click();
  await expect(messenger.title).toHaveText('Showroom');

  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('link', { name: 'Change name' }).click();
  const settings = page.getByRole('dialog', { name: 'Message room settings' });
  await settings.getByLabel('Name', { exact: true }).fill('現場');
  await settings.getByRole('button', { name: /^(Save|Confirm)$/ }).click();
  await expect(messenger.title).toHaveText('現場');
  await expect(messenger.log).toContainText('renamed the room “現場”. LINE users do not see it');
  for (const user of [yuki, emma]) expect((await user.texts()).join()).not.toContain('現場');
});

test('who cannot be reached is not to be chosen, and says why', async ({ stack, messenger, page }) => {
  await stack.friend('Emma');
  const gone = await stack.friend('Somchai');
  await messenger.open();
  await expect(messenger.room('Somchai')).toBeVisible();
  await gone.block();
  await stack.told();
  await page.getByRole('link', { name: 'Create new' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create new' });
  await expect(dialog.getByRole('checkbox', { name: /Somchai/ })).toBeDisabled();
  await expect(dialog).toContainText('Has left: nothing can be sent');
  await dialog.getByLabel('Name of a LINE user').fill('emm');
  await expect(dialog.getByRole('checkbox')).toHaveCount(1);
  await dialog.getByRole('checkbox', { name: /Emma/ }).check();
  await expect(dialog.getByRole('button', { name: 'Remove Emma' })).toBeVisible();
});
