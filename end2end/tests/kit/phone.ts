// The phone of a LINE user: the sandbox's page.

import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';

import type { Stack } from './stack.ts';
import type { Watch } from './watch.ts';

export class Phone {
  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** The phone of a person whom the sandbox knows by this key. */
  static async of(key: string, stack: Stack, browser: Browser, watch: Watch): Promise<Phone> {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
    watch.context(context);
    const page = await context.newPage();
    await page.goto(`${stack.sandbox.url}/?as=${key}`);
    // What is pressed before the page knows who plays comes to nothing.
    await expect(page.getByRole('combobox', { name: 'I am' })).toHaveValue(key);
    return new Phone(context, page);
  }

  /** Adds an official account by its address or ID. */
  async adds(account: string): Promise<void> {
    await this.page.getByLabel('Add an official account').fill(account);
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(this.page.getByRole('heading', { name: '林 葵' })).toBeVisible();
  }

  /** Shows a picture to the reader of QR codes. */
  async scans(picture: string): Promise<void> {
    await this.page.getByLabel('Add by a picture of a QR code').setInputFiles(picture);
  }

  /** Touches one of the answers that the newest message offers. */
  async answers(label: string | RegExp): Promise<void> {
    const offered = this.page.getByRole('group', { name: 'Quick replies' });
    await offered.getByRole('button', { name: label }).click();
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  close = () => this.context.close();
}
