// A browser comes back with a place in the stream of events that the server cannot go on from.

import { expect, test } from '../kit/test.ts';

/** Long enough for a browser that has given up hurrying. */
const PATIENCE = 60_000;

test.beforeEach(({ watch }) => {
  test.setTimeout(180_000);
  watch.expectLoss();
});

test('the server was put back to a copy: what was lost with it is gone here, too', async ({
  stack, messenger, context,
}) => {
  const emma = await stack.friend('Emma');
  await emma.says('before the copy');
  await stack.told();
  await stack.terminate();
  const putBack = await stack.backUp();
  await stack.start();
  await messenger.open();
  const somchai = await stack.friend('Somchai');
  await somchai.says('lost as well');
  await expect(messenger.room('Somchai')).toContainText('lost as well');
  await messenger.openRoom('Emma');
  await emma.says('lost with the copy');
  await messenger.expectTexts(['before the copy', 'lost with the copy']);

  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await stack.kill();
  await putBack();
  await stack.start();
  await context.setOffline(false);
  await messenger.expectTexts(['before the copy'], PATIENCE);
  await emma.says('after the copy');
  await messenger.expectTexts(['before the copy', 'after the copy']);
  await messenger.open('/');
  await expect(messenger.names).toHaveText(['Emma']);
  await expect(messenger.room('Emma')).toContainText('after the copy');
});

test('the server died while the browser was away: nothing is missing and nothing doubled', async ({
  stack, messenger, context,
}) => {
  const emma = await stack.friend('Emma');
  await emma.says('one');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['one']);
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await emma.says('two');
  await stack.told();
  await stack.kill();
  await stack.start();
  const somchai = await stack.friend('Somchai');
  await somchai.says('hello');
  await emma.says('three');
  await stack.told();
  await context.setOffline(false);
  await messenger.expectTexts(['one', 'two', 'three'], PATIENCE);
  await messenger.send('four');
  await messenger.expectState('four', 'sent', PATIENCE);
  await messenger.expectTexts(['one', 'two', 'three', 'four']);
  await messenger.open('/');
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await expect(messenger.room('Somchai')).toContainText('2 unread');
});
