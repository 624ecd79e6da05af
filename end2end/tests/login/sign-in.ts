// Signing in by the page, as a person does.

import type { Page } from '@playwright/test';

import { member } from '../kit/template.ts';

/** A browser that knows nobody. */
export const signedOut = { cookies: [], origins: [] };

/** Fills the form of the log-in page in, and sends it. */
export async function signIn(page: Page, password = member.password): Promise<void> {
  await page.getByLabel('E-mail').fill(member.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
}
