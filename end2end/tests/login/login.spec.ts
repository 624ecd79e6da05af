// Getting in and out.

import { Messenger } from '../kit/messenger.ts';
import { member } from '../kit/template.ts';
import { expect, test } from '../kit/test.ts';
import { signedOut, signIn } from './sign-in.ts';

test.describe('signed out', () => {
  test.use({ storageState: signedOut });

  test('a page that needs a member leads to the log-in page, and back', async ({ stack, page }) => {
    await stack.friend('Emma');
    await page.goto('/settings');
    await expect(page).toHaveURL(/\/login\?next=%2Fsettings$/);
    await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
    await signIn(page);
    await expect(page).toHaveURL('/settings');
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  });

  test('the way back never leads to another site', async ({ page }) => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      await page.goto(`/login?next=${encodeURIComponent(next)}`);
      await expect(page.locator('input[name=next]')).toHaveValue('/');
    }
  });

  test('a wrong password and an unknown address are refused in the same words', async ({ page, watch }) => {
    watch.expect(/\/login.*(401|403|422)/, /status of 4\d\d/);
    await page.goto('/login');
    await signIn(page, 'not the password');
    const problem = page.getByRole('alert');
    await expect(problem).toHaveText('The e-mail address or the password is not right.');
    await expect(page.getByLabel('E-mail')).toHaveValue(member.email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    await expect(page.getByLabel('Password')).toBeFocused();

    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password').fill(member.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(problem).toHaveText('The e-mail address or the password is not right.');
    await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.com');
    await signIn(page);
    await expect(page.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
  });

  test('the page speaks the language of the browser', async ({ browser, stack, watch }) => {
    const context = await browser.newContext({ baseURL: stack.url, locale: 'ja-JP', storageState: signedOut });
    watch.context(context);
    const page = await context.newPage();
    await page.goto('/login');
    await expect(page.getByRole('button', { name: 'ログイン' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
    await context.close();
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('logging in works', async ({ page }) => {
      await page.goto('/login');
      await signIn(page);
      await expect(page.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
    });
  });
});

test('logging out in one tab ends the other one', async ({ stack, context, messenger, page }) => {
  await stack.friend('Emma');
  await messenger.open();
  const other = await context.newPage();
  await new Messenger(other).open();
  await expect(other.getByRole('link', { name: /Emma/ })).toBeVisible();
  await page.bringToFront();
  await page.getByRole('button', { name: 'My menu: 林 葵' }).click();
  await page.getByRole('menuitem', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  await expect(other).toHaveURL(/\/login/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/login/);
});

test('another browser stays signed in', async ({ stack, page, messenger, browser }) => {
  await messenger.open('/settings');
  const context = await browser.newContext({ baseURL: stack.url, storageState: signedOut });
  const elsewhere = await context.newPage();
  await elsewhere.goto('/login');
  await signIn(elsewhere);
  await expect(elsewhere.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Log out' }).click();
  await expect(page).toHaveURL('/login');
  await elsewhere.reload();
  await expect(elsewhere.getByRole('heading', { name: 'Messages', exact: true })).toBeVisible();
  await context.close();
});

test('a message written after the session has ended goes out after the next log-in', async ({
  stack, messenger, page, context, watch,
}) => {
  watch.expect(/40[13]/);
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.reading(() => messenger.openRoom('Emma'));
  await context.clearCookies();
  await messenger.field.fill('not lost');
  await messenger.field.press('Enter');
  await expect(page).toHaveURL(/\/login/);
  await signIn(page);
  await expect(messenger.room('Emma')).toBeVisible();
  await emma.receives('not lost');
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['not lost']);
  await messenger.expectState('not lost', 'sent');
  expect(await emma.texts()).toEqual(['not lost']);
});
