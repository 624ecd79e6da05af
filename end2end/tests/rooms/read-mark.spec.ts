// What was read stays read, however soon the page goes away; and LINE users see it where the member has
// chosen so.

import { Phone } from '../kit/phone.ts';
import { expect, test } from '../kit/test.ts';
import type { Page } from '@playwright/test';

const ways: Record<string, (page: Page) => Promise<unknown>> = {
  'is loaded anew as another': (page) => page.goto('/settings'),
  'is left': (page) => page.goto('about:blank'),
  'is closed': (page) => page.close(),
};

for (const [what, leave] of Object.entries(ways)) {
  test(`a room that was read stays read when the page ${what} at once`, async ({
    stack, messenger, page, anotherDevice,
  }) => {
    const emma = await stack.friend('Emma');
    await emma.says('read me');
    const elsewhere = await anotherDevice();
    await Promise.all([messenger.open(), elsewhere.open()]);
    await expect(elsewhere.room('Emma')).toContainText('2 unread');
    await messenger.openRoom('Emma');
    await expect(page).toHaveTitle('Emma · Kakehashi');
    await leave(page);
    await expect(elsewhere.room('Emma')).not.toContainText('unread');
    await elsewhere.open('/');
    await expect(elsewhere.room('Emma')).not.toContainText('unread');
  });
}

test('LINE users see that their messages were read once the member has chosen so', async ({
  stack, messenger, page, anotherDevice, browser, watch,
}) => {
  const emma = await stack.friend('Emma');
  const somchai = await stack.friend('Somchai');
  await emma.says('before');
  await somchai.says('hello');
  await stack.told();
  const [emmas, somchais] = [
    await Phone.of(emma.key, stack, browser, watch),
    await Phone.of(somchai.key, stack, browser, watch),
  ];
  for (const phone of [emmas, somchais]) {
    await phone.page.getByRole('button', { name: '林 葵' }).first().click();
  }
  const elsewhere = await anotherDevice();
  await elsewhere.open('/settings');
  const choice = (of: Page) => of.getByRole('switch', { name: 'LINE users see that I have read' });
  await expect(choice(elsewhere.page)).not.toBeChecked();
  await messenger.open();
  await messenger.reading(() => messenger.openRoom('Emma'));

  await messenger.open('/settings');
  await choice(page).check();
  await expect(choice(elsewhere.page)).toBeChecked();
  await messenger.open('/');
  await messenger.reading(() => messenger.openRoom('Somchai'));
  await expect(somchais.log.getByRole('article').filter({ hasText: 'hello' })).toContainText('Read');
  // What was read before the choice stays unmarked.
  expect((await emma.chat()).map((entry) => entry['readByAccount'])).toEqual([false]);

  await elsewhere.open('/');
  await elsewhere.openRoom('Somchai');
  await somchai.says('and now?');
  await expect(somchais.log.getByRole('article').filter({ hasText: 'and now?' })).toContainText('Read');
  await messenger.open('/settings');
  await choice(page).uncheck();
  await messenger.reload();
  await expect(choice(page)).not.toBeChecked();
  await somchai.says('in secret');
  await expect(elsewhere.message('in secret')).toBeVisible();
  await emma.says('again');
  await elsewhere.reading(() => elsewhere.open('/').then(() => elsewhere.openRoom('Emma')));
  const last = (await somchai.chat()).at(-1);
  expect([last?.['message'].text, last?.['readByAccount']]).toEqual(['in secret', false]);
});
