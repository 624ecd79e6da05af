// What LINE answers, and what becomes of the message: sent exactly once, or failed with a reason in
// plain words and a Retry that works. The pauses between tries are real.

import type { LineUser } from '../kit/line-user.ts';
import type { Messenger } from '../kit/messenger.ts';
import type { Stack } from '../kit/stack.ts';
import type { Json } from '../sandbox/sandbox.ts';
import { expect, test as base } from '../kit/test.ts';

/** Long enough for a call that hangs and two more tries. */
const PATIENCE = 40_000;

/** Emma, in an open room, whose greeting's reply token is used up: what follows is pushed. */
const test = base.extend<{ emma: LineUser }>({
  emma: [
    async ({ stack, messenger }, use) => {
      const emma = await stack.friend('Emma');
      await messenger.open();
      await messenger.openRoom('Emma');
      await messenger.send('hello');
      await messenger.expectState('hello', 'sent');
      await use(emma);
    },
    { auto: true },
  ],
});

test.beforeEach(() => test.setTimeout(90_000));

async function order(stack: Stack, faults: Json[]): Promise<void> {
  for (const fault of faults) await stack.sandbox.post('faults', fault);
}

const passing: Record<string, Json[]> = {
  'one 401': [{ family: 'push', status: 401 }],
  'one 500': [{ family: 'push', status: 500 }],
  'taken, then 500': [{ family: 'push', effect: 'applied', status: 500 }],
  'taken, then closed': [{ family: 'push', effect: 'applied', answer: 'close' }],
  'taken, then nothing': [{ family: 'push', effect: 'applied', answer: 'hang' }],
  'closed at once': [{ family: 'push', answer: 'close' }],
  'too many calls': [{ family: 'push', status: 429, headers: { 'retry-after': '1' } }],
  'no new token at first': [{ family: 'push', status: 401 }, { family: 'token', status: 500 }],
};

for (const [what, faults] of Object.entries(passing)) {
  test(`sent once all the same: ${what}`, async ({ stack, messenger, emma }) => {
    await order(stack, faults);
    await messenger.send('please');
    await messenger.send('after that');
    await messenger.expectState('please', 'sent', PATIENCE);
    await messenger.expectState('after that', 'sent');
    expect(await emma.texts()).toEqual(['hello', 'please', 'after that']);
    await messenger.expectTexts(['hello', 'please', 'after that']);
  });
}

const failing: Record<string, { faults: Json[]; says: string }> = {
  'refused': {
    faults: [{ family: 'push', status: 400 }],
    says: 'Not sent: LINE refused the message.',
  },
  'credentials': {
    faults: [{ family: 'push', status: 401, times: 99 }],
    says: 'Not sent: LINE does not accept the account’s credentials. An admin must renew them.',
  },
};

for (const [what, { faults, says }] of Object.entries(failing)) {
  test(`failed with a reason, and sent by Retry: ${what}`, async ({ stack, messenger, emma }) => {
    await order(stack, faults);
    await messenger.send('please');
    await messenger.expectState('please', 'failed', PATIENCE);
    await expect(messenger.turn('please')).toContainText(says);
    await stack.sandbox.delete('faults');
    // Nothing is sent again by itself.
    await messenger.reload();
    await messenger.expectState('please', 'failed');
    await messenger.turn('please').getByRole('button', { name: 'Retry' }).click();
    await messenger.expectState('please', 'sent', PATIENCE);
    expect(await emma.texts()).toEqual(['hello', 'please']);
  });
}

test('a used-up quota is said, and Retry works when there is more', async ({ stack, messenger, emma }) => {
  const channel = `channels/${stack.account.channelId}`;
  await stack.sandbox.patch(channel, { quota: 0 });
  await messenger.send('please');
  await messenger.expectState('please', 'failed', PATIENCE);
  await expect(messenger.turn('please')).toContainText('Not sent: this month’s messages are used up.');
  await messenger.open('/');
  await expect(messenger.room('Emma')).toContainText('Not sent:');
  await stack.sandbox.patch(channel, { quota: null });
  await messenger.openRoom('Emma');
  await messenger.turn('please').getByRole('button', { name: 'Retry' }).click();
  await messenger.expectState('please', 'sent', PATIENCE);
  await emma.expectTexts(['hello', 'please']);
});

test('what follows a message that waits keeps its place', async ({ stack, messenger, emma }) => {
  await order(stack, [{ family: 'push', status: 500, times: 2 }]);
  await messenger.send('first');
  await messenger.send('second');
  await messenger.expectState('second', 'sent', PATIENCE);
  expect(await emma.texts()).toEqual(['hello', 'first', 'second']);
});

test('a reply token is used while it lives, then a push', async ({ stack, messenger, emma }) => {
  await emma.says('are you there?');
  await expect(messenger.message('are you there?')).toBeVisible();
  await messenger.send('yes');
  await messenger.send('always');
  await messenger.expectState('always', 'sent');
  const ours = (await emma.chat()).filter(({ author }) => author.kind === 'account');
  expect(ours.map(({ via, message }) => [message.text, via])).toEqual([
    ['hello', 'reply'],
    ['yes', 'reply'],
    ['always', 'push'],
  ]);
  expect((await stack.sandbox.get('happenings?kind=call&family=push'))['happenings']).toHaveLength(1);
});

const replies: Record<string, Json> = {
  'token refused': { family: 'reply', status: 400 },
  'taken, then 500': { family: 'reply', effect: 'applied', status: 500 },
  'taken, then closed': { family: 'reply', effect: 'applied', answer: 'close' },
};

for (const [what, fault] of Object.entries(replies)) {
  test(`a reply that goes wrong is sent once: ${what}`, async ({ stack, messenger, emma }) => {
    await emma.says('hm?');
    await expect(messenger.message('hm?')).toBeVisible();
    await order(stack, [fault]);
    await messenger.send('yes');
    await messenger.expectState('yes', 'sent', PATIENCE);
    expect(await emma.texts()).toEqual(['hello', 'hm?', 'yes']);
  });
}

test('what cannot be delivered any more says why', async ({ messenger, emma, anotherDevice, watch }) => {
  watch.expectLoss();
  watch.expect(/send_message/);
  const late: Messenger = await anotherDevice();
  await late.open();
  await late.openRoom('Emma');
  await late.field.fill('too late');
  await late.page.context().setOffline(true);
  await late.field.press('Enter');
  await late.expectState('too late', 'queued');
  await emma.block();
  await expect(messenger.log).toContainText('Emma blocked or removed your account');
  await late.page.context().setOffline(false);
  await late.expectState('too late', 'not-sent', PATIENCE);
  await expect(late.turn('too late')).toContainText('Not sent: the LINE user has blocked or removed the account.');
  await late.turn('too late').getByRole('button', { name: 'Delete' }).click();
  await expect(late.turn('too late')).toHaveCount(0);
});
