// The whole road, with two screens side by side: a LINE user's phone and a member's browser.

import { expect, test } from '../kit/test.ts';

test('a LINE user adds the account by its address, and the two talk', async ({
  stack, messenger, page, browser, watch,
}) => {
  await stack.sandbox.user('emma', { name: 'Emma', language: 'en' });
  await messenger.open();
  const address = await page.getByText('https://line.me/R/ti/p/%40kakehashi').textContent();

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  watch.context(context);
  const phone = await context.newPage();
  await phone.goto(`${stack.sandbox.url}/?as=emma`);
  await phone.getByLabel('Add an official account').fill(address!);
  await phone.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(phone.getByRole('heading', { name: '林 葵' })).toBeVisible();
  const field = phone.getByRole('textbox', { name: 'Message' });
  await field.fill('Hello from LINE');
  await field.press('Enter');

  await expect(messenger.room('Emma')).toContainText('Hello from LINE');
  await messenger.openRoom('Emma');
  await messenger.send('Hello from the company');
  const shown = phone.getByRole('log').getByText('Hello from the company');
  await expect(shown).toHaveCount(1);
  await messenger.expectState('Hello from the company', 'sent');
  await field.fill('That was quick');
  await field.press('Enter');
  await messenger.expectTexts(['Hello from LINE', 'Hello from the company', 'That was quick']);
  await expect(shown).toHaveCount(1);
  await context.close();
});
