// The first start: nobody is known, and whoever can read the server's log makes the first admin.

import { expect, test as base } from '../kit/test.ts';
import { Stack } from '../kit/stack.ts';

const test = base.extend({
  stack: async ({}, use) => {
    const stack = await Stack.empty();
    await use(stack);
    await stack.end();
  },
});

/** The one-time code, once the server has written it. */
async function code(stack: Stack): Promise<string> {
  const found = () => /one-time code (\S+)/.exec(stack.log)?.[1] ?? '';
  await expect.poll(found).not.toBe('');
  return found();
}

test('the code from the log makes the first admin, once', async ({ stack, page, watch }) => {
  watch.expect(/\/setup.*(4\d\d)/, /status of 4\d\d/);
  await page.goto('/');
  await expect(page).toHaveURL('/setup');
  await page.getByLabel('Set-up code').fill('AAAA-AAAA-AAAA-AAAA');
  await page.getByLabel('Your name').fill('林 葵');
  await page.getByLabel('E-mail').fill('aoi@example.com');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Make the admin' }).click();
  await expect(page.getByText("This is not the code in the server's log.")).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('林 葵');

  await page.getByLabel('Set-up code').fill(await code(stack));
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Make the admin' }).click();
  await expect(page.getByRole('heading', { name: 'No one on LINE yet' })).toBeVisible();
  await expect(page.getByText('No official account is connected yet: an admin connects one.')).toBeVisible();
  expect((await page.request.get('/setup')).status()).toBe(404);
});
