// What is written while LINE is slow goes out in one call, which costs as much as one message.

import { expect, test } from '../kit/test.ts';

test('what waits behind a message goes out with one call, in order and once', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  // What follows the greeting's reply token is pushed.
  await messenger.send('hello');
  await messenger.expectState('hello', 'sent');
  await stack.sandbox.post('faults', { family: 'push', effect: 'applied', answer: 'hang' });
  const texts = ['slow', 'second', 'third', 'fourth'];
  for (const text of texts) await messenger.send(text);
  await messenger.expectState('fourth', 'sent', 45_000);
  await emma.expectTexts(['hello', ...texts]);
  await messenger.expectTexts(['hello', ...texts]);
  const calls = await stack.sandbox.wait({ kind: 'call', family: 'push', count: 3 });
  // The first, whose answer was lost, the same once more, and all the others.
  expect(calls).toHaveLength(3);

  // Each has its own name at LINE: a reply to one is linked to that one.
  const third = (await emma.chat()).find(({ message }) => message.text === 'third');
  await emma.sends({ type: 'text', text: 'about the third', quote: third!['id'] });
  const quote = messenger.turn('about the third').locator('.quoted');
  await expect(quote).toContainText('third');
});
