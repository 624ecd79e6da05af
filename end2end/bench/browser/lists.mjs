// The two lists that grow with a company: a member's rooms, and the address book. How soon the server
// answers with their first screen, and whether the browser stays awake while one scrolls to the end.

import { median } from './figures.mjs';
import { newBrowser } from './page.mjs';
import { startStack } from './stack.mjs';

/** LINE users, each with a room of their own, and each a contact. */
const PEOPLE = 10_000;
/** Lines of a file. */
const LINES = 2_500;
const CALLS = 20;
/** How far one scrolls in one go, in screens, and how often. */
const SCREENS = 4;
const FLICKS = 40;
/** How often one does it all: a machine that is busy elsewhere has long tasks of its own. */
const ROUNDS = 5;
/** What a browser calls a long task, in milliseconds. */
const LONG = 50;

/** On a server of its own, which has little else to do. */
export async function lists(browser) {
  const stack = await startStack(Array(PEOPLE).fill(1));
  try {
    await fillAddressBook(stack);
    return [
      ...(await listed(browser, stack, {
        name: `${PEOPLE} rooms`, call: 'open_messenger', body: { room: null },
        path: '/', list: '.room-list', row: '.room-list [data-room]',
      })),
      ...(await listed(browser, stack, {
        name: `${PEOPLE} contacts`, call: 'read_contacts', body: { query: { shelf: 'kept', search: '', tag: null, from: 0 } },
        path: '/contacts', list: '.contact-list', row: '.contact-list li',
      })),
    ];
  } finally {
    await stack.stop();
  }
}

async function listed(browser, stack, { name, call, body, path, list, row }) {
  const answers = [];
  for (let n = 0; n <= CALLS; n += 1) answers.push(await timed(() => asked(stack, call, body)));
  const [cold, ...warm] = answers;
  const rounds = [];
  for (let n = 0; n < ROUNDS; n += 1) rounds.push(await scrolled(browser, stack, { path, list, row }));
  return [
    { name: `${name}: the list's first screen, from the server`, value: median(warm), unit: 'ms', atMost: 100 },
    { name: `${name}: the same for the first time since the server's start`, value: cold, unit: 'ms' },
    { name: `${name}: rows in the document after scrolling`, value: Math.max(...rounds.map(({ rows }) => rows)), unit: 'rows' },
    { name: `${name}: tasks over ${LONG} ms while scrolling, of ${ROUNDS} times the middle`, value: median(rounds.map(({ tasks }) => tasks)), unit: 'tasks', atMost: 0 },
    { name: `${name}: the longest of them all`, value: Math.max(...rounds.map(({ worst }) => worst)), unit: 'ms' },
  ];
}

async function timed(act) {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

async function asked(stack, call, body) {
  const answer = await fetch(`${stack.url}/api/${call}`, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', cookie: stack.session, origin: stack.url },
  });
  if (!answer.ok) throw new Error(`${call} answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** Scrolls down again and again, as long as rows come in. */
async function scrolled(browser, stack, { path, list, row }) {
  const context = await newBrowser(browser, stack);
  const page = await context.newPage();
  const greeted = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await page.goto(stack.url + path);
  await greeted;
  await page.locator(row).first().waitFor();
  // What starting takes is no affair of scrolling.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  await page.evaluate(watchTasks);
  for (let flick = 0; flick < FLICKS; flick += 1) {
    await page.locator(list).first().evaluate((scroller, screens) => {
      scroller.scrollBy(0, screens * scroller.clientHeight);
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, SCREENS);
  }
  const rows = await page.locator(row).count();
  const tasks = await page.evaluate(() => window.longTasks);
  await context.close();
  return { rows, tasks: tasks.length, worst: Math.max(0, ...tasks) };
}

/** In the page: notes how long each long task takes. */
function watchTasks() {
  window.longTasks = [];
  const note = (list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ type: 'longtask' });
}

/** Brings in an address book, as a member does: file by file, each looked at first. */
async function fillAddressBook(stack) {
  const line = (contact, n) => `${contact},Person ${n},person-${n}@example.com,Company ${n % 300}`;
  const lines = stack.contacts.map(line);
  for (let from = 0; from < lines.length; from += LINES) {
    const text = ['ID,Name,Emails,Company', ...lines.slice(from, from + LINES)].join('\n');
    const looked = await posted(stack, { file: new Blob([text], { type: 'text/csv' }), act: 'check' });
    const [, checked] = looked.match(/name="checked" value="([^"]*)"/) ?? [];
    if (!checked) throw new Error('the address book was not taken');
    await posted(stack, { text, checked, act: 'import' });
  }
}

async function posted(stack, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await fetch(`${stack.url}/contacts/files`, {
    method: 'POST', body, redirect: 'manual', headers: { cookie: stack.session, origin: stack.url },
  });
  if (answer.status >= 400) throw new Error(`the address book was answered ${answer.status}`);
  return answer.text();
}
