// A member changes what LINE users see of them: About, Phone and Website, and nothing else.

import { expect, test } from '../kit/test.ts';
import { Profile } from './profile.ts';

const about = 'キッチンと浴室のご相談は、\n私がお受けします。';

test('what is saved is seen at once, also on another device', async ({ messenger, isMobile, page, anotherDevice }) => {
  const elsewhere = await anotherDevice();
  await elsewhere.open('/profile');
  const there = elsewhere.page.getByRole('main');
  await expect(there.getByText('Not given')).toHaveCount(3);

  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: about, Phone: '+81 3-1234-5678', Website: 'sagawa.example' });
  await expect(profile.form.getByLabel('About')).toHaveAccessibleDescription(/^23 \/ 500$/);
  await profile.save();
  await expect(profile.form).toHaveCount(0);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(profile.place.getByRole('button', { name: 'Edit' })).toBeFocused();

  for (const place of [profile.place, there]) {
    const fact = (name: string) => place.locator('dt', { hasText: name }).locator('+ dd');
    await expect(fact('About')).toHaveText(about, { useInnerText: true });
    await expect(fact('Phone').getByRole('link')).toHaveAttribute('href', 'tel:+81312345678');
    await expect(fact('Phone')).toHaveText(/3-1234-5678$/);
    await expect(fact('Website').getByRole('link')).toHaveAttribute('href', 'https://sagawa.example/');
    await expect(fact('Website')).toHaveText('sagawa.example');
  }

  await page.reload();
  await expect(page.locator('dd', { hasText: '私がお受けします。' }).first()).toBeVisible();
});

test('an empty field is none', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'hello' });
  await profile.save();
  await expect(profile.fact('About')).toHaveText('hello');
  await profile.edit();
  await profile.fill({ About: '  \n ' });
  await profile.save();
  await expect(profile.fact('About')).toHaveText('Not given');
});

test('each fault stands at its field, and nothing typed is lost', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  const long = 'あ'.repeat(503);
  await profile.fill({ About: long, Phone: '12', Website: 'javascript:alert(1)' });
  await profile.save();
  await profile.expectFault('About', long, '3 characters too many.');
  await expect(profile.form.getByLabel('About')).toBeFocused();

  await profile.fill({ About: 'short' });
  await profile.save();
  await profile.expectFault('Phone', '12', /^Nobody can be called at this number/);
  await profile.expectFault('Website', 'javascript:alert(1)', /^This is not the address of a website/);
  await expect(profile.form.getByLabel('Phone')).toBeFocused();
  await expect(profile.form.getByLabel('About')).toHaveValue('short');

  await profile.fill({ Phone: '+81 3-1234-5678', Website: 'https://sagawa.example/contact' });
  await profile.save();
  await expect(profile.fact('Website')).toHaveText('sagawa.example/contact');
});

for (const website of [
  'javascript:alert(1)', 'JaVaScRiPt://x/%0aalert(1)', 'data:text/html,<script>alert(1)</script>',
  'https://aoi:secret@sagawa.example', 'ftp://sagawa.example', 'no address',
]) {
  test(`${website} is no website`, async ({ messenger, isMobile }) => {
    await messenger.open();
    const profile = await Profile.open(messenger, isMobile);
    await profile.edit();
    await profile.fill({ Website: website });
    await profile.save();
    await profile.expectFault('Website', website, /^This is not the address of a website/);
  });
}

test('a hostile introduction is text', async ({ messenger, isMobile, page }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  const hostile = `<img src=x onerror="document.title='pwned'"></textarea><script>alert(1)</script>\u202E{{ name }} ${'x'.repeat(300)}`;
  await profile.fill({ About: hostile });
  await profile.save();
  await expect(profile.fact('About')).toHaveText(hostile);
  await page.reload();
  await expect(profile.fact('About')).toHaveText(hostile);
  expect(await page.title()).not.toBe('pwned');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()!.width);
});

test('when the server is not reached, the form says so and keeps what was typed', async ({
  messenger, isMobile, page, watch,
}) => {
  watch.expect(/save_profile/, /ERR_FAILED/);
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'typed in a tunnel' });
  await page.route('**/api/save_profile', (route) => route.abort());
  await profile.save();
  await expect(profile.form.getByRole('alert')).toContainText('What you typed is still here');
  await expect(profile.form.getByLabel('About')).toHaveValue('typed in a tunnel');
  await page.unroute('**/api/save_profile');
  await profile.save();
  await expect(profile.fact('About')).toHaveText('typed in a tunnel');
});

test('a double click saves once', async ({ messenger, isMobile, page }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'once' });
  let calls = 0;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/api/save_profile', async (route) => {
    calls += 1;
    await held;
    await route.continue();
  });
  const button = profile.form.getByRole('button', { name: /^Sav/ });
  await button.dblclick();
  await expect(button).toHaveText('Saving…');
  letGo();
  await expect(profile.fact('About')).toHaveText('once');
  expect(calls).toBe(1);
});

test('cancelling changes nothing and gives the focus back', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'never mind' });
  await profile.form.getByRole('button', { name: 'Cancel' }).click();
  await expect(profile.fact('About')).toHaveText('Not given');
  await expect(profile.place.getByRole('button', { name: 'Edit' })).toBeFocused();
  await profile.edit();
  await expect(profile.form.getByLabel('About')).toHaveValue('');
});

test('what is being typed survives a look at a room', async ({ stack, messenger, isMobile, page }) => {
  await stack.friend('Emma');
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await profile.fill({ About: 'half a sen' });
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL('/');
  await messenger.openRoom('Emma');
  if (isMobile) await page.getByRole('link', { name: 'Back to messages' }).click();
  await Profile.open(messenger, isMobile);
  await expect(profile.form.getByLabel('About')).toHaveValue('half a sen');
});

test('what the directory says cannot be changed here', async ({ messenger, isMobile }) => {
  await messenger.open();
  const profile = await Profile.open(messenger, isMobile);
  await profile.edit();
  await expect(profile.form.getByRole('textbox')).toHaveCount(3);
  await expect(profile.form).toContainText('Name and group come from the company directory.');
  await expect(profile.form).toContainText('cannot be changed');
});
