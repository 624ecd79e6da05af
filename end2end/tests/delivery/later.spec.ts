// A message that LINE did not get goes again at a time, or is deleted.

import { expect, test } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const SECRET = '秘密 <img onerror>';

test('what failed goes again at a chosen time, is called off, and is deleted', async ({
  stack, messenger, page, anotherDevice, watch,
}) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await messenger.send('hello');
  await messenger.expectState('hello', 'sent');
  await stack.sandbox.post('faults', { family: 'push', status: 400 });
  await messenger.send(SECRET);
  await messenger.expectState(SECRET, 'failed');
  const turn = messenger.turn(SECRET);
  watch.expect(/remedy_message 422/, /status of 422/);
  await turn.getByRole('button', { name: 'Later…' }).click();
  const when = turn.getByLabel('Try again at');
  await when.fill('2020-01-01T09:00');
  await turn.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(turn.getByRole('alert')).toHaveText('Choose a time within the next two months.');
  await expect(when).toHaveValue('2020-01-01T09:00');
  await expectAccessible(page);
  // The page's own clock, in the reader's zone.
  const tomorrow = await page.evaluate(() => {
    const day = new Date(Date.now() + 86_400_000);
    const two = (n: number) => String(n).padStart(2, '0');
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T09:30`;
  });
  await when.fill(tomorrow);
  await turn.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(turn).toContainText('Goes again');
  await expect(turn.locator('.undelivered time')).toContainText('9:30');
  await expect(when).toHaveCount(0);

  const elsewhere = await anotherDevice();
  await elsewhere.open();
  await elsewhere.openRoom('Emma');
  await expect(elsewhere.turn(SECRET)).toContainText('Goes again');
  await elsewhere.turn(SECRET).getByRole('button', { name: 'Call it off' }).click();
  await expect(turn).not.toContainText('Goes again');

  await turn.getByRole('button', { name: 'Delete' }).click();
  for (const device of [messenger, elsewhere]) {
    await expect(device.log).toContainText('Deleted here: it had not gone out.');
    await expect(device.log).not.toContainText(SECRET);
  }
  await messenger.reload();
  await expect(messenger.log).toContainText('Deleted here: it had not gone out.');
  await messenger.send('after that');
  await emma.expectTexts(['hello', 'after that']);
});
