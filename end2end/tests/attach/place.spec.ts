// A place is sent: where this device is, as a location that LINE shows on its map, or an address as words.

import type { Json } from '../sandbox/sandbox.ts';
import { expect, test } from '../kit/test.ts';
import type { LineUser } from '../kit/line-user.ts';
import { expectAccessible } from '../kit/watch.ts';

const station = { latitude: 35.681236, longitude: 139.767125 };

/** What the account has sent, once the phone has so many of it. */
async function received(user: LineUser, count: number): Promise<Json[]> {
  await user.received(count);
  return (await user.chat()).filter(({ author }) => author.kind === 'account').map(({ message }) => message);
}

test('where this device is goes out as a location, with what it is called', async ({
  stack, messenger, page, context,
}) => {
  await context.setGeolocation(station);
  await context.grantPermissions(['geolocation']);
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await page.getByRole('button', { name: 'Location' }).click();
  const sheet = page.getByRole('dialog', { name: 'Location' });
  await expect(sheet.getByRole('button', { name: 'Send' })).toBeDisabled();
  await sheet.getByRole('button', { name: 'Use where this device is' }).click();
  await expect(sheet.getByRole('link', { name: 'Look at the map' })).toHaveAttribute('href', /query=35\.681236/);
  await sheet.getByLabel('Name').fill('x'.repeat(101));
  await expect(sheet).toContainText('Too long by 1: at most 100 characters.');
  await expect(sheet.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expectAccessible(page);
  await sheet.getByLabel('Name').fill('東京駅 <img onerror>');
  await sheet.getByRole('button', { name: 'Send' }).click();
  await expect(sheet).toBeHidden();
  await expect(messenger.messages.last()).toContainText('東京駅 <img onerror>');
  const [sent] = await received(emma, 1);
  expect(sent).toMatchObject({ type: 'location', title: '東京駅 <img onerror>', ...station });
});

test('an address without a point goes as words with a link to a map', async ({ stack, messenger, page, context }) => {
  await context.clearPermissions();
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await page.getByRole('button', { name: 'Location' }).click();
  const sheet = page.getByRole('dialog', { name: 'Location' });
  await sheet.getByLabel('Address').fill('東京都千代田区丸の内1-9-1');
  await sheet.getByLabel('Address').press('Enter');
  await expect(sheet).toBeHidden();
  await emma.receives('東京都千代田区丸の内1-9-1');
  const [sent] = await received(emma, 1);
  expect(sent!['text']).toMatch(/^東京都千代田区丸の内1-9-1\nhttps:\/\/www\.google\.com\/maps\/search\/\?api=1&query=%E6/);
});

test('what the browser may not tell is said, and the words stay', async ({ stack, messenger, page, context }) => {
  await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await context.clearPermissions();
  await page.getByRole('button', { name: 'Location' }).click();
  const sheet = page.getByRole('dialog', { name: 'Location' });
  await sheet.getByLabel('Name').fill('Here');
  await sheet.getByRole('button', { name: 'Use where this device is' }).click();
  await expect(sheet.getByRole('status')).toContainText('The browser may not tell where this device is.');
  await expect(sheet.getByLabel('Name')).toHaveValue('Here');
});
