// The pictures of the README.

import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

import type { Messenger } from '../kit/messenger.ts';
import { pc, phone } from '../kit/screens.ts';
import type { Stack } from '../kit/stack.ts';
import { expect, test } from '../kit/test.ts';

const folder = path.resolve(import.meta.dirname, '../../screenshots');
const MINUTE = 60_000;
const MOST_BYTES = 300_000;

test.setTimeout(120_000);
test.use({ timezoneId: whereItIsTen(new Date().getUTCHours()) });

/** A zone in which it is mid-morning, whenever the pictures are taken. */
function whereItIsTen(utcHour: number): string {
  const east = 10 - utcHour < -12 ? 34 - utcHour : 10 - utcHour;
  // POSIX counts westwards.
  return `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
}

/** Moves everybody's clock but the browser's, so that a conversation has a past. */
const at = (stack: Stack, minutes: number) => stack.sandbox.post('clock', { offsetMs: minutes * MINUTE });

async function others(stack: Stack): Promise<void> {
  const said: [string, string, number][] = [
    ['ณัฐพล วงศ์ใหญ่', 'ขอบคุณครับ แล้วเจอกันวันศุกร์', -1700],
    ['김민준', '네, 확인했습니다. 감사합니다!', -240],
    ['David Miller', 'The samples have arrived, all good.', -95],
    ['พิมพ์ชนก ศรีสุข', 'ส่งใบเสนอราคาให้แล้วนะคะ', -41],
    ['田中 美咲', 'パンフレット、届きました。社内で共有しますね。', -18],
  ];
  for (const [name, text, minutes] of said) {
    await at(stack, minutes);
    await (await stack.friend(name)).says(text);
    await stack.told();
  }
}

/** Some rooms of the list are read and answered. */
async function answer(messenger: Messenger, answers: Record<string, string>): Promise<void> {
  await messenger.open();
  for (const [name, text] of Object.entries(answers)) {
    await messenger.reading(() => messenger.openRoom(name));
    await messenger.send(text);
    await messenger.expectState(text, 'sent');
  }
}

const talk: ['they' | 'we', string][] = [
  ['they', 'Hi Aoi! We loved the mock-ups you showed us on Tuesday.'],
  ['they', 'Could you send the final floor plan for the Yokohama booth?'],
  ['we', 'Hi Emily, glad to hear that! 😊'],
  ['we', 'The plan is here: https://example.com/plan\nThe entrance moved to the east side, everything else stayed.'],
  ['they', 'Perfect, thank you. Is there power for the two demo screens?'],
  ['we', 'Yes, two outlets at the back wall. 会場には確認済みです。'],
  ['they', 'ありがとうございます！助かります。'],
  ['they', 'Then we are ready to print. See you on Friday at 10.'],
  ['we', 'See you on Friday. I will bring the name plates.'],
];

/** Emily and the member talk; the room is open, and everything in it was read before. */
async function converse(stack: Stack, messenger: Messenger, messages: typeof talk): Promise<void> {
  await at(stack, -14);
  const emily = await stack.friend('Emily Carter');
  await stack.told();
  await at(stack, 0);
  await messenger.open();
  await messenger.reading(() => messenger.openRoom(emily.name));
  for (const [who, text] of messages) {
    if (who === 'they') {
      await emily.says(text);
      await expect(messenger.log).toContainText(text);
    } else {
      await messenger.send(text);
      await emily.receives(text.slice(0, 20));
    }
  }
  await expect(messenger.log.locator('li[data-state=queued]')).toHaveCount(0);
  await messenger.open(new URL(messenger.page.url()).pathname);
  await expect(messenger.message(messages.at(-1)![1])).toBeInViewport();
}

async function shoot(messenger: Messenger, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await messenger.page.evaluate(() => document.fonts.ready);
  for (const picture of await messenger.page.locator('img:visible').all()) {
    await expect(picture).toHaveJSProperty('complete', true);
  }
  const file = path.join(folder, name);
  await messenger.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  expect((await stat(file)).size).toBeLessThan(MOST_BYTES);
}

test.describe('on a PC', () => {
  test.use(pc);

  test('a room, in light and dark', async ({ stack, messenger, page }) => {
    await others(stack);
    await answer(messenger, { 'David Miller': 'Great! Lunch is on us.', '김민준': '감사합니다. 곧 연락드릴게요.' });
    await converse(stack, messenger, talk);
    await shoot(messenger, 'room.png');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(messenger, 'room-dark.png');
  });
});

test.describe('on a phone', () => {
  test.use(phone);

  test('a room', async ({ stack, messenger }) => {
    await others(stack);
    await converse(stack, messenger, talk.slice(0, 6));
    await shoot(messenger, 'phone.png');
  });
});
