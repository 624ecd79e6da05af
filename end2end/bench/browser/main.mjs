// Measures what a member feels in a browser, against a real server with its database and the sandbox,
// and prints a table. After `make release` and `cargo build --release --examples -p kakehashi`:
//
//   KAKEHASHI_PROFILE=release KAKEHASHI_SITE_DIR=target/dist/site node end2end/bench/browser/main.mjs
//
// `--messages 3000` fills a shorter room.

import { parseArgs } from 'node:util';

import { chromium } from '@playwright/test';

import { launchOptions } from '../../browser.mjs';
import { table } from './figures.mjs';
import { lists } from './lists.mjs';
import { paint } from './paint.mjs';
import { rows } from './rows.mjs';
import { startStack } from './stack.mjs';
import { switching } from './switching.mjs';

const { values } = parseArgs({ options: { messages: { type: 'string', default: '100000' } } });

/** Messages of the rooms that are switched between: not the same, so that their last lines differ. */
const SHORTER = [1_000, 1_001];

const browser = await chromium.launch(launchOptions);
try {
  const figures = await lists(browser);
  const stack = await startStack([Number(values.messages), ...SHORTER]);
  try {
    const [long, ...shorter] = stack.rooms;
    const here = { ...stack, long, shorter };
    for (const measure of [paint, rows, switching]) figures.push(...(await measure(browser, here)));
  } finally {
    await stack.stop();
  }
  process.stdout.write(table(figures));
} finally {
  await browser.close();
}
