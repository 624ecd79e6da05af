// The address book as a person finds it.

import { expect, type Locator, type Page } from '@playwright/test';

import type { Messenger } from '../kit/messenger.ts';

export class AddressBook {
  constructor(readonly page: Page) {}

  /** Goes there by the rail, or by the tabs of a phone. */
  async opens(): Promise<void> {
    await this.page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await expect(this.page.getByRole('heading', { name: 'Contacts', exact: true })).toBeVisible();
  }

  /** Adds the LINE user of the open room to Clients/Partners. */
  static async addFromRoom(messenger: Messenger): Promise<void> {
    const { page } = messenger;
    await page.getByRole('link', { name: 'Details', exact: true }).click();
    await page.getByRole('button', { name: 'Add to Clients/Partners' }).click();
    await expect(page.getByRole('link', { name: 'Open contact' })).toBeVisible();
  }

  /** The same, and opens the contact. */
  static async openFromRoom(messenger: Messenger): Promise<AddressBook> {
    await AddressBook.addFromRoom(messenger);
    await messenger.page.getByRole('link', { name: 'Open contact' }).click();
    const book = new AddressBook(messenger.page);
    await expect(book.contact).toBeVisible();
    return book;
  }

  /** The names in the list. */
  get names(): Locator {
    return this.page.getByRole('list', { name: 'Contacts' }).locator('.name');
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Find a contact' });
  }

  /** The open contact. */
  get contact(): Locator {
    return this.page.getByRole('article');
  }

  get name(): Locator {
    return this.contact.getByRole('heading', { level: 2 });
  }

  get form(): Locator {
    return this.page.getByRole('form', { name: 'Edit contact' });
  }

  field(name: string): Locator {
    return this.form.getByLabel(name, { exact: true });
  }

  async edit(): Promise<void> {
    await this.contact.getByRole('button', { name: 'Edit' }).click();
    await expect(this.field('Name')).toBeFocused();
  }

  async fill(fields: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) await this.field(name).fill(value);
  }

  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Save' }).click();
  }

  /** Changes fields, and waits until that is kept. */
  async change(fields: Record<string, string>): Promise<void> {
    await this.edit();
    await this.fill(fields);
    await this.save();
    await expect(this.contact).toBeVisible();
  }

  async act(name: string): Promise<void> {
    await this.contact.getByRole('button', { name }).click();
  }

  /** Shows Clients/Partners, or the trash. */
  async shows(shelf: string): Promise<void> {
    const choice = this.page.locator('label').filter({ has: this.page.getByRole('radio', { name: shelf }) });
    await choice.click();
  }
}
