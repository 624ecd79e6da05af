// A browser comes back after so long that it is better off with a fresh view. On a PC alone: the past
// takes a while to happen.

import { numbered } from '../kit/numbered.ts';
import { expect, test } from '../kit/test.ts';

/** More than the server sends one by one. */
const MISSED = 5_100;

test('back after thousands of events, the rooms are right', async ({ stack, messenger, context, watch }) => {
  test.setTimeout(300_000);
  watch.expectLoss();
  const emma = await stack.friend('Emma');
  const somchai = await stack.friend('Somchai');
  await somchai.says('long ago');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('before');
  await messenger.expectTexts(['before']);
  await context.setOffline(true);
  await expect(messenger.offlineBanner).toBeVisible();
  await stack.writes(somchai, numbered('message', MISSED));
  await emma.says('while you were away');
  await stack.told();
  await context.setOffline(false);
  await messenger.expectTexts(['before', 'while you were away']);
  await emma.says('and on it goes');
  await messenger.expectTexts(['before', 'while you were away', 'and on it goes']);
  await messenger.open('/');
  await expect(messenger.names).toHaveText(['Emma', 'Somchai']);
  await expect(messenger.room('Somchai')).toContainText(`message ${MISSED}`);
  await expect(messenger.room('Somchai')).toContainText('99+');
});
