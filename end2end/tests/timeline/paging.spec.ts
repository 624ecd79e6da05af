// Long rooms: where one is when a room opens, and staying there while it grows at both ends.

import type { Messenger } from '../kit/messenger.ts';
import type { LineUser } from '../kit/line-user.ts';
import { numbered } from '../kit/numbered.ts';
import type { Stack } from '../kit/stack.ts';
import { expect, test } from '../kit/test.ts';

const DAY_MS = 24 * 3_600_000;

/** Emma has written so many messages, and the room is open at the latest of them. */
async function atTheLatest(stack: Stack, messenger: Messenger, count: number): Promise<LineUser> {
  const emma = await stack.friend('Emma');
  await stack.writes(emma, numbered('message', count));
  await messenger.open();
  await messenger.openRoom('Emma');
  const latest = messenger.page.getByRole('button', { name: /new messages$/ });
  await messenger.reading(() => latest.click());
  await expect(messenger.message(`message ${count}`)).toBeInViewport();
  return emma;
}

/** The rows of the timeline that are in the document. */
const rows = (messenger: Messenger) => messenger.log.locator('[data-key]');

/** A row and its place, in pixels below the upper edge of the timeline. */
interface Spot {
  key: string;
  top: number;
}

/** Scrolls so that there are so many pixels left above, and answers the row on top. */
function scrollTo(messenger: Messenger, above: number): Promise<Spot> {
  return messenger.log.evaluate((log, left) => {
    log.scrollTop = -(log.scrollHeight - log.clientHeight - left);
    const edge = log.getBoundingClientRect().top;
    const all = [...log.querySelectorAll('[data-key]')];
    const row = all.find((one) => one.getBoundingClientRect().top >= edge)!;
    return { key: row.getAttribute('data-key')!, top: row.getBoundingClientRect().top - edge };
  }, above);
}

/** How far a row has gone from where it was. */
function moved(messenger: Messenger, spot: Spot): Promise<number> {
  return messenger.log.evaluate((log, { key, top }) => {
    const row = log.querySelector(`[data-key="${key}"]`)!;
    return Math.abs(row.getBoundingClientRect().top - log.getBoundingClientRect().top - top);
  }, spot);
}

test('paging up keeps the place, and the way back down is one press', async ({ stack, messenger, page }) => {
  await atTheLatest(stack, messenger, 120);
  await messenger.reload();
  await expect(messenger.message('message 120')).toBeInViewport();
  while ((await messenger.message('message 1').count()) === 0) {
    const before = await rows(messenger).count();
    const spot = await scrollTo(messenger, 400);
    await expect.poll(() => rows(messenger).count()).toBeGreaterThan(before);
    expect(await moved(messenger, spot)).toBeLessThanOrEqual(1);
  }
  await expect(messenger.messages).toHaveCount(120);
  await page.getByRole('button', { name: 'To the latest' }).click();
  await expect(messenger.message('message 120')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'To the latest' })).toHaveCount(0);
});

test('the focus and what is selected stay while older messages come in above', async ({ stack, messenger }) => {
  await atTheLatest(stack, messenger, 120);
  await messenger.reload();
  await expect(messenger.message('message 120')).toBeInViewport();
  const menu = messenger.turn('message 118').getByRole('button', { name: 'Message menu' });
  await menu.focus();
  await messenger.message('message 119').getByText('message 119').evaluate((words) => {
    getSelection()!.selectAllChildren(words);
  });
  const before = await rows(messenger).count();
  await scrollTo(messenger, 400);
  await expect.poll(() => rows(messenger).count()).toBeGreaterThan(before);
  expect(await messenger.page.evaluate(() => String(getSelection()))).toBe('message 119');
  await expect(menu).toBeFocused();
});

test('the way down to what is not here yet shows it in order', async ({ stack, messenger }) => {
  await atTheLatest(stack, messenger, 170);
  await messenger.expectTexts(numbered('message', 170).slice(-50));
});

test('the way down is one step, also while older messages are on their way', async ({ stack, messenger, page }) => {
  const emma = await atTheLatest(stack, messenger, 100);
  await messenger.open('/');
  await stack.writes(emma, numbered('later', 100));
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/read_page*', async (route) => {
    const asked = route.request().postData() ?? '';
    if (asked.includes('before')) await held;
    // Nobody has to walk there page by page.
    if (!asked.includes('after')) await route.continue();
  });
  const older = page.waitForRequest((request) => request.postData()?.includes('before') === true);
  await messenger.openRoom('Emma');
  await expect(messenger.message('later 1')).toBeInViewport();
  await scrollTo(messenger, 0);
  await older;
  await page.getByRole('button', { name: '100 new messages' }).click();
  letGo();
  await expect(messenger.message('later 100')).toBeInViewport();
});

