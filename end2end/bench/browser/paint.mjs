// How soon a person sees the messages: the first contentful paint, and what is there without a script.

import { median } from './figures.mjs';
import { address, newBrowser } from './page.mjs';

const VISITS = 10;

/** Pages of the long room, in a browser that has never been here and in one that has. */
export async function paint(browser, stack) {
  const first = [];
  const again = [];
  await visits(browser, stack);
  for (let visit = 0; visit < VISITS; visit += 1) {
    const [one, another] = await visits(browser, stack);
    first.push(one);
    again.push(another);
  }
  return [
    { name: `first contentful paint, first visit (median of ${VISITS})`, value: median(first), unit: 'ms', atMost: 500 },
    { name: `first contentful paint, next visit (median of ${VISITS})`, value: median(again), unit: 'ms', atMost: 500 },
    await withoutScript(browser, stack),
  ];
}

/** The paints of two visits, one after the other. */
async function visits(browser, stack) {
  const context = await newBrowser(browser, stack);
  const page = await context.newPage();
  const paints = [];
  for (let visit = 0; visit < 2; visit += 1) {
    await page.goto(address(stack, stack.long));
    // Not the paint of a page that says that it failed.
    await page.getByRole('log').getByRole('article').last().waitFor();
    paints.push(await page.evaluate(firstPaint));
  }
  await context.close();
  return paints;
}

/** In the page: milliseconds from the navigation to its first contentful paint. */
function firstPaint() {
  return new Promise((resolve) => {
    const painted = (list) => {
      const [found] = list.getEntriesByName('first-contentful-paint');
      if (found) resolve(found.startTime);
    };
    new PerformanceObserver(painted).observe({ type: 'paint', buffered: true });
  });
}

/** The messages that are in view where no script runs. */
async function withoutScript(browser, stack) {
  const context = await newBrowser(browser, stack, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address(stack, stack.long));
  const messages = await page.getByRole('log').getByRole('article').all();
  const seen = await Promise.all(messages.map((message) => message.isVisible()));
  await context.close();
  return { name: 'messages in the page without a script', value: seen.filter(Boolean).length, unit: 'rows' };
}
