// A member's profile as the guide leads to it, and a QR reader that is not ours.

import { expect, type Locator, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';

import type { Messenger } from '../kit/messenger.ts';

/** The account of the tests. */
export const lineId = '@kakehashi';
export const contactUrl = 'https://line.me/R/ti/p/%40kakehashi';

export class Profile {
  private constructor(
    private readonly page: Page,
    /** What holds the profile: a dialog on a PC, a page on a phone. */
    readonly place: Locator,
  ) {}

  /** By the guide's path. PC web: My Profile image → External Users. Mobile: Home → name or photo. */
  static async open({ page }: Messenger, isMobile: boolean): Promise<Profile> {
    if (isMobile) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click();
      await page.getByRole('main').getByRole('link', { name: '林 葵' }).click();
      await expect(page).toHaveURL('/profile');
      return new Profile(page, page.getByRole('main'));
    }
    await page.getByRole('button', { name: 'My menu: 林 葵' }).click();
    await page.getByRole('menuitem', { name: 'External Users' }).click();
    const dialog = page.getByRole('dialog', { name: 'Chat with External Users' });
    await expect(dialog).toBeVisible();
    return new Profile(page, dialog);
  }

  get code(): Locator {
    return this.place.getByRole('img', { name: `QR code of ${contactUrl}` });
  }

  /** Copies a value; answers what is in the clipboard then. */
  async copied(what: string): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.place.getByRole('button', { name: `Copy ${what}` }).click();
    await expect(this.page.getByText('Copied')).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** What LINE users see, by its name. */
  fact(name: string): Locator {
    return this.place.locator('dt', { hasText: name }).locator('+ dd');
  }

  get form(): Locator {
    return this.place.getByRole('form', { name: 'Edit my profile' });
  }

  async edit(): Promise<void> {
    await this.place.getByRole('button', { name: 'Edit' }).click();
    await expect(this.form.getByLabel('About')).toBeFocused();
  }

  async fill(fields: Partial<Record<'About' | 'Phone' | 'Website', string>>): Promise<void> {
    for (const [name, text] of Object.entries(fields)) await this.form.getByLabel(name).fill(text);
  }

  async save(): Promise<void> {
    await this.form.getByRole('button', { name: 'Save' }).click();
  }

  /** A fault stands at its field, is read out with it, and what was typed is still there. */
  async expectFault(name: string, typed: string, fault: string | RegExp): Promise<void> {
    const field = this.form.getByLabel(name);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(fault);
    await expect(field).toHaveValue(typed);
  }
}

/** What a QR reader makes of a PNG. */
export function decoded(png: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
