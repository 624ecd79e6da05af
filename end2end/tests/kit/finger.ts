// A finger on the screen. Like the browsers of iOS, the one that tests run in fires no `contextmenu` for one
// that rests.

import type { CDPSession, Locator, Page } from '@playwright/test';

export class Finger {
  private constructor(private readonly devtools: CDPSession) {}

  static async on(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page));
  }

  private async touch(type: 'touchStart' | 'touchEnd', ...at: [number, number][]): Promise<void> {
    const touchPoints = at.map(([x, y]) => ({ x, y }));
    await this.devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  /** Comes to rest on something. */
  async rests(on: Locator): Promise<void> {
    const box = await on.boundingBox();
    if (!box) throw new Error('there is nothing to rest on');
    await this.touch('touchStart', [box.x + box.width / 2, box.y + box.height / 2]);
  }

  async lifts(): Promise<void> {
    await this.touch('touchEnd');
  }
}
