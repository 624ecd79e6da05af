// The admin's pages as a person finds them.

import { expect, type Locator, type Page } from '@playwright/test';

import { expectAccessible } from './watch.ts';

export class Office {
  constructor(readonly page: Page) {}

  /** Goes to another part of the admin's pages. */
  async goes(part: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: part }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(part);
  }

  member(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** From now on members are chosen one by one. */
  async choosesMembers(): Promise<void> {
    await this.page.getByRole('radio', { name: 'Chosen members' }).check();
    const permission = this.page.getByRole('region', { name: 'Chat with LINE users' });
    await permission.getByRole('button', { name: 'Save' }).click();
    await this.isKept();
  }

  async tick(name: string): Promise<void> {
    await this.page.getByRole('checkbox', { name: `Tick ${name}` }).check();
  }

  async act(name: string): Promise<void> {
    await this.page.getByRole('button', { name }).click();
    await this.isKept();
  }

  /** Presses a button of a member's row. */
  async press(name: string, button: string): Promise<void> {
    await this.member(name).getByRole('button', { name: button }).click();
    await this.isKept();
  }

  private async isKept(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await expectAccessible(this.page);
  }
}
