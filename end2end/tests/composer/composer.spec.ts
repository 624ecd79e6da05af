// Where a member writes.

import { expect, test } from '../kit/test.ts';

test.beforeEach(async ({ stack, messenger }) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
});

test('Enter sends, Shift+Enter breaks the line', async ({ messenger, page }) => {
  await messenger.field.click();
  await page.keyboard.type('first');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second');
  await expect(messenger.field).toHaveValue('first\nsecond');
  await page.keyboard.press('Enter');
  await expect(messenger.field).toHaveValue('');
  await expect(messenger.messages).toHaveCount(1);
  await expect(messenger.messages).toContainText('first\nsecond', { useInnerText: true });
  await expect(messenger.field).toBeFocused();
});

test('Enter in a composition of an input method does not send', async ({ messenger, page }) => {
  await messenger.field.click();
  const devtools = await page.context().newCDPSession(page);
  const enter = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 };
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await devtools.send('Input.imeSetComposition', { text: '日本', selectionStart: 2, selectionEnd: 2 });
  await messenger.field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  await expect(messenger.field).toHaveValue('日本');
  await devtools.send('Input.insertText', { text: '日本' });
  // Safari ends the composition before it reports the key that ended it.
  await messenger.field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
  await expect(messenger.field).toHaveValue('日本');
  await expect(messenger.messages).toHaveCount(0);
  await page.keyboard.press('Enter');
  await messenger.expectTexts(['日本']);
});

test('an impatient Enter or click sends once', async ({ messenger, stack, page }) => {
  await messenger.field.fill('by key');
  await messenger.field.evaluate((field) => {
    const press = () => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    press();
    press();
  });
  await messenger.field.fill('by click');
  await messenger.sendButton.dblclick();
  await messenger.expectTexts(['by key', 'by click']);
  await messenger.expectState('by click', 'sent');
  await page.reload();
  await messenger.expectTexts(['by key', 'by click']);
  expect(await stack.sandbox.get('calls?family=push')).toMatchObject({ happenings: [{}] });
});

test('a draft stays with its room, over other rooms and reloads', async ({ messenger, stack, page }) => {
  await stack.friend('Somchai');
  await messenger.field.fill('not yet');
  await page.goBack();
  await expect(messenger.room('Emma')).toContainText('not yet');
  await expect(messenger.room('Emma')).toContainText('Draft');
  await messenger.openRoom('Somchai');
  await expect(messenger.field).toHaveValue('');
  await page.goBack();
  await messenger.openRoom('Emma');
  await expect(messenger.field).toHaveValue('not yet');
  await messenger.reload();
  await expect(messenger.field).toHaveValue('not yet');
  await messenger.field.press('Enter');
  await messenger.expectTexts(['not yet']);
  await page.reload();
  await messenger.expectTexts(['not yet']);
  await expect(messenger.field).toHaveValue('');
});

test('what is longer than LINE takes is not sent and not lost', async ({ messenger, page }) => {
  const fits = '𠮷'.repeat(2500);
  await messenger.field.fill(`${fits}ab`);
  await expect(page.getByText('2 characters too many: LINE takes 5000.')).toBeVisible();
  await expect(messenger.sendButton).toBeDisabled();
  await messenger.field.press('Enter');
  await expect(messenger.field).toHaveValue(`${fits}ab`);
  await expect(messenger.messages).toHaveCount(0);
  await messenger.field.fill(fits);
  await expect(page.getByText('5000 / 5000')).toBeVisible();
  await messenger.field.press('Enter');
  await messenger.expectTexts([fits]);
});

test('nothing but spaces is nothing', async ({ messenger }) => {
  for (const blank of ['   ', '\n\n', '\u3000\u00a0']) {
    await messenger.field.fill(blank);
    await expect(messenger.sendButton).toBeDisabled();
    await messenger.field.press('Enter');
  }
  await messenger.send('something');
  await messenger.expectTexts(['something']);
});
