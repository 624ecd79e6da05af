// An admin gives a member a photo, and the company its logo.

import { picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

test("a member's photo is on their open device at once", async ({ messenger, page, admin }) => {
  const office = await admin();
  await messenger.open('/profile');
  const mine = page.getByRole('main').locator('.hello img');
  await expect(mine).toHaveCount(0);

  await office.page.getByRole('link', { name: 'Members' }).click();
  await office.page.getByRole('link', { name: '林 葵' }).click();
  await office.page.getByRole('link', { name: 'Photo' }).click();
  await expect(office.page.getByRole('main').getByText('林 葵')).toBeVisible();
  await office.page.getByLabel('New picture').setInputFiles(picture([40, 160, 40]));
  await office.page.getByRole('button', { name: 'Save' }).click();
  await expect(office.page.getByRole('status')).toContainText('Saved.');
  await expectAccessible(office.page);
  await expect(mine).toHaveAttribute('src', /^\/photos\/[0-9a-f]{32}\/512\.jpg$/);

  await office.page.getByRole('button', { name: 'Remove' }).click();
  await expect(office.page.getByRole('status')).toContainText('Removed.');
  await expect(mine).toHaveCount(0);
});

test('the logo stands on the log-in page', async ({ page, admin, context }) => {
  const office = await admin();
  await context.clearCookies();
  await page.goto('/login');
  await expect(page.locator('img')).toHaveCount(0);

  await office.page.goto('/admin');
  await office.page.getByRole('link', { name: 'Change logo' }).click();
  await expectAccessible(office.page);
  await office.page.getByLabel('New picture').setInputFiles(picture([20, 60, 140]));
  await office.page.getByRole('button', { name: 'Save' }).click();
  await expect(office.page.getByRole('status')).toContainText('Saved.');
  await expectAccessible(office.page);

  await page.reload();
  await expect(page.locator('img')).toHaveJSProperty('naturalWidth', 96);
});