test('scrolled to the top of what is here, older messages come in once', async ({ stack, messenger, page }) => {
  await atTheLatest(stack, messenger, 400);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const spot = await scrollTo(messenger, 0);
  await expect(messenger.message('message 301')).toHaveCount(1);
  await expect.poll(() => moved(messenger, spot)).toBeLessThanOrEqual(1);
  await expect(messenger.log).toHaveAttribute('aria-busy', 'false');
  expect(asked.filter((url) => url.includes('read_page'))).toHaveLength(1);
  await expect(messenger.log.getByText('400 unread')).toHaveCount(0);
});

test('what arrives while one reads further up does not move it', async ({ stack, messenger, page }) => {
  const emma = await atTheLatest(stack, messenger, 40);
  const spot = await scrollTo(messenger, 300);
  await emma.says('news');
  await expect(messenger.message('news')).toHaveCount(1);
  expect(await moved(messenger, spot)).toBeLessThanOrEqual(1);
  await expect(messenger.message('news')).not.toBeInViewport();
  await page.getByRole('button', { name: /^1 new message/ }).click();
  await expect(messenger.message('news')).toBeInViewport();
  await expect(page).toHaveTitle('Emma · Kakehashi');
});

test('a room opens at the first unread message, under a line that says so', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await emma.says('seen');
  await messenger.open();
  await messenger.reading(() => messenger.openRoom('Emma'));
  await messenger.expectTexts(['seen']);
  await page.goto('/');
  await expect(messenger.room('Emma')).not.toContainText('unread');
  await stack.writes(emma, numbered('message', 60));
  await expect(messenger.room('Emma')).toContainText('60 unread');
  await messenger.openRoom('Emma');
  const line = messenger.log.getByText('60 unread');
  await expect(line).toBeInViewport();
  await expect(messenger.message('message 1')).toBeInViewport();
  const texts = await messenger.log.locator('li').allInnerTexts();
  const at = texts.findIndex((text) => text.includes('60 unread'));
  expect(texts[at - 1]).toContain('seen');
  expect(texts[at + 1]).toContain('message 1');
});

test('each day has its heading', async ({ stack, messenger }) => {
  const { sandbox } = stack;
  await sandbox.post('clock', { offsetMs: -30 * DAY_MS });
  const emma = await stack.friend('Emma');
  await emma.says('a month ago');
  await stack.told();
  await sandbox.post('clock', { offsetMs: -DAY_MS });
  await emma.says('yesterday');
  await stack.told();
  await sandbox.post('clock', { offsetMs: 0 });
  await emma.says('today');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['a month ago', 'yesterday', 'today']);
  const days = messenger.log.getByRole('heading', { level: 3 });
  await expect(days).toHaveText([/^\S+ \d+ \w+( \d{4})?$/, /^Yesterday, /, /^Today, /]);
});

test('a long room keeps the document short, wherever one is', async ({ stack, messenger, page }) => {
  test.setTimeout(120_000);
  const emma = await stack.friend('Emma');
  await stack.writes(emma, numbered('message', 420));
  await messenger.open();
  await messenger.openRoom('Emma');
  let most = 0;
  const seen = async () => {
    const count = await rows(messenger).count();
    most = Math.max(most, count);
    return count;
  };
  // Down to the newest message, page by page, and up to the oldest again.
  for (const [aim, text] of [['below', 'message 420'], ['above', 'message 1']] as const) {
    await expect(async () => {
      // What has come in above since the last time leaves one where one was: further on.
      await messenger.log.evaluate((log, way) => {
        log.scrollTop = way === 'below' ? 0 : -log.scrollHeight;
      }, aim);
      await seen();
      await expect(messenger.message(text)).toBeInViewport({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
  }
  expect(most).toBeGreaterThan(100);
  expect(most).toBeLessThanOrEqual(300);
  await page.getByRole('button', { name: 'To the latest' }).click();
  await expect(messenger.message('message 420')).toBeInViewport();
  expect(await seen()).toBeLessThanOrEqual(300);
});

test('going back finds the place where one was', async ({ stack, messenger, page }) => {
  await stack.friend('Somchai');
  await atTheLatest(stack, messenger, 40);
  await expect(page).toHaveTitle('(1) Emma · Kakehashi');
  const spot = await scrollTo(messenger, 500);
  await expect(page.getByRole('button', { name: 'To the latest' })).toBeVisible();
  await page.goBack();
  await messenger.openRoom('Somchai');
  await page.goBack();
  await messenger.openRoom('Emma');
  await expect.poll(() => moved(messenger, spot)).toBeLessThanOrEqual(1);
});
