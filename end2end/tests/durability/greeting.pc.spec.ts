// The server dies around a greeting, and the LINE user gets it once.

import { expect, test } from '../kit/test.ts';

/** Long enough for a restart and a second look at LINE. */
const PATIENCE = 45_000;

test.use({ greeting: 'on' });

test.beforeEach(() => test.setTimeout(120_000));

test('killed between the follow and its greeting, it is sent at the next start', async ({
  stack, messenger,
}) => {
  // The greeting waits for the name.
  await stack.sandbox.post('faults', { family: 'profile', answer: 'hang' });
  const emma = await stack.friend('Emma');
  await stack.sandbox.wait({ kind: 'call', family: 'profile' });
  await stack.kill();
  expect(await emma.chat()).toEqual([]);
  await stack.start();
  expect(await emma.received(1)).toMatchObject([{ type: 'flex', via: 'reply' }]);
  await messenger.open();
  await messenger.openRoom('Emma');
  await expect(messenger.log).toContainText('Greeting sent');
});

for (const [effect, what] of [['none', 'not taken'], ['applied', 'taken']] as const) {
  test(`killed between the reply and its record, it is sent once: ${what}`, async ({ stack, messenger }) => {
    await stack.sandbox.post('faults', { family: 'reply', effect, answer: 'hang' });
    const emma = await stack.friend('Emma');
    await stack.sandbox.wait({ kind: 'call', family: 'reply' });
    await stack.kill();
    await stack.start();
    await messenger.open();
    await messenger.openRoom('Emma');
    await expect(messenger.log).toContainText('Greeting sent', { timeout: PATIENCE });
    await messenger.send('after that');
    await messenger.expectState('after that', 'sent');
    const received = await emma.received(2);
    expect(received.map(({ type, via }) => [type, via])).toEqual([['flex', 'reply'], ['text', 'push']]);
  });
}
