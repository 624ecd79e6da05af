// An admin looks after the members: adds, changes and imports them, and names their groups.

import { readFile } from 'node:fs/promises';

import { member } from '../kit/template.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import { signedOut } from '../login/sign-in.ts';

const ren = { email: 'ren@example.com', name: '髙橋 蓮', group: '営業' };
const password = 'chosen by ren alone';

test('a new member chooses a password by the link, once, and logs in', async ({
  admin, browser, stack, watch,
}) => {
  watch.expect(/\/password\/\S+ (404|422)/, /status of (404|422)/);
  const office = await admin();
  const link = await office.adds(ren);
  const context = await browser.newContext({ baseURL: stack.url, storageState: signedOut });
  watch.context(context);
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.getByText(ren.email)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Keep this password' }).click();
  await expect(page.getByText('Your password is kept.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(ren.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL('/');
  await page.goto(link);
  await expect(page.getByRole('heading')).toHaveText('This link does not work any more');
  await expectAccessible(page);
  await context.close();
});

test('a new name is on the member’s open page at once, and so is a new group', async ({
  admin, messenger, page,
}) => {
  const office = await admin();
  const main = page.getByRole('main');
  await messenger.open('/settings');
  await expect(main.getByText(member.name, { exact: true })).toBeVisible();
  await office.opens(member.name);
  await office.page.getByLabel('Name').fill('林 あおい');
  await office.act('Save');
  await expect(main.getByText('林 あおい', { exact: true })).toBeVisible();

  await messenger.open('/profile');
  await office.goes('Groups');
  await office.page.getByLabel('New name of Design').fill('設計部');
  await office.page.getByRole('listitem').filter({ hasText: 'Design' })
    .getByRole('button', { name: 'Rename' }).click();
  await expect(main.getByText('設計部').first()).toBeVisible();

  await office.page.getByLabel('New name of 設計部').fill('Office');
  await office.page.getByRole('listitem').filter({ hasText: '設計部' })
    .getByRole('button', { name: 'Rename' }).click();
  await expect(office.page.getByRole('heading', { level: 1 })).toHaveText('Merge two groups');
  await expectAccessible(office.page);
  await office.act('Merge');
  await expect(office.page.getByText('Members: 2')).toBeVisible();
});

test('a list with a bad line is mended and imported, with a link for each new member', async ({
  admin, watch,
}) => {
  watch.expect(/import 422/, /status of 422/);
  const office = await admin();
  const { page } = office;
  await office.goes('Members');
  await page.getByRole('link', { name: 'Import a list' }).click();
  await expectAccessible(page);
  const list = `email,name,group\n${member.email},${member.name},Design\nno address,=Ren,営業\n`;
  await page.getByLabel('File').setInputFiles({
    name: 'members.csv', mimeType: 'text/csv', buffer: Buffer.from(list),
  });
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Line 3: “no address” is not an e-mail address.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import' })).toHaveCount(0);
  await expectAccessible(page);

  const text = page.getByLabel('or paste it here');
  await expect(text).toHaveValue(list);
  await text.fill(list.replace('no address', ren.email));
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('1 new, 0 changed, 1 unchanged')).toBeVisible();
  await page.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('status')).toHaveText('The list is imported.');
  await expectAccessible(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the links' }).click();
  const file = await readFile(await (await saving).path(), 'utf8');
  expect(file).toMatch(/ren@example\.com,'=Ren,http:\S+\/password\/\S{64}\r\n$/);
});
