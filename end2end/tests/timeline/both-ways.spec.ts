// What both sides write arrives on the other one, live, once and in order.

import { expect, test } from '../kit/test.ts';

test('both sides write, and both read it in order', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('Hello!');
  await messenger.expectTexts(['Hello!']);
  await messenger.send('いらっしゃいませ');
  await emma.receives('いらっしゃいませ');
  await messenger.expectState('いらっしゃいませ', 'sent');
  await emma.says('ありがとう');
  await messenger.expectTexts(['Hello!', 'いらっしゃいませ', 'ありがとう']);
  await messenger.send('one');
  await messenger.send('two');
  await messenger.send('three');
  await emma.expectTexts(['Hello!', 'いらっしゃいませ', 'ありがとう', 'one', 'two', 'three']);
  await messenger.expectState('three', 'sent');
  await messenger.expectTexts(['Hello!', 'いらっしゃいませ', 'ありがとう', 'one', 'two', 'three']);
});

test('an own message is there at once, waiting, and then marked as sent', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await stack.sandbox.post('faults', { family: '*', answer: 'pass', delayMs: 1500, times: 10 });
  await messenger.send('slowly');
  await messenger.expectState('slowly', 'queued');
  await expect(messenger.turn('slowly').getByRole('img', { name: 'Waiting to be sent' })).toBeVisible();
  await messenger.expectState('slowly', 'sent');
  await expect(messenger.turn('slowly').getByRole('img', { name: /^Sent to LINE/ })).toBeVisible();
  await emma.expectTexts(['slowly']);
});

test('webhooks out of order and repeated are shown in order and once', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  const { sandbox, account } = stack;
  await sandbox.post(`channels/${account.channelId}/hold`);
  const events: string[] = [];
  for (const text of ['one', 'two', 'three', 'four']) events.push(await emma.says(text));
  await sandbox.post(`channels/${account.channelId}/release`, { order: 'reversed' });
  await messenger.expectTexts(['one', 'two', 'three', 'four']);
  for (const event of events) await sandbox.post(`events/${event}/duplicate`, { times: 5 });
  await sandbox.post(`events/${events[0]!}/redeliver`);
  await stack.told();
  await emma.says('five');
  await messenger.expectTexts(['one', 'two', 'three', 'four', 'five']);
  await messenger.page.reload();
  await messenger.expectTexts(['one', 'two', 'three', 'four', 'five']);
});

test('who blocks the account cannot be written to, until they add it again', async ({
  stack, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await expect(messenger.field).toBeVisible();
  await emma.block();
  await expect(messenger.log).toContainText('Emma blocked or removed your account');
  await expect(messenger.field).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: /^Emma has blocked or removed the account/ })).toBeVisible();
  await emma.add();
  await expect(messenger.log).toContainText('Emma unblocked your account');
  await messenger.send('Welcome back');
  await emma.receives('Welcome back');
  await messenger.expectState('Welcome back', 'sent');
});

const kinds = {
  image: [{ type: 'image' }, 'img[src$="/small"]'],
  video: [{ type: 'video', duration: 5000 }, 'video'],
  audio: [{ type: 'audio', duration: 1000 }, 'audio'],
  file: [{ type: 'file', fileName: 'a.pdf' }, 'a.file'],
  location: [
    { type: 'location', title: 'Tokyo', address: 'Marunouchi', latitude: 35.68, longitude: 139.76 },
    'a.place',
  ],
  unknown: [{ type: 'raw', message: { type: 'hologram' } }, '.bubble.gone'],
} as const;

test('every kind of message has a place, whatever it is', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  for (const [message, shape] of Object.values(kinds)) {
    await emma.sends({ ...message });
    await expect(messenger.messages.last().locator(shape)).toBeVisible();
  }
  const { sandbox } = stack;
  await emma.says('a slip');
  const slip = (await emma.chat()).at(-1)!;
  await sandbox.post(`users/${emma.key}/unsend`, { messageId: slip['id'] });
  await expect(messenger.log).toContainText('The LINE user took a message back.');
  await sandbox.post(`users/${emma.key}/postback`, { to: stack.account.channelId, data: 'a=1' });
  await expect(messenger.log).toContainText('The LINE user pressed a button.');
});

test('links lead out, and nothing else does', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('see https://a.example/a?b=1, javascript:alert(1) and <a href="x">x</a>');
  const link = messenger.log.getByRole('link');
  await expect(link).toHaveText(['https://a.example/a?b=1']);
  await expect(link).toHaveAttribute('href', 'https://a.example/a?b=1');
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(link).toHaveAttribute('target', '_blank');
});
