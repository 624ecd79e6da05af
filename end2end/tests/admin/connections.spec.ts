// Official accounts are connected, checked and disconnected, by an admin and by members themselves.

import { Connecting } from '../kit/connecting.ts';
import { LineUser } from '../kit/line-user.ts';
import type { Stack } from '../kit/stack.ts';
import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const SECRET = 'fedcba9876543210fedcba9876543210';

const another = (stack: Stack) =>
  stack.sandbox.channel({
    channelId: '2000000002', channelSecret: SECRET, name: '佐川キッチン', basicId: '@sagawa',
  });

test('an admin connects an account, a LINE user adds it, and the room appears', async ({
  messenger, page, admin, stack,
}) => {
  const account = await another(stack);
  const office = await admin();
  const connecting = new Connecting(office.page);
  await office.goes('Connections');
  await expectAccessible(office.page);
  await office.page.getByRole('link', { name: 'Connect an official account' }).click();
  await office.page.getByLabel('Member’s e-mail address').fill('aoi@example.com');
  await connecting.fill(account, SECRET);
  await connecting.connect();
  await connecting.says('Connected.');
  await connecting.isWell();
  await expect(office.page.getByRole('heading', { name: '佐川キッチン' })).toBeVisible();
  expect(await office.page.content()).not.toContain(SECRET);

  await messenger.open();
  const user = await LineUser.make(stack.sandbox, account, 'yuki', { name: '佐藤 由紀', picture: 'none' });
  await user.add();
  await user.says('hello');
  await messenger.openRoom('佐藤 由紀');
  await expect(page.getByText('hello').last()).toBeVisible();
});

test('a wrong secret is told by LINE, and all but the secret stays as typed', async ({
  admin, stack, watch,
}) => {
  watch.expect(/connections\/new 422/, /status of 422/);
  const account = await another(stack);
  const office = await admin();
  const connecting = new Connecting(office.page);
  await office.page.goto('/admin/connections/new');
  await office.page.getByLabel('Member’s e-mail address').fill('aoi@example.com');
  await office.page.getByLabel('LINE provider').fill('Sagawa Foods');
  await connecting.fill(account, '00000000000000000000000000000000');
  await connecting.connect();
  await expect(office.page.getByRole('alert')).toContainText('LINE does not accept this channel ID');
  await expectAccessible(office.page);
  await expect(office.page.getByLabel('Member’s e-mail address')).toHaveValue('aoi@example.com');
  await expect(office.page.getByLabel('Channel ID')).toHaveValue(account.channelId);
  await expect(office.page.getByLabel('LINE provider')).toHaveValue('Sagawa Foods');
  await expect(office.page.getByLabel('Channel secret')).toHaveValue('');

  await office.page.getByLabel('Channel secret').fill(SECRET);
  await connecting.connect();
  await connecting.says('Connected.');
});

test('webhooks that are switched off and chat that is off are said with what to do', async ({
  admin, stack,
}) => {
  const account = await another(stack);
  const settings = { webhookActive: false, chatMode: 'bot' };
  await stack.sandbox.patch(`channels/${account.channelId}`, settings);
  const office = await admin();
  const connecting = new Connecting(office.page);
  await office.page.goto('/admin/connections/new');
  await office.page.getByLabel('Member’s e-mail address').fill('aoi@example.com');
  await connecting.fill(account, SECRET);
  await connecting.connect();
  await connecting.says('Connected.');
  await expect(office.page.getByText('Webhook failing since')).toBeVisible();
  await expect(office.page.getByText('switch on “Use webhook”').last()).toBeVisible();
  await expect(office.page.getByText('switch Chat on')).toBeVisible();

  const mended = { webhookActive: true, chatMode: 'chat' };
  await stack.sandbox.patch(`channels/${account.channelId}`, mended);
  await office.page.getByRole('button', { name: 'Check again' }).click();
  await connecting.says('Checked just now.');
  await connecting.isWell();
});

test('what is disconnected keeps its room, and a message to it fails with its reason', async ({
  messenger, page, admin, stack,
}) => {
  const office = await admin();
  const user = await stack.friend('佐藤 由紀', 'none');
  await user.says('before');
  await stack.told();
  await messenger.open();
  await messenger.openRoom('佐藤 由紀');

  const connecting = new Connecting(office.page);
  await office.goes('Connections');
  await office.page.getByRole('link', { name: '林 葵' }).click();
  await connecting.disconnect();
  await connecting.says('Disconnected.');

  await messenger.send('too late');
  await expect(page.getByText('the official account is no longer connected').last()).toBeVisible();
  await expect(page.getByText('before').last()).toBeVisible();
});

test('a member connects an account of their own where the admin allows it', async ({
  messenger, page, admin, stack, watch,
}) => {
  watch.expect(/settings\/connection 404/, /status of 404/);
  const account = await another(stack);
  const office = await admin();
  await page.goto('/settings/connection');
  await expect(page.getByRole('heading')).toHaveText('There is no such page');
  await page.goto('/settings');
  const link = page.getByRole('link', { name: 'My official account' });
  await expect(link).toHaveCount(0);

  await office.goes('Connections');
  await office.page.getByRole('switch', { name: 'Members may connect' }).check();
  await office.page.getByRole('button', { name: 'Save' }).click();
  await new Connecting(office.page).says('Saved.');

  await link.click();
  const connecting = new Connecting(page);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Connect an official account' }).click();
  await expect(page.getByLabel('Member’s e-mail address')).toHaveCount(0);
  await connecting.fill(account, SECRET);
  await connecting.connect();
  await connecting.says('Connected.');
  await connecting.isWell();
  await messenger.open();
});
