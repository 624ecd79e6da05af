// Media that a mini app sends in a LINE user's name: LINE does not keep it, and says where it is.

import type { RequestListener } from 'node:http';

import { picture } from '../kit/picture.ts';
import { mp3 } from '../kit/playable.ts';
import { withSite } from '../kit/site.ts';
import { expect } from '../kit/test.ts';

const red = picture([200, 40, 40]).buffer;

const answer: RequestListener = (request, response) => {
  if (request.url === '/moved.png') {
    response.writeHead(302, { location: '/a.png' }).end();
    return;
  }
  if (request.url === '/inside.png') {
    response.writeHead(302, { location: 'http://127.0.0.1/a.png' }).end();
    return;
  }
  if (request.url === '/page.png') {
    response.end('<title>for those inside</title>');
    return;
  }
  response.end(request.url === '/a.mp3' ? mp3().buffer : red);
};

const test = withSite(answer);
const external = (url: string) => ({ type: 'external', originalContentUrl: url });

test('what a mini app sends comes from where it is, and never from inside', async ({ stack, site, messenger, page }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.sends({ type: 'image', contentProvider: external(`${site}/moved.png`) });
  const shown = messenger.log.getByRole('link', { name: 'Picture', exact: true });
  await expect(shown.getByRole('img', { name: 'Picture' })).toHaveJSProperty('complete', true);
  const original = await page.request.get((await shown.getAttribute('href'))!);
  expect(await original.body()).toEqual(red);
  await emma.sends({ type: 'audio', duration: 61_000, contentProvider: external(`${site}/a.mp3`) });
  await expect(messenger.log.locator('audio')).toBeVisible();
  await emma.sends({ type: 'image', contentProvider: external(`${site}/inside.png`) });
  await expect(messenger.log).toContainText('Picture: no longer available.');
  await emma.sends({ type: 'image', contentProvider: external(`${site}/page.png`) });
  await expect(messenger.log).toContainText('Picture: too large, or not what it says it is');
});
