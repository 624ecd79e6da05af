// Stickers, both ways: chosen from a sheet, shown as pictures, moving once, and words where there is no
// picture.

import type { Page } from '@playwright/test';

import type { LineUser } from '../kit/line-user.ts';
import type { Messenger } from '../kit/messenger.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const button = (page: Page) => page.getByRole('button', { name: 'Stickers', exact: true });
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Stickers' });
const nth = (page: Page, n: number) => sheet(page).getByRole('button', { name: `Sticker ${n}`, exact: true });
const set = (page: Page, n: number) => sheet(page).getByRole('tab', { name: `Set ${n} of 15` });
const shown = (messenger: Messenger, words = 'Sticker') => messenger.log.getByRole('img', { name: words, exact: true });

/** Chooses a sticker as a person does. */
async function send(page: Page, ofSet: number, n: number): Promise<void> {
  await button(page).click();
  await set(page, ofSet).click();
  await nth(page, n).click();
  await expect(sheet(page)).toBeHidden();
}

/** Waits until exactly these stickers have come to a LINE user. */
async function expectStickers(user: LineUser, stickers: string[]): Promise<void> {
  const came = async () => {
    const all = (await user.chat()).filter(({ author }) => author.kind === 'account');
    const messages = all.map(({ message }) => message).filter(({ type }) => type === 'sticker');
    return messages.map(({ packageId, stickerId }) => `${packageId}/${stickerId}`);
  };
  await expect.poll(came, { timeout: 15_000 }).toEqual(stickers);
}

async function expectDrawn(messenger: Messenger, count: number): Promise<void> {
  const pictures = messenger.log.locator('.sticker > img');
  await expect(pictures).toHaveCount(count);
  for (const picture of await pictures.all()) {
    await expect(picture).toHaveJSProperty('complete', true);
    await expect(picture).not.toHaveJSProperty('naturalWidth', 0);
  }
}

test('a sticker is chosen, is there at once, and arrives', async ({ stack, messenger, page, isMobile }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await send(page, 13, 1);
  await expect(shown(messenger)).toBeVisible();
  await expect(messenger.log.locator('li.turn')).toHaveAttribute('data-state', 'sent');
  await expect(messenger.log.getByRole('img', { name: /^Sent to LINE/ })).toBeVisible();
  await expectDrawn(messenger, 1);
  await expectStickers(emma, ['446/1988']);
  await expect(button(page)).toBeFocused();

  // What was sent last is at hand, after a reload too.
  await messenger.reload();
  await button(page).click();
  await expect(sheet(page).getByRole('tab', { selected: true })).toHaveAccessibleName('Sent recently');
  await nth(page, 1).click();
  await expectStickers(emma, ['446/1988', '446/1988']);
  await expectDrawn(messenger, 2);
  if (isMobile) await page.goBack();
  await expect(messenger.room('Emma')).toContainText('Sticker');
});

