// Everything with the keyboard alone, and always to be seen where one is. A phone has no Tab key.

import { expect, test } from '../kit/test.ts';
import type { Page } from '@playwright/test';

/** Whether what has the focus, or the part of the page that stands for it, is marked. */
function focusIsMarked(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement!;
    const candidates = [focused, focused.closest('label'), focused.closest('form'), focused.nextElementSibling];
    return candidates.some((one) => {
      if (!one) return false;
      const { outlineStyle, boxShadow } = getComputedStyle(one);
      return outlineStyle !== 'none' || boxShadow !== 'none';
    });
  });
}

/** What has the focus, by name. */
const focused = (page: Page) => page.locator(':focus');

test('from the top of the page to a message that is sent', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await expect(messenger.room('Emma')).toBeVisible();
  for (let stops = 0; !(await messenger.room('Emma').evaluate((row) => row === document.activeElement)); stops += 1) {
    expect(stops).toBeLessThan(15);
    await page.keyboard.press('Tab');
    expect(await focusIsMarked(page), await focused(page).evaluate((one) => one.outerHTML.slice(0, 200))).toBe(true);
  }
  await page.keyboard.press('Enter');
  await expect(messenger.field).toBeFocused();
  expect(await focusIsMarked(page)).toBe(true);
  await page.keyboard.type('by keys');
  await page.keyboard.press('Enter');
  await emma.receives('by keys');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/');
  await expect(messenger.room('Emma')).toBeFocused();
});

test('the first stop of a room skips to its messages', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await emma.says('one');
  await emma.says('two');
  await emma.says('see https://example.com/');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.open(new URL(page.url()).pathname);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to messages' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(messenger.log.getByRole('link')).toBeFocused();
  // However many messages there are, their menus are one stop, and the arrows lead from one to the next.
  const menuOf = (text: string) => messenger.turn(text).getByRole('button', { name: 'Message menu' });
  await page.keyboard.press('Tab');
  await expect(messenger.messages.last().getByRole('button', { name: 'Message menu' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(menuOf('two')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(menuOf('one')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menuOf('two')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(messenger.field).toBeFocused();
});

test('from room to room', async ({ stack, messenger, page }) => {
  await stack.friend('Emma');
  const somchai = await stack.friend('Somchai');
  await somchai.says('on top');
  await messenger.open();
  await expect(messenger.rooms.first()).toContainText('on top');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(messenger.title).toHaveText('Somchai');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(messenger.title).toHaveText('Emma');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(messenger.title).toHaveText('Somchai');
});

test('the menu opens, walks and closes, and gives the focus back', async ({ messenger, page }) => {
  await messenger.open();
  const button = page.getByRole('button', { name: 'My menu: 林 葵' });
  await button.focus();
  await page.keyboard.press('Enter');
  for (const name of ['My profile', 'External Users', 'Settings', 'Log out', 'My profile']) {
    await expect(page.getByRole('menuitem', { name })).toBeFocused();
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'My profile' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/');
});

test('the dialog of the menu gives the focus back', async ({ messenger, page }) => {
  await messenger.open();
  const button = page.getByRole('button', { name: 'My menu: 林 葵' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'My profile' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'External Users' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Chat with External Users' });
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL('/');
  await expect(button).toBeFocused();
});
