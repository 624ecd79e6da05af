// Files that members send: chosen, dropped or pasted; on their way; and at LINE.

import type { Page } from '@playwright/test';

import type { LineUser } from '../kit/line-user.ts';
import type { Messenger } from '../kit/messenger.ts';
import { disguised, picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const red = { ...picture([200, 40, 40]), name: '赤 <img src=x onerror=alert(1)>.png' };
const plan = (bytes: number) => ({
  name: '間取り図_v3.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(bytes, '%PDF-1.7 '),
});

/** Chooses files by the button of the composer. */
const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  page.getByLabel('Attach files').setInputFiles(files);

const tray = (page: Page) => page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');

/** What the LINE user got, once there are so many. */
async function received(user: LineUser, count: number) {
  await user.received(count);
  return (await user.chat()).filter(({ author }) => author.kind === 'account').map(({ message }) => message);
}

/** Puts files where the page finds those that are dropped on it, or pasted. */
async function handOver(messenger: Messenger, how: 'drop' | 'paste', file: typeof red): Promise<void> {
  const given = { ...file, base64: file.buffer.toString('base64') };
  await messenger.field.evaluate((field, { how, given }) => {
    const bytes = Uint8Array.from(atob(given.base64), (c) => c.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], given.name, { type: given.mimeType }));
    const event = how === 'drop'
      ? new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true })
      : new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });
    field.dispatchEvent(event);
    if (!event.defaultPrevented) throw new Error(`${how} was left to the browser`);
  }, { how, given });
}

let emma: LineUser;

test.beforeEach(async ({ messenger, stack }) => {
  emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
});

test('a picture is chosen, sent with words, and fetched by LINE without its file’s secrets', async ({
  messenger, page, request,
}) => {
  await choose(page, red);
  await expect(tray(page)).toHaveAttribute('data-stage', 'ready');
  await expect(tray(page)).toContainText(red.name);
  await expectAccessible(page);
  await messenger.field.fill('How is this one?');
  await messenger.field.press('Enter');
  await expect(tray(page)).toHaveCount(0);
  const shown = messenger.log.getByRole('img', { name: 'Picture' });
  await expect(shown).not.toHaveJSProperty('naturalWidth', 0);
  await expect(messenger.log.locator('li.turn[data-state="sent"]')).toHaveCount(2);

  const [sent, words] = await received(emma, 2);
  expect([sent!['type'], words!['text']]).toEqual(['image', 'How is this one?']);
  for (const [address, kind] of [[sent!['originalContentUrl'], 'image/png'], [sent!['previewImageUrl'], 'image/jpeg']]) {
    const fetched = await request.get(address as string, { headers: { cookie: '' } });
    expect(fetched.status()).toBe(200);
    expect(fetched.headers()['content-type']).toBe(kind);
    expect(fetched.headers()['set-cookie']).toBeUndefined();
  }
  const guess = (sent!['originalContentUrl'] as string).replace(/files\/./, 'files/_');
  expect((await request.get(guess)).status()).toBe(404);
  await expectAccessible(page);
  await messenger.reload();
  await expect(shown).not.toHaveJSProperty('naturalWidth', 0);
});

test('any other file goes as a link under its name, byte for byte', async ({ messenger, page, request }) => {
  const file = plan(5_000_001);
  await choose(page, file);
  await expect(tray(page)).toHaveAttribute('data-stage', 'ready', { timeout: 20_000 });
  await messenger.sendButton.click();
  await expect(messenger.log.getByRole('link', { name: file.name })).toContainText('5.0 MB');
  const [card] = await received(emma, 1);
  expect([card!['type'], card!['altText']]).toEqual(['flex', file.name]);
  const address = card!['contents'].footer.contents[0].action.uri as string;
  const fetched = await request.get(address);
  expect(await fetched.body()).toEqual(file.buffer);
  expect(fetched.headers()['content-disposition']).toContain('attachment');

  page.once('dialog', (dialog) => void dialog.accept());
  await messenger.openMenuOf(file.name);
  await page.getByRole('menuitem', { name: 'Withdraw from LINE users' }).click();
  await expect(messenger.log.getByRole('link', { name: file.name })).toContainText('Withdrawn');
  expect((await request.get(address)).status()).toBe(404);
  await expectAccessible(page);
});

