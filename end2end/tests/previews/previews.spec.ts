// Links in messages, and what their pages say of themselves.

import type { RequestListener } from 'node:http';

import { picture } from '../kit/picture.ts';
import { withSite } from '../kit/site.ts';
import { expect } from '../kit/test.ts';
import { expectAccessible } from '../kit/watch.ts';

const hostile = '<img src=x onerror="document.title=\'broken\'">';

const answer: RequestListener = (request, response) => {
  if (request.url === '/picture.png') {
    response.setHeader('content-type', 'image/png');
    response.end(picture([200, 40, 40]).buffer);
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const escaped = hostile.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  response.end(request.url === '/hostile'
    ? `<title>${escaped}</title>`
    : `<title>架け橋 ${request.url}</title><meta name="description" content="A bridge over the river.">
       <meta property="og:image" content="/picture.png">`);
};

const test = withSite(answer);

test('a link shows what its page says, live, on every device, and after a reload', async ({
  stack, site, messenger, page, anotherDevice,
}) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says(`see ${site}/a, please`);
  const card = messenger.log.getByRole('link', { name: '架け橋 /a' });
  await expect(card).toContainText('127.0.0.1');
  await expect(card).toContainText('A bridge over the river.');
  await expect(card).toHaveAttribute('href', `${site}/a`);
  await expect(card).toHaveAttribute('target', '_blank');
  await expect(card).toHaveAttribute('rel', 'noopener noreferrer');
  const image = card.locator('img');
  await expect(image).toHaveAttribute('src', /^\/previews\//);
  await expect(image).toHaveJSProperty('complete', true);
  await expect(image).toHaveJSProperty('naturalWidth', 144);
  await expectAccessible(page);

  await messenger.send(`ours: ${site}/b`);
  await expect(messenger.log.getByRole('link', { name: '架け橋 /b' })).toBeInViewport({ ratio: 1 });
  const opened = page.waitForEvent('popup');
  await card.click();
  expect(await (await opened).evaluate(() => document.title)).toBe('架け橋 /a');

  const other = await anotherDevice();
  await other.open();
  await other.openRoom('Emma');
  await expect(other.log.getByRole('link', { name: '架け橋 /a' })).toBeVisible();
  await messenger.reload();
  await expect(card).toBeVisible();
});

test('a hostile title is words, and what is taken back takes its card along', async ({
  stack, site, messenger, page,
}) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says(`${site}/hostile`);
  const card = messenger.log.locator('.link-card');
  await expect(card).toContainText(hostile);
  await expect(card.locator('img')).toHaveCount(0);
  await expect(page).not.toHaveTitle('broken');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  const sent = (await emma.chat()).at(-1)!;
  await stack.sandbox.post(`users/${emma.key}/unsend`, { messageId: sent['id'] });
  await expect(messenger.log).toContainText('The LINE user took a message back.');
  await expect(card).toHaveCount(0);
});

test('a card that comes while one reads above moves nothing there', async ({ stack, site, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await stack.writes(emma, Array.from({ length: 40 }, (_, n) => `line ${n}`));
  await expect(messenger.message('line 39')).toBeInViewport();
  await messenger.log.evaluate((log) => log.scrollBy(0, -600));
  const read = messenger.log.locator('li.turn').filter({ visible: true }).filter({ hasText: 'line 2' }).first();
  await expect(read).toBeAttached();
  const top = () => read.evaluate((row) => Math.round(row.getBoundingClientRect().top));
  await emma.says(`${site}/a`);
  await expect(messenger.log.locator('.link-card')).toBeAttached();
  const before = await top();
  await emma.says(`${site}/b`);
  await expect(messenger.log.locator('.link-card')).toHaveCount(2);
  await expect.poll(top).toBe(before);
  await expect(page.locator('.link-card').last()).not.toBeInViewport();
});
