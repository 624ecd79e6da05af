// Whoever tries password after password has to wait, and is told so.

import { member } from '../kit/template.ts';
import { expect, test } from '../kit/test.ts';
import { signedOut, signIn } from './sign-in.ts';

test.use({ storageState: signedOut });

/** Tries a password without a page; answers the status. */
async function attempt(url: string): Promise<number> {
  const body = new URLSearchParams({ email: member.email, password: 'a guess' });
  const headers = { origin: url };
  return (await fetch(`${url}/login`, { method: 'POST', redirect: 'manual', headers, body })).status;
}

test('after too many attempts the page says for how long, and keeps the address', async ({
  stack, page, watch,
}) => {
  watch.expect(/\/login 429/, /status of 429/);
  while ((await attempt(stack.url)) !== 429);
  await page.goto('/login?next=/settings');
  await signIn(page);
  await expect(page.getByRole('alert')).toHaveText('Too many attempts. Try again in 1 min.');
  await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(member.email);
  await expect(page.getByLabel('Password')).toHaveValue('');
  await expect(page.getByLabel('Password')).toBeFocused();
  await expect(page.locator('input[name=next]')).toHaveValue('/settings');
});
