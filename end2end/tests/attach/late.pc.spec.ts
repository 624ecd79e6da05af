// LINE fetches what members send when it likes to: the addresses outlive the server that gave them out,
// and lead nowhere once the member has withdrawn what is there.

import { createHash } from 'node:crypto';
import type { Locator } from '@playwright/test';

import { picture } from '../kit/picture.ts';
import { expect, test } from '../kit/test.ts';

const plan = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(3_000_001, '%PDF-1.7 ') };

test('what LINE fetches late is what members see, and is gone when it is withdrawn', async ({
  messenger, page, stack, watch,
}) => {
  watch.expectLoss();
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await page.getByLabel('Attach files').setInputFiles([picture([200, 40, 40]), plan]);
  await messenger.sendButton.click();
  await emma.received(2);
  const greetings = messenger.greetings;
  await stack.kill();
  await stack.start();
  await messenger.isLive(greetings);

  const received = (await emma.chat()).filter(({ author }) => author.kind === 'account');
  const fetched = async () => {
    const all = [];
    for (const { id } of received) all.push(...(await stack.sandbox.post(`messages/${id}/fetch`))['fetched']);
    return all as { property: string; status: number; contentType: string; length: number; sha256: string }[];
  };
  const sent = { picture: page.locator('a.picture'), plan: page.locator('a.file') };
  const seen = async (shown: Locator, attribute: string) => {
    const answer = await page.request.get((await shown.getAttribute(attribute))!);
    const body = await answer.body();
    const sha256 = createHash('sha256').update(body).digest('hex');
    return { status: 200, contentType: answer.headers()['content-type'], length: body.length, sha256 };
  };
  const late = await fetched();
  expect(late).toMatchObject([
    { property: '/originalContentUrl', ...(await seen(sent.picture, 'href')) },
    { property: '/previewImageUrl', ...(await seen(sent.picture.getByRole('img'), 'src')) },
    await seen(sent.plan, 'href'),
  ]);
  expect(late[2]).toMatchObject({ sha256: createHash('sha256').update(plan.buffer).digest('hex') });

  page.on('dialog', (dialog) => void dialog.accept());
  for (const [shown, left] of [[sent.picture, [404, 404, 200]], [sent.plan, [404, 404, 404]]] as const) {
    const turn = messenger.log.locator('li.turn').filter({ has: shown });
    await turn.getByRole('article').hover();
    await turn.getByRole('button', { name: 'Message menu' }).click();
    const withdrawn = page.waitForResponse('**/api/withdraw_media');
    await page.getByRole('menuitem', { name: 'Withdraw from LINE users' }).click();
    await (await withdrawn).finished();
    expect((await fetched()).map(({ status }) => status)).toEqual(left);
  }
});
