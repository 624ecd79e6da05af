// The menu of a row by the right mouse button and by the keyboard alone.

import { expect, test } from '../kit/test.ts';

test.beforeEach(async ({ stack, messenger }) => {
  await stack.friend('Emma');
  await stack.told();
  await stack.friend('Somchai');
  await messenger.open();
  await expect(messenger.names).toHaveText(['Somchai', 'Emma']);
});

test('the right mouse button opens the menu of the row, where it is', async ({ messenger, page }) => {
  await messenger.room('Emma').click({ button: 'right' });
  await expect(page.getByRole('menu', { name: 'Room menu: Emma' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Pin' }).click();
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
});

test('the keyboard opens the menu, walks through it, and comes back to the row', async ({
  messenger, page,
}) => {
  await messenger.room('Emma').focus();
  await page.keyboard.press('Tab');
  const button = page.getByRole('button', { name: 'Room menu: Emma' });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Mute' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(messenger.room('Emma').getByRole('img', { name: 'Muted' })).toBeVisible();
  await expect(button).toBeFocused();
});
