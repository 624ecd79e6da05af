// An administrator has given a member a new password: whoever knew the old one is out.

import { member } from '../kit/template.ts';
import { expect, test } from '../kit/test.ts';
import { signIn } from './sign-in.ts';

/** Long enough for a browser that has given up hurrying. */
const PATIENCE = 60_000;

test('a new password ends what was signed in with the old one, everywhere', async ({
  stack, messenger, page, anotherDevice, watch,
}) => {
  test.setTimeout(120_000);
  watch.expectLoss();
  watch.expect(/open_messenger 401/, /status of (401|422)/, /\/login 422/);
  await stack.friend('Emma');
  const elsewhere = await anotherDevice();
  await Promise.all([messenger.open(), elsewhere.open()]);
  expect(await stack.terminate()).toBe(0);
  await stack.setPassword('a wholly different password');
  await stack.start();
  for (const screen of [messenger, elsewhere]) {
    await expect(screen.page).toHaveURL('/login', { timeout: PATIENCE });
  }
  await signIn(page, member.password);
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
  await signIn(page, 'a wholly different password');
  await expect(messenger.room('Emma')).toBeVisible();
});
