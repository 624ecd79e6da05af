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

  /** Adds a member; answers the link by which they choose a password. */
  async adds(member: { email: string; name: string; group: string }): Promise<string> {
    await this.goes('Members');
    await this.page.getByRole('link', { name: 'Add a member' }).click();
    await this.page.getByLabel('E-mail').fill(member.email);
    await this.page.getByLabel('Name').fill(member.name);
    await this.page.getByLabel('Group').fill(member.group);
    await this.page.getByRole('button', { name: 'Add' }).click();
    await expect(this.page.getByRole('status')).toHaveText('The link is made.');
    await expectAccessible(this.page);
    return this.page.getByRole('textbox', { name: 'Link to choose a password' }).inputValue();
  }

  /** Opens a member's page from the list. */
  async opens(name: string): Promise<void> {
    await this.goes('Members');
    await this.member(name).getByRole('link', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Edit member');
    await expectAccessible(this.page);
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
