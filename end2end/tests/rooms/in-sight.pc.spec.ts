// The keyboard in a long list of rooms, of which only the rows in sight stand in the document.

import { expect, test } from '../kit/test.ts';
import { numbered } from '../kit/numbered.ts';

const PEOPLE = 120;

test.beforeEach(() => test.setTimeout(120_000));

test('the arrow keys lead through the whole list, and the focus stays with its row', async ({
  stack, messenger, page,
}) => {
  const people = await stack.crowd(numbered('Person', PEOPLE));
  await messenger.open();
  await expect(messenger.row(1)).toContainText(`Person ${PEOPLE}`);
  const link = (place: number) => messenger.row(place).getByRole('link');
  await link(1).focus();
  for (let place = 2; place <= 40; place += 1) {
    await page.keyboard.press('ArrowDown');
    await expect(link(place)).toBeFocused();
  }
  await expect(link(40)).toBeInViewport();
  await expect(link(1)).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(messenger.row(40).getByRole('button')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(link(41)).toBeFocused();
  await page.keyboard.press('End');
  await expect(link(PEOPLE)).toBeFocused();
  await expect(messenger.room('Person 1')).toBeInViewport();
  // Out of sight, and in the document still.
  await messenger.scroller.evaluate((list) => list.scrollTo(0, 0));
  await expect(link(2)).toBeInViewport();
  await expect(link(PEOPLE)).toBeFocused();
  await people[0]!.says('to the top');
  await expect(messenger.row(1)).toContainText('to the top');
  await expect(link(1)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(link(2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(link(1)).toBeFocused();
  // The room that is open is in sight, by whichever way one went there.
  await page.keyboard.press('Enter');
  await expect(messenger.title).toHaveText('Person 1');
  await messenger.scroller.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(messenger.room('Person 2')).toBeInViewport();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(messenger.title).toHaveText(`Person ${PEOPLE}`);
  await expect(link(2)).toBeInViewport();
  await messenger.scroller.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(messenger.room('Person 2')).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(link(2)).toBeFocused();
});
