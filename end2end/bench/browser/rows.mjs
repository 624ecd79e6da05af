// How many rows of a long room stand in the document, whatever one does in it.

import { newBrowser, openRoom, toNewest } from './page.mjs';

/** Pages that one scrolls up: four times what is kept. */
const PAGES = 20;

/** Most rows in any frame: at the newest message, on the way up, and after going back down. */
export async function rows(browser, stack) {
  const context = await newBrowser(browser, stack);
  const page = await context.newPage();
  await openRoom(page, stack, stack.long);
  await page.evaluate(countRows);
  await toNewest(page);
  const head = await page.evaluate(() => window.rows.most());
  for (let at = 0; at < PAGES; at += 1) await page.evaluate(() => window.rows.pageUp());
  const above = await page.evaluate(() => window.rows.most());
  await page.getByRole('button', { name: 'To the latest' }).click();
  await page.getByRole('button', { name: 'To the latest' }).waitFor({ state: 'detached' });
  const back = await page.evaluate(() => window.rows.most());
  await context.close();
  const figure = (name, value) => ({ name: `rows in the document, ${name}`, value, unit: 'rows', atMost: 300 });
  return [figure('at the newest message', head), figure(`on the way ${PAGES} pages up`, above), figure('after the way back', back)];
}

/** In the page: looks at each frame. */
function countRows() {
  const log = document.querySelector('[role=log]');
  const now = () => log.querySelectorAll('li, h3').length;
  const first = () => log.querySelector('[data-key]:not([data-key=unread])').getAttribute('data-key');
  let most = 0;
  const look = () => {
    most = Math.max(most, now());
    requestAnimationFrame(look);
  };
  look();
  window.rows = {
    /** The most since it was last asked. */
    most() {
      const found = most;
      most = 0;
      return found;
    },
    /** Goes to the oldest message that is here, until older ones have come and nothing is on its way. */
    pageUp() {
      const before = first();
      log.scrollTop = -log.scrollHeight;
      const isUp = () => first() !== before && log.getAttribute('aria-busy') === 'false';
      return new Promise((resolve) => {
        const wait = () => (isUp() ? resolve() : requestAnimationFrame(wait));
        wait();
      });
    },
  };
}
