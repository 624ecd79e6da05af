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

  /** Makes a group with these people and an official account. */
  async makesGroup(name: string, people: string[], account: string): Promise<void> {
    await this.page.getByText('Make a group', { exact: true }).click();
    const form = this.page.locator('#make');
    await form.getByLabel('Name').fill(name);
    for (const one of people) await form.getByRole('checkbox', { name: one }).check();
    await form.getByLabel('Official account').selectOption({ label: account });
    await form.getByRole('button', { name: 'Make the group' }).click();
    await expect(this.page.getByRole('heading', { name })).toBeVisible();
  }

  async opensGroup(name: string): Promise<void> {
    const groups = this.page.getByRole('list', { name: 'Groups' });
    await groups.getByRole('button', { name }).click();
    await expect(this.page.getByRole('heading', { name })).toBeVisible();
  }

  /** Does something in the sheet of the open group. */
  private async inSheet(act: (sheet: Locator) => Promise<void>): Promise<void> {
    await this.page.getByRole('region', { name: 'Chat' }).getByRole('heading').getByRole('button').click();
    const sheet = this.page.getByRole('dialog');
    await act(sheet);
    await sheet.getByRole('button', { name: 'Close' }).click();
  }

  /** Invites a person or an official account into the open group. */
  async invites(who: string): Promise<void> {
    await this.inSheet(async (sheet) => {
      await sheet.getByLabel('Invite').selectOption({ label: who });
      await sheet.getByRole('button', { name: 'Invite' }).click();
      await expect(sheet.getByRole('list', { name: 'Members' })).toContainText(who);
    });
  }

  /** Takes somebody out of the open group. */
  async removes(who: string): Promise<void> {
    await this.inSheet(async (sheet) => {
      await sheet.getByRole('button', { name: `Remove ${who}` }).click();
      await expect(sheet.getByRole('list', { name: 'Members' })).not.toContainText(who);
    });
  }

  /** Writes in the open chat. */
  async writes(text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
    await expect(this.log.getByText(text)).toHaveCount(1);
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
