// A room with several LINE users: each is told in their own chat, chooses where their words go, and
// nobody reads what was not meant for them.

import type { Page } from '@playwright/test';

import { expect, test } from '../kit/test.ts';
import { Phone } from '../kit/phone.ts';

const ROOM = '0191d5c8-1000-7000-8000-00000000000a';

/** Calls one of the interface's functions as the member who is signed in. */
async function call<T>(page: Page, name: string, body: object): Promise<T> {
  return page.evaluate(
    async ([path, sent]) => {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: sent,
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [`/api/${name}`, JSON.stringify(body)] as const,
  ) as Promise<T>;
}

interface Found { people: { id: { id: string }; name: string }[] }

/** Brings these friends together in a room of this name. */
async function together(page: Page, name: string): Promise<void> {
  const { people } = await call<Found>(page, 'read_candidates', { search: '', from: 0 });
  const room = { id: ROOM, people: people.map(({ id }) => id.id), name, colleagues: [] };
  await call(page, 'create_room', { room });
}

test('an invitation that did not go out is sent again from where the room says so', async ({
  stack, messenger, page,
}) => {
  const people = [await stack.friend('佐藤 由紀'), await stack.friend('Emma')];
  await stack.told();
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  await stack.sandbox.post('faults', { family: 'push', status: 400 });
  await together(page, 'Showroom');
  await messenger.openRoom('Showroom');
  const told = messenger.log.getByText('Not everybody on LINE could be told of it.');
  await expect(told).toBeVisible();
  await messenger.log.getByRole('button', { name: 'Retry' }).click();
  await expect(told).toHaveCount(0);
  await expect(messenger.log.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  for (const one of people) {
    const invitations = (await one.received(1)).filter(({ words }) => words.includes('Showroom'));
    expect(invitations).toHaveLength(1);
  }
  // Whom the list names is known to a page that has opened no room.
  await messenger.open('/');
  await expect(messenger.room('Showroom')).toContainText('林 葵 added');
});

test('what is said in a room reaches everybody in it, and what is private nobody else', async ({
  stack, messenger, page, browser, watch,
}) => {
  const yuki = await stack.friend('佐藤 由紀');
  const emma = await stack.friend('Emma');
  await stack.told();
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  await together(page, 'Showroom');

  const [first, second] = [
    await Phone.of(yuki.key, stack, browser, watch),
    await Phone.of(emma.key, stack, browser, watch),
  ];
  for (const phone of [first, second]) {
    await phone.page.getByRole('button', { name: '林 葵' }).first().click();
    await expect(phone.log).toContainText('Showroom');
  }
  await messenger.openRoom('Showroom');
  await expect(messenger.log).toContainText('林 葵 made this room');
  await messenger.send('Welcome, both of you');
  await messenger.expectState('Welcome, both of you', 'sent');
  for (const phone of [first, second]) {
    await expect(phone.log.getByText('Welcome, both of you', { exact: true })).toHaveCount(1);
  }

  // Nothing goes to the room before it was chosen.
  await first.writes('only for you');
  // Quick replies go with the newest message, which must be the account's.
  await messenger.send('Talk to us all, if you like');
  await first.answers(/^Talk in|で話す$/);
  await expect(first.log).toContainText(/everybody in “Showroom”|「Showroom」の全員/);
  await first.writes('hello everybody');
  await expect(messenger.message('hello everybody')).toBeVisible();
  await expect(second.log.getByText('hello everybody', { exact: true })).toHaveCount(1);
  await expect(second.log).toContainText("佐藤 由紀 from '林 葵'");
  await expect(second.log).not.toContainText('only for you');
  await expect(messenger.log).not.toContainText('only for you');

  await page.getByRole('link', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('list', { name: 'On LINE' }).getByRole('listitem')).toHaveCount(2);
  await details.getByRole('link', { name: 'Close' }).click();

  // Whoever has blocked the account is counted; the others read on.
  await emma.block();
  await stack.told();
  await messenger.send('Who is still here?');
  await messenger.expectState('Who is still here?', 'partly');
  await expect(first.log.getByText('Who is still here?', { exact: true })).toHaveCount(1);
  expect(await emma.texts()).not.toContain('Who is still here?');
  await second.close();
  await messenger.open();
  await messenger.openRoom('佐藤 由紀');
  await expect(messenger.message('only for you')).toBeVisible();
  await expect(messenger.message('hello everybody')).toHaveCount(0);
  // An answer to what is written here would be read by them all.
  const elsewhere = page.getByRole('status').filter({ hasText: '佐藤 由紀 talks in a room with several people now.' });
  await expect(elsewhere).toBeVisible();
  await messenger.send('Only you, please');
  await expect(first.log).toContainText('Only you, please');
  await first.answers(/^Only|とだけ話す$/);
  await expect(elsewhere).toHaveCount(0);
  await first.close();
});

test('who leaves the room reads nothing more, and the room says so', async ({
  stack, messenger, page, browser, watch,
}) => {
  const yuki = await stack.friend('佐藤 由紀');
  const emma = await stack.friend('Emma');
  await stack.told();
  await messenger.open();
  await expect(messenger.rooms).toHaveCount(2);
  await together(page, 'Showroom');
  const faces = messenger.room('Showroom').locator('.pic');
  await expect(faces).toHaveCount(2);
  await expect(faces.locator('img')).toHaveCount(2);
  await messenger.openRoom('Showroom');
  const phone = await Phone.of(emma.key, stack, browser, watch);
  await phone.page.getByRole('button', { name: '林 葵' }).first().click();
  await phone.answers(/^Leave|から退出$/);
  await expect(messenger.log).toContainText('Emma left');
  await messenger.send('for those who stayed');
  await messenger.expectState('for those who stayed', 'sent');
  await expect.poll(() => yuki.texts()).toContain('for those who stayed');
  await expect(phone.log).toContainText(/no longer in “Showroom”|「Showroom」から退出/);
  expect(await emma.texts()).not.toContain('for those who stayed');
  await phone.close();
  await messenger.open();
  await expect(faces).toHaveCount(1);
});