test('the sheet is used by keyboard', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await button(page).focus();
  await page.keyboard.press('Enter');
  await expect(nth(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(nth(page, 2)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(nth(page, 2)).toBeFocused();
  await page.keyboard.press('End');
  await expect(nth(page, 40)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(set(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(set(page, 2)).toBeFocused();
  await expect(set(page, 2)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(set(page, 15)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(sheet(page)).toBeHidden();
  await expect(button(page)).toBeFocused();
  await expect(messenger.messages).toHaveCount(0);

  await page.keyboard.press('Enter');
  await expect(nth(page, 1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(sheet(page)).toBeHidden();
  await expectStickers(emma, ['11537/52002735']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the open sheet hides nothing from anybody', async ({ stack, messenger, page }) => {
      await stack.friend('Emma');
      await messenger.open();
      await messenger.openRoom('Emma');
      await button(page).click();
      await expect(nth(page, 1)).toBeFocused();
      await expectAccessible(page);
      const box = (await sheet(page).boundingBox())!;
      const { width } = page.viewportSize()!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      const field = (await messenger.field.boundingBox())!;
      expect(box.y + box.height).toBeLessThanOrEqual(field.y + 1);
      await page.keyboard.press('Escape');
    });
  });
}

test('a sticker that a LINE user sends is shown, whatever its kind', async ({ stack, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await emma.sends({ type: 'sticker', packageId: '446', stickerId: '1988' });
  await emma.sends({
    type: 'sticker', packageId: '30000', stickerId: '700000001', stickerResourceType: 'MESSAGE', text: 'おつかれ',
  });
  await emma.sends({
    type: 'sticker', packageId: '30001', stickerId: '700000002', stickerResourceType: 'ANIMATION',
    keywords: ['party', 'cake'],
  });
  await expectDrawn(messenger, 3);
  await expect(messenger.log.locator('.bubble')).toHaveCount(0);
  await expect(shown(messenger)).toBeVisible();
  await expect(shown(messenger, 'Sticker: おつかれ')).toBeVisible();
  await expect(shown(messenger, 'Sticker: party')).toBeVisible();

  // What cannot be sent back says so.
  const theirs = /^This sticker cannot be sent from here/;
  await expect(shown(messenger, 'Sticker: おつかれ')).toHaveAccessibleDescription(theirs);
  await expect(shown(messenger)).toHaveAccessibleDescription('');
  await shown(messenger, 'Sticker: おつかれ').click();
  await expect(page.getByText(theirs)).toBeVisible();

  // Who asks for less motion moves it by pressing.
  const moving = '/stickers/700000002/moving.png';
  const play = page.getByRole('button', { name: 'Play the sticker' });
  await expect(play).toHaveCount(1);
  expect(asked).not.toContain(moving);
  await play.click();
  await expect(play.locator('img')).toHaveJSProperty('complete', true);
  expect(asked).toContain(moving);
});

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('a sticker moves once when it comes into sight, and again when it is pressed', async ({
    stack, messenger, page,
  }) => {
    const emma = await stack.friend('Emma');
    await emma.sends({
      type: 'sticker', packageId: '11537', stickerId: '52002734', stickerResourceType: 'ANIMATION',
    });
    await messenger.open();
    await messenger.openRoom('Emma');
    const play = page.getByRole('button', { name: 'Play the sticker' });
    const src = () => play.locator('img').getAttribute('src');
    await expect(play.locator('img')).toHaveJSProperty('complete', true);
    const first = await src();
    await play.click();
    await expect.poll(src).not.toBe(first);
  });
});

test('a sticker without a picture is words', async ({ stack, messenger, page, watch }) => {
  watch.expect(/stickers\/700000003/, /status of 404/);
  await page.route('**/stickers/700000003/still.png', (route) => route.fulfill({ status: 404 }));
  const emma = await stack.friend('Emma');
  await emma.sends({ type: 'sticker', packageId: '30000', stickerId: '700000003', keywords: ['rain'] });
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['Sticker: rain']);
  await messenger.reload();
  await messenger.expectTexts(['Sticker: rain']);
});

test('a sticker goes to everybody in a room of several, and to a LINE group', async ({
  stack, messenger, page,
}) => {
  const [yuki, emma] = [await stack.friend('佐藤 由紀'), await stack.friend('Emma')];
  await stack.told();
  await messenger.open();
  await page.getByRole('link', { name: 'Create new' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create new' });
  for (const name of ['佐藤 由紀', 'Emma']) await dialog.getByRole('checkbox', { name }).check();
  await dialog.getByRole('button', { name: /^(OK|Confirm)/ }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Showroom');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(messenger.title).toHaveText('Showroom');
  await send(page, 14, 2);
  await expectStickers(yuki, ['789/10856']);
  await expectStickers(emma, ['789/10856']);

  const { sandbox, account: { channelId } } = stack;
  const { groupId } = await sandbox.post('groups', { name: '旅行', kind: 'group', members: [emma.key] });
  await sandbox.post(`groups/${groupId}/invite`, { channelId });
  await messenger.open();
  await messenger.openRoom('旅行');
  await send(page, 15, 1);
  const [delivered] = await sandbox.wait({ kind: 'delivered', groupId });
  expect(delivered!['message']).toMatchObject({ type: 'sticker', packageId: '1070', stickerId: '17839' });
});

test('a sticker that is chosen without a network waits, and goes out by itself', async ({
  stack, messenger, page, context, watch,
}) => {
  watch.expectLoss();
  watch.expect(/\/stickers\/\d+\//, /ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/);
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await send(page, 13, 3);
  await expectStickers(emma, ['446/1990']);
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await button(page).click();
  await nth(page, 1).click();
  const turn = messenger.log.locator('li.turn').nth(1);
  await expect(turn).toHaveAttribute('data-state', 'queued');
  await context.setOffline(false);
  await expect(turn).toHaveAttribute('data-state', 'sent', { timeout: 30_000 });
  await expectStickers(emma, ['446/1990', '446/1990']);
});
