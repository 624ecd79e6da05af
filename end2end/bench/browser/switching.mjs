// How long a click on a room in the list takes until that room is on the screen, when it was open before.

import { median } from './figures.mjs';
import { newBrowser, openRoom, toNewest } from './page.mjs';

const CLICKS = 20;

/** Switches between two rooms of which everything that is shown is here. */
export async function switching(browser, stack) {
  const context = await newBrowser(browser, stack);
  await context.addInitScript(defineAfterFrame);
  const page = await context.newPage();
  const [one, other] = stack.shorter;
  await openRoom(page, stack, one);
  await toNewest(page);
  await page.locator(`a[data-room="${other}"]`).click();
  await toNewest(page);
  await page.evaluate(switchTo, one);
  const times = [];
  const idle = [];
  for (let click = 0; click < CLICKS; click += 1) {
    idle.push(await page.evaluate(emptyFrame));
    times.push(await page.evaluate(switchTo, click % 2 ? one : other));
  }
  await context.close();
  const frames = times.map((time) => time.frames);
  const millis = times.map((time) => time.millis);
  return [
    { name: `room switch (median of ${CLICKS})`, value: median(frames), unit: 'frames', atMost: 1 },
    { name: 'room switch, worst', value: Math.max(...frames), unit: 'frames', atMost: 1 },
    { name: 'room switch, from click to the painted frame, median', value: median(millis), unit: 'ms' },
    { name: 'room switch, from click to the painted frame, worst', value: Math.max(...millis), unit: 'ms' },
    { name: '  beside a frame in which nothing happens, median', value: median(idle), unit: 'ms' },
  ];
}

/** In the page: does something in the task after the next frame, which has been painted then. */
function defineAfterFrame() {
  window.afterFrame = (act) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = act;
      port2.postMessage(undefined);
    });
}

/** In the page: milliseconds from a moment right after a frame until the next one is painted. */
function emptyFrame() {
  return new Promise((resolve) => {
    window.afterFrame(() => {
      const began = performance.now();
      window.afterFrame(() => resolve(performance.now() - began));
    });
  });
}

/**
 * In the page: clicks, and counts the frames until one shows the room's last line.
 * @param {string} room
 */
function switchTo(room) {
  const link = document.querySelector(`a[data-room="${room}"]`);
  const last = link.querySelector('.last').textContent.trim();
  const isShown = () => {
    const log = document.querySelector('[role=log]');
    const bubbles = log ? [...log.querySelectorAll('.bubble')] : [];
    const newest = bubbles.at(-1);
    if (!newest?.textContent.startsWith(last)) return false;
    const [line, view] = [newest.getBoundingClientRect(), log.getBoundingClientRect()];
    return line.top >= view.top && line.bottom <= view.bottom;
  };
  return new Promise((resolve) => {
    let frames = 0;
    let clicked = 0;
    const look = () => {
      frames += 1;
      if (isShown()) resolve({ frames, millis: performance.now() - clicked });
      else window.afterFrame(look);
    };
    window.afterFrame(() => {
      if (isShown()) throw new Error('the room is on the screen already');
      clicked = performance.now();
      link.click();
      window.afterFrame(look);
    });
  });
}