test('files are dropped and pasted, and can be given up', async ({ messenger, page }) => {
  await handOver(messenger, 'drop', red);
  await handOver(messenger, 'paste', { ...picture([40, 200, 40]), name: 'pasted.png' });
  await expect(tray(page)).toHaveCount(2);
  await expect(tray(page).last()).toHaveAttribute('data-stage', 'ready');
  await page.getByRole('button', { name: `Remove ${red.name}` }).click();
  await expect(tray(page)).toHaveCount(1);
  await messenger.sendButton.click();
  await expect(messenger.log.locator('li.turn[data-state="sent"]')).toHaveCount(1);
  expect(await received(emma, 1)).toHaveLength(1);
});

test('what is not taken says why before it is sent, and the rest goes', async ({ messenger, page }) => {
  const huge = { ...red, name: 'huge.png', buffer: Buffer.alloc(21 << 20) };
  await choose(page, { ...red, name: 'empty.png', buffer: Buffer.alloc(0) }, huge, disguised);
  await expect(tray(page).first()).toContainText('There is nothing in it.');
  await expect(tray(page).nth(1)).toContainText('is too large: at most 20 MB.');
  await expect(tray(page).nth(2)).toHaveAttribute('data-stage', 'ready');
  await expectAccessible(page);
  await messenger.sendButton.click();
  await expect(tray(page)).toHaveCount(2);
  // A document that calls itself a picture goes as a file that is only ever saved.
  const [card] = await received(emma, 1);
  expect(card!['type']).toBe('flex');
  await expect(messenger.sendButton.and(page.locator(':enabled'))).toHaveCount(0);
});

test('a part that is lost on the way is brought again', async ({ messenger, page, watch }) => {
  watch.expect(/Failed to load resource/, /parts\/1 net::ERR_FAILED/);
  let lost = 0;
  await page.route('**/uploads/*/parts/1', (route) => (lost++ < 2 ? route.abort() : route.continue()));
  const file = plan(5_000_000);
  await choose(page, file);
  await messenger.sendButton.click();
  await expect(tray(page)).toContainText('Waiting for the network');
  await expect(messenger.log.getByRole('link', { name: file.name })).toBeVisible({ timeout: 20_000 });
  expect(await received(emma, 1)).toHaveLength(1);
  expect(lost).toBe(3);
});

test('a file on its way goes on while another room is read', async ({ stack, messenger, page, isMobile }) => {
  const liam = await stack.friend('Liam');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/uploads/*/parts/0', async (route) => {
    await held;
    await route.continue();
  });
  await choose(page, red);
  await messenger.sendButton.click();
  if (isMobile) await page.getByRole('link', { name: 'Back to messages' }).click();
  await messenger.openRoom('Liam');
  await expect(tray(page)).toHaveCount(0);
  await messenger.send('Only words');
  release();
  const [sent] = await received(emma, 1);
  expect(sent!['type']).toBe('image');
  await liam.receives('Only words');
  expect(await received(liam, 1)).toHaveLength(1);
});

test('the list tells of a file that waits, and of one that did not go', async ({
  stack, messenger, page, isMobile,
}) => {
  await stack.friend('Liam');
  const leave = async () => {
    if (isMobile) await page.getByRole('link', { name: 'Back to messages' }).click();
    else await messenger.openRoom('Liam');
  };
  await choose(page, red);
  await leave();
  const row = messenger.room('Emma');
  await expect(row).toContainText('Draft');
  await expect(row).toContainText(red.name);
  await messenger.openRoom('Emma');
  await choose(page, { ...red, name: 'huge.png', buffer: Buffer.alloc(21 << 20) });
  await messenger.sendButton.click();
  await expect(tray(page)).toHaveCount(1);
  await leave();
  await expect(row).toContainText('Not sent:');
  await expect(row).toContainText('huge.png');
  await messenger.openRoom('Emma');
  await page.getByRole('button', { name: 'Remove huge.png' }).click();
  await leave();
  await expect(row).toContainText('You: Picture');
  expect(await received(emma, 1)).toHaveLength(1);
});

test('where one writes is one line: attach, words, place, voice, stickers, and send where there is something', async ({ messenger, page }) => {
  const middle = async (control: ReturnType<typeof page.getByRole>) => {
    const box = (await control.boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const controls = [
    page.locator('label.attach'), messenger.field, page.getByRole('button', { name: 'Location' }),
    page.getByRole('button', { name: 'Voice message' }), page.getByRole('button', { name: 'Stickers' }),
  ];
  const middles = await Promise.all(controls.map(middle));
  const heights = middles.map(({ y }) => y);
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(12);
  await messenger.field.fill('Words');
  const send = await middle(messenger.sendButton);
  expect(Math.abs(send.y - heights[0]!)).toBeLessThan(12);
  expect(send.x).toBeGreaterThan((await middle(messenger.field)).x);
});
