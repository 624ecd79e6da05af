// Blocking a LINE user: nothing more arrives in view, nothing can be sent, they are not told, and it
// survives a restart.

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';
import type { Messenger } from '../kit/messenger.ts';

/** Blocks the LINE user of a room from its row. */
async function blocks(messenger: Messenger, name: string): Promise<void> {
  await messenger.menuOf(name, 'Block');
  const dialog = messenger.page.getByRole('dialog', { name: `Block ${name}?` });
  await expect(dialog).toContainText('They are not told.');
  await expectAccessible(messenger.page);
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('who is blocked is heard no more, in any tab, until they are unblocked', async ({
  stack, messenger, page, anotherDevice,
}) => {
  const emma = await stack.friend('Emma');
  await emma.says('before');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  await elsewhere.openRoom('Emma');
  await elsewhere.expectTexts(['before']);
  await blocks(messenger, 'Emma');
  await expect(messenger.room('Emma')).toContainText('You have blocked this LINE user');
  await expect(elsewhere.page.getByText('You have blocked Emma: nothing can be sent')).toBeVisible();
  await expect(elsewhere.field).toHaveCount(0);

  const phone = await emma.chat();
  for (const text of ['one', 'two']) await emma.says(text);
  await stack.told();
  await elsewhere.expectTexts(['before']);
  expect((await emma.chat()).length).toBe(phone.length + 2);
  await messenger.open('/settings');
  const list = page.getByRole('region', { name: 'Blocked LINE users' });
  await expect(list).toContainText('Emma');
  await expect(list).toContainText('Dropped since then: 2');
  await expectAccessible(page);
  await list.getByRole('button', { name: 'Unblock Emma' }).click();
  await expect(list).toContainText('You have blocked nobody.');
  await emma.says('after');
  await elsewhere.expectTexts(['before', 'after']);
  await elsewhere.send('welcome back');
  await emma.receives('welcome back');
});

test('a block survives the crash of the server', async ({ stack, messenger, page, watch }) => {
  watch.expectLoss();
  const emma = await stack.friend('Emma');
  await emma.says('before');
  await messenger.open();
  await blocks(messenger, 'Emma');
  await expect(messenger.room('Emma')).toContainText('You have blocked this LINE user');
  await stack.kill();
  await stack.start();
  await emma.says('hidden');
  await stack.told();
  await messenger.open('/');
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['before']);
  await page.getByRole('banner').getByRole('button', { name: 'Room menu: Emma' }).click();
  await page.getByRole('menuitem', { name: 'Unblock' }).click();
  await expect(messenger.field).toBeVisible();
  await messenger.expectTexts(['before']);
});

test('what was on its way when somebody is blocked fails, and says why', async ({
  stack, messenger, page,
}) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  // Without a reply token, what follows is pushed: a push that failed can be given up.
  await messenger.send('by reply');
  await messenger.expectState('by reply', 'sent');
  // LINE certainly has not got what it was too busy for; of a server error nobody knows.
  await stack.sandbox.post('faults', { family: 'push', status: 429, times: 50 });
  await messenger.send('too late');
  await messenger.expectState('too late', 'queued');
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Block Emma' }).click();
  const dialog = page.getByRole('dialog', { name: 'Block Emma?' });
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Unblock Emma' })).toBeVisible();
  await messenger.open('/');
  await messenger.openRoom('Emma');
  await messenger.expectState('too late', 'failed', 60_000);
  await expect(messenger.turn('too late')).toContainText('Not sent: you have blocked this LINE user.');
});
