// Of a long list only the rows in sight stand in the document; who scrolls does not notice.

import { expect, test } from '../kit/test.ts';
import type { Messenger } from '../kit/messenger.ts';
import { numbered } from '../kit/numbered.ts';
import type { LineUser } from '../kit/line-user.ts';
import type { Stack } from '../kit/stack.ts';

const PEOPLE = 120;

test.beforeEach(() => test.setTimeout(120_000));

/** The list of many rooms, of which the last person's is on top. */
async function manyRooms(stack: Stack, messenger: Messenger): Promise<LineUser[]> {
  const people = await stack.crowd(numbered('Person', PEOPLE));
  await messenger.open();
  await expect(messenger.row(1)).toContainText(`Person ${PEOPLE}`);
  return people;
}

/** How far below the upper edge of the list a room stands, in CSS pixels. */
function offset(messenger: Messenger, name: string): Promise<number> {
  return messenger.room(name).evaluate((row) => {
    const list = row.closest('.room-list')!;
    return Math.round(row.getBoundingClientRect().top - list.getBoundingClientRect().top);
  });
}

test('who has scrolled down goes on seeing the same rooms while others come to the top', async ({
  stack, messenger,
}) => {
  const people = await manyRooms(stack, messenger);
  await messenger.scroller.evaluate((list) => list.scrollTo(0, 50.5 * list.querySelector('li')!.clientHeight));
  await expect(messenger.room('Person 69')).toBeInViewport();
  const before = await offset(messenger, 'Person 69');
  const row = messenger.list.locator('li').filter({ hasText: 'Person 69' });
  const place = Number(await row.getAttribute('aria-posinset'));
  await people[0]!.says('from below');
  await expect(messenger.row(place + 1)).toContainText('Person 69');
  await expect.poll(() => offset(messenger, 'Person 69')).toBe(before);
  // A row that is seen goes to the top: the others stay.
  await people[67]!.says('from here');
  await expect(messenger.row(1 + place + 1)).not.toContainText('Person 68');
  await expect(messenger.room('Person 69')).toBeInViewport();
  await messenger.scroller.evaluate((list) => list.scrollTo(0, 0));
  await expect(messenger.row(1)).toContainText('from here');
  await expect(messenger.row(2)).toContainText('from below');
  await people[1]!.says('seen at once');
  await expect(messenger.row(1)).toContainText('seen at once');
  await expect(messenger.row(1)).toBeInViewport();
});

test('back from a room, the list is where it was', async ({ stack, messenger, page }) => {
  await manyRooms(stack, messenger);
  await messenger.scroller.evaluate((list) => list.scrollTo(0, 50 * list.querySelector('li')!.clientHeight));
  await messenger.openRoom('Person 68');
  await page.goBack();
  await expect(messenger.room('Person 68')).toBeInViewport();
  await expect(messenger.room('Person 69')).toBeInViewport();
});

test('other rooms, and another order, are seen from their top', async ({ stack, messenger, page }) => {
  await manyRooms(stack, messenger);
  await messenger.scroller.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(messenger.room('Person 1')).toBeInViewport();
  await messenger.choice(/^Unread/).click();
  await expect(messenger.row(1)).toBeInViewport();
  await messenger.scroller.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('Person 11');
  await expect(messenger.names).toHaveText([
    ...numbered('Person', 119).slice(109).reverse(), 'Person 11',
  ]);
});
