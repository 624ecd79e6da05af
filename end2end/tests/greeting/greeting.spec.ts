// What a LINE user gets when they add the account, and what the member sees of it.

import type { LineUser } from '../kit/line-user.ts';
import type { Messenger } from '../kit/messenger.ts';
import { Phone } from '../kit/phone.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import { contactUrl, Profile } from '../profile/profile.ts';

test.use({ greeting: 'on' });

/** Writes before adding the account, until the profile is known: a greeting waits for it only so long. */
async function isKnown(messenger: Messenger, user: LineUser): Promise<void> {
  await messenger.open();
  await user.says('hello');
  await expect(messenger.room(user.name)).toBeVisible();
}

test('who adds the account sees who it is, and the member that they were greeted', async ({
  stack, messenger, isMobile, browser, watch,
}) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'From plan\nto <b>kitchen</b>', Phone: '03-1234-5678', Website: 'sagawa.example' });
  await profile.save();
  await expect(profile.fact('Website')).toContainText('sagawa.example');

  await stack.sandbox.user('emma', { name: 'Emma', language: 'en' });
  const phone = await Phone.of('emma', stack, browser, watch);
  await phone.adds(contactUrl);
  const card = phone.log.getByRole('article');
  await expect(card).toHaveCount(1);
  for (const text of ['林 葵', 'Design', 'Thank you for adding me as a friend. I am 林 葵.']) {
    await expect(card).toContainText(text);
  }
  await expect(card.getByText('From plan\nto <b>kitchen</b>')).toBeVisible();
  await expect(card).toContainText("林 葵 from '林 葵'");
  await expect(card.getByRole('link', { name: 'Call' })).toHaveAttribute('href', 'tel:+81312345678');
  await expect(card.getByRole('link', { name: 'Website' })).toHaveAttribute('href', 'https://sagawa.example/');
  await phone.close();

  await messenger.open();
  await expect(messenger.room('Emma')).toContainText('Emma added your account as friend');
  await expect(messenger.room('Emma')).toContainText('1 unread');
  await messenger.openRoom('Emma');
  await expect(messenger.log).toContainText('Greeting sent');
  await expect(messenger.messages).toHaveCount(0);
  expect((await stack.sandbox.get('happenings?kind=call&family=push'))['happenings']).toEqual([]);
});

test('who comes back after a block is greeted in short, and once each time', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await emma.received(1);
  await emma.block();
  await emma.add();
  const received = await emma.received(2);
  expect(received.map(({ type, via }) => [type, via])).toEqual([['flex', 'reply'], ['text', 'reply']]);
  expect(received[1]?.words).toBe(received[0]?.words);
  await messenger.open();
  await messenger.openRoom('Emma');
  await expect(messenger.log.getByText('Greeting sent')).toHaveCount(2);
});

test('the language is the LINE user’s own', async ({ stack, messenger }) => {
  const somchai = await stack.stranger('สมชาย');
  await stack.sandbox.patch(`users/${somchai.key}`, { language: 'th' });
  await isKnown(messenger, somchai);
  await somchai.add();
  expect((await somchai.received(1))[0]?.words).toMatch(/^ขอบคุณ/);
});

test('a member writes their own words, and the next new friend reads them', async ({
  stack, messenger, page, isMobile, watch,
}) => {
  watch.expect(/greeting 422/, /status of 422/);
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  await place.getByRole('link', { name: 'Read or change' }).click();
  await expect(page.getByRole('heading', { name: 'Greeting' })).toBeVisible();
  const field = page.getByLabel('What you say to new friends');
  await field.fill('Hello {nmae}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription('Only {name} and {me} may stand in braces.');
  await expect(field).toHaveValue('Hello {nmae}');
  await field.fill('Hello {name},\n{me} <i>here</i>');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toHaveText('Saved. New friends get it from now on.');
  await expect(field).toHaveValue('Hello {name},\n{me} <i>here</i>');
  const emma = await stack.stranger('Emma');
  await isKnown(messenger, emma);
  await emma.add();
  expect(await emma.received(1)).toEqual([
    { type: 'flex', words: 'Hello Emma,\n林 葵 <i>here</i>', via: 'reply' },
  ]);
});

test('an admin switches greetings off, and the token is left to the member', async ({
  stack, messenger, page,
}) => {
  await page.goto('/admin/greeting');
  await page.getByRole('switch', { name: /^Greet LINE users/ }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toContainText('Saved.');
  await expectAccessible(page);
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.send('hello');
  await messenger.expectState('hello', 'sent');
  expect(await emma.received(1)).toEqual([{ type: 'text', words: 'hello', via: 'reply' }]);
  await expect(messenger.log).not.toContainText('reeting');
});

test('what a member writes at once comes behind the greeting, by push', async ({ stack, messenger }) => {
  await stack.sandbox.post('faults', { family: 'profile', answer: 'pass', delayMs: 2000 });
  await messenger.open();
  const emma = await stack.friend('Emma');
  await messenger.rooms.first().click();
  await messenger.send('hello');
  await messenger.expectState('hello', 'sent');
  const received = await emma.received(2);
  expect(received.map(({ type, via }) => [type, via])).toEqual([['flex', 'reply'], ['text', 'push']]);
});

test('a card that LINE refuses is followed by its words, once', async ({ stack, messenger }) => {
  await stack.sandbox.post('faults', { family: 'reply', status: 400 });
  const emma = await stack.friend('Emma');
  expect(await emma.received(1)).toMatchObject([{ type: 'text', via: 'reply' }]);
  await messenger.open();
  await messenger.openRoom('Emma');
  await expect(messenger.log).toContainText('Greeting sent');
});

test('a greeting that did not go out says so quietly, and nobody is asked to try again', async ({
  stack, messenger, page,
}) => {
  await stack.sandbox.post('faults', { family: 'reply', status: 400, times: 2 });
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await expect(messenger.log).toContainText('The greeting did not go out: LINE refused it.');
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  expect(await emma.chat()).toEqual([]);
});
