// A LINE user adds the account by the QR code that the member has saved, read by a reader that is not
// ours.

import { Phone } from '../kit/phone.ts';
import { expect, test } from '../kit/test.ts';
import { Profile } from './profile.ts';

test('the saved QR code adds the account, and other pictures say why they do not', async ({
  stack, messenger, page, isMobile, browser, watch,
}, info) => {
  await messenger.open();
  const { place } = await Profile.open(messenger, isMobile);
  const saved = page.waitForEvent('download');
  await place.getByRole('button', { name: isMobile ? 'Save' : 'Save QR Code' }).click();
  const code = info.outputPath('code.png');
  await (await saved).saveAs(code);
  const screen = info.outputPath('screen.png');
  await page.getByRole('heading').first().screenshot({ path: screen });

  await stack.sandbox.user('emma', { name: 'Emma' });
  const phone = await Phone.of('emma', stack, browser, watch);
  watch.expect(/status of 400/, /\/scan 400/);
  await phone.scans(screen);
  await expect(phone.page.getByRole('status')).toContainText('Not added: there is no QR code in this picture');
  await phone.scans(code);
  await expect(phone.page.getByRole('heading', { name: '林 葵' })).toBeVisible();
  await phone.close();
  await messenger.open('/');
  await expect(messenger.room('Emma')).toContainText('Emma added your account as friend');
});
