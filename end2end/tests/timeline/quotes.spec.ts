// What answers to what, what is taken back, and what is changed.

import { numbered } from '../kit/numbered.ts';
import { expect, test } from '../kit/test.ts';

test('a reply is linked on both sides, and leads to what it answers to', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('When shall we meet?');
  await messenger.answer('When shall we meet?');
  const answering = page.locator('.answering');
  await expect(answering).toContainText('Emma');
  await expect(answering).toContainText('When shall we meet?');
  await expect(messenger.field).toBeFocused();
  await messenger.send('At noon');
  await expect(answering).toHaveCount(0);
  await expect(messenger.message('At noon').locator('.quoted')).toContainText('When shall we meet?');
  const delivered = await emma.receives('At noon');
  const [asked] = await emma.chat();
  const answer = (await emma.chat()).find(({ id }) => id === delivered['messageId'] || id === delivered['id']);
  expect(answer?.['quotedMessageId']).toBe(asked!['id']);

  await emma.sends({ type: 'text', text: 'Fine', quote: answer!['id'] });
  const quoted = messenger.message('Fine').locator('.quoted');
  await expect(quoted).toContainText('林 葵');
  await expect(quoted).toContainText('At noon');
  await quoted.click();
  await expect(messenger.turn('At noon').filter({ has: page.locator('article', { hasText: 'When' }) }))
    .toHaveClass(/found/);
});

test('a sticker answers to a message, too', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('Is that fine?');
  await messenger.answer('Is that fine?');
  await page.getByRole('button', { name: 'Stickers', exact: true }).click();
  await page.getByRole('button', { name: 'Sticker 1', exact: true }).click();
  await expect(messenger.messages.last().locator('.quoted')).toContainText('Is that fine?');
  await expect(page.locator('.answering')).toHaveCount(0);
  const chat = async () => (await emma.chat()).map(({ quotedMessageId }) => quotedMessageId as string | undefined);
  const [asked] = await emma.chat();
  await expect.poll(chat).toEqual([undefined, asked!['id']]);
});

test('answering to nothing after all is one press, and the words stay', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('Hello');
  await messenger.field.fill('Good morning');
  await messenger.answer('Hello');
  await page.getByRole('button', { name: 'Do not reply to it' }).click();
  await expect(messenger.field).toHaveValue('Good morning');
  await messenger.field.press('Enter');
  await emma.receives('Good morning');
  await expect(messenger.message('Good morning').locator('.quoted')).toHaveCount(0);
});

test('a quote leads to a message that is far away', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await emma.says('The very first');
  const [first] = await emma.chat();
  await stack.writes(emma, numbered('message', 170));
  await emma.sends({ type: 'text', text: 'As I said', quote: first!['id'] });
  await messenger.open();
  await messenger.openRoom('Emma');
  const latest = messenger.page.getByRole('button', { name: /new messages$/ });
  await messenger.reading(() => latest.click());
  await expect(messenger.message('As I said')).toBeInViewport();
  const said = messenger.log.locator('.bubble > p', { hasText: 'The very first' });
  await expect(said).toHaveCount(0);
  await messenger.message('As I said').locator('.quoted').click();
  await expect(said).toBeInViewport();
});

test('what is taken back is gone, also where it is quoted, and after a reload', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('my PIN is 0000');
  await messenger.answer('my PIN is 0000');
  await messenger.send('Take it back!');
  await messenger.expectState('Take it back!', 'sent');
  const [slip] = await emma.chat();
  await stack.sandbox.post(`users/${emma.key}/unsend`, { messageId: slip!['id'] });
  await expect(messenger.log).toContainText('The LINE user took a message back.');
  await expect(page.locator('body')).not.toContainText('0000');
  await messenger.reload();
  await expect(messenger.message('Take it back!')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('0000');
});

test('a changed message shows its new words, marked', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  const { sandbox, account } = stack;
  const group = await sandbox.post('groups', { name: 'Trip', members: [emma.key] });
  await sandbox.post(`groups/${group['groupId']}/invite`, { channelId: account.channelId });
  await messenger.open();
  await messenger.openRoom('Trip');
  const sent = await sandbox.write(emma.key, { to: group['groupId'], type: 'text', text: 'at nine' });
  await expect(messenger.message('at nine')).toBeVisible();
  await sandbox.post(`users/${emma.key}/edit`, { messageId: sent['messageId'], text: 'at ten' });
  await expect(messenger.message('at ten')).toContainText('edited');
  await expect(messenger.message('at nine')).toHaveCount(0);
});

test('the menu of an own message says that it cannot be recalled', async ({ stack, messenger, page }) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.send('sent too soon');
  await messenger.expectState('sent too soon', 'sent');
  await messenger.openMenuOf('sent too soon');
  const menu = page.getByRole('menu', { name: 'Message menu' });
  await expect(menu).toContainText('What was sent to LINE cannot be recalled.');
  await expect(menu.getByRole('menuitem')).toHaveText(['Reply', 'Copy text']);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(messenger.turn('sent too soon').getByRole('button', { name: 'Message menu' })).toBeFocused();
});

test('a place leads to a map, and who is mentioned is named', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends({
    type: 'location', title: 'Tokyo', address: 'Marunouchi', latitude: 35.68, longitude: -139.5,
  });
  const place = messenger.log.getByRole('link', { name: /Tokyo/ });
  await expect(place).toContainText('Marunouchi');
  await expect(place).toHaveAttribute('href', /query=35\.6800000,-139\.5000000$/);
  await expect(place).toHaveAttribute('rel', /noopener/);
});
