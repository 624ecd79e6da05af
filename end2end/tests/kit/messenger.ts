// The messenger as a person finds it on a screen: by names and roles.

import { expect, type Locator, type Page, type WebSocket } from '@playwright/test';

export class Messenger {
  /** How often the server has said hello on an event socket of this page. */
  greetings = 0;
  /** Event sockets that are open now. */
  sockets = 0;

  constructor(readonly page: Page) {
    page.on('websocket', (socket) => this.follow(socket));
  }

  private follow(socket: WebSocket): void {
    this.sockets += 1;
    socket.on('close', () => (this.sockets -= 1));
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"hello"')) this.greetings += 1;
    });
  }

  /** Goes to an address and waits until events arrive there. */
  async open(path = '/'): Promise<void> {
    const before = this.greetings;
    await this.page.goto(path);
    await this.isLive(before);
  }

  /** Loads the page anew and waits until events arrive: what is pressed before may come to nothing. */
  async reload(): Promise<void> {
    const before = this.greetings;
    await this.page.reload();
    await this.isLive(before);
  }

  /** Waits until an event socket newer than `before` has been greeted. */
  async isLive(before = 0): Promise<void> {
    await expect.poll(() => this.greetings, { message: 'an event socket' }).toBeGreaterThan(before);
  }

  get list(): Locator {
    return this.page.getByRole('list', { name: 'Message rooms' });
  }

  /** What scrolls the list: only the rows in sight stand in it. */
  get scroller(): Locator {
    return this.page.locator('.room-list');
  }

  /** The names of all rooms that there are, seen by scrolling from the top of the list to its end. */
  allNames(): Promise<string[]> {
    return this.scroller.evaluate(async (list) => {
      const names: string[] = [];
      const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      list.scrollTo(0, 0);
      for (;;) {
        await drawn();
        for (const row of list.querySelectorAll('li')) {
          names[Number(row.ariaPosInSet) - 1] = row.querySelector('.name')?.textContent ?? '';
        }
        const below = list.scrollHeight - list.clientHeight - list.scrollTop;
        if (below < 1 && !list.querySelector('.more-rooms')) return names;
        list.scrollBy(0, list.clientHeight / 2);
      }
    });
  }

  /** A room's row at its place in the list, counted from 1. */
  row(place: number): Locator {
    return this.list.locator(`li[aria-posinset="${place}"]`);
  }

  get rooms(): Locator {
    return this.list.getByRole('link');
  }

  /** The names of the rooms, in the order of the list. */
  get names(): Locator {
    return this.rooms.locator('.name');
  }

  room(name: string): Locator {
    return this.rooms.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Does something with a room by the menu of its row. */
  async menuOf(name: string, act: string): Promise<void> {
    await this.room(name).hover();
    await this.list.getByRole('button', { name: `Room menu: ${name}` }).click();
    await this.page.getByRole('menuitem', { name: act, exact: true }).click();
  }

  /** Whose room is open. */
  get title(): Locator {
    return this.page.getByRole('banner').getByRole('heading');
  }

  /** Opens a room from the list. */
  async openRoom(name: string): Promise<void> {
    await this.room(name).click();
    await expect(this.title).toHaveText(name);
  }

  /** Does something by which messages of the open room are read, and waits until that is kept. */
  async reading(act: () => Promise<void>): Promise<void> {
    const kept = this.page.waitForResponse('**/api/mark_read');
    await act();
    await (await kept).finished();
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** Messages, placeholders included, in order. */
  get messages(): Locator {
    return this.log.getByRole('article');
  }

  message(text: string): Locator {
    return this.messages.filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** A message with what stands around it: `data-state` says how far it has come. */
  turn(text: string): Locator {
    return this.log.locator('li.turn').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** Opens the menu of a message. */
  async openMenuOf(text: string): Promise<void> {
    await this.turn(text).getByRole('article').hover();
    await this.turn(text).getByRole('button', { name: 'Message menu' }).click();
  }

  /** Has what is written next answer to a message. */
  async answer(text: string): Promise<void> {
    await this.openMenuOf(text);
    await this.page.getByRole('menuitem', { name: 'Reply' }).click();
  }

  async expectState(text: string, state: string, timeout = 15_000): Promise<void> {
    await expect(this.turn(text)).toHaveAttribute('data-state', state, { timeout });
  }

  /** Waits until exactly these texts stand in the timeline, in this order. */
  async expectTexts(texts: string[], timeout = 15_000): Promise<void> {
    await expect(this.log.locator('.bubble')).toHaveText(texts, { timeout });
  }

  /** One of a few, as the finger finds it: the radio button itself is not drawn. */
  choice(name: RegExp): Locator {
    return this.page.locator('label').filter({ has: this.page.getByRole('radio', { name }) });
  }

  get field(): Locator {
    return this.page.getByRole('textbox', { name: /^Message to / });
  }

  get sendButton(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true });
  }

  async send(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
    await expect(this.field).toHaveValue('');
  }

  get offlineBanner(): Locator {
    return this.page.getByText('Messages wait here and go out by themselves.');
  }

  /** How far down one is in the timeline: 0 at the newest message, in CSS pixels. */
  fromNewest(): Promise<number> {
    return this.log.evaluate((log) => -log.scrollTop);
  }
}
