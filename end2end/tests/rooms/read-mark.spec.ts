// What was read stays read, however soon the page goes away.

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
