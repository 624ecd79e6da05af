// The server dies at the worst of moments, and nothing is lost or made twice.

import { expect, test } from '../kit/test.ts';
import { numbered } from '../kit/numbered.ts';
import type { Stack } from '../kit/stack.ts';
import { boss, member } from '../kit/template.ts';

/** Long enough for a restart, LINE's redeliveries and the back-off of a browser. */
const PATIENCE = 45_000;

async function redeliver(stack: Stack): Promise<void> {
  const redeliveryDelaysMs = Array<number>(40).fill(500);
  await stack.sandbox.patch(`channels/${stack.account.channelId}`, { redelivery: true, redeliveryDelaysMs });
}

test.beforeEach(({ watch }) => {
  test.setTimeout(120_000);
  watch.expectLoss();
});

test('killed in the middle of a burst, both sides have everything once', async ({
  stack, messenger, anotherDevice,
}) => {
  const emma = await stack.friend('Emma');
  await redeliver(stack);
  await messenger.open();
  await messenger.openRoom('Emma');
  const [theirs, ours] = [numbered('from LINE', 30), numbered('from us', 12)];
  const writing = (async () => {
    for (const text of theirs.slice(0, 20)) await emma.says(text);
  })();
  for (const text of ours.slice(0, 6)) await messenger.send(text);
  await stack.kill();
  // However fast the machine, some of it must meet a server that is not there.
  await writing;
  for (const text of theirs.slice(20)) await emma.says(text);
  for (const text of ours.slice(6)) await messenger.send(text);
  await stack.sandbox.wait({ kind: 'webhook', outcome: 'COULD_NOT_CONNECT' });
  await stack.start();

  await messenger.expectState('from us 12', 'sent', PATIENCE);
  await stack.told();
  const side = (texts: string[], of: string) => texts.filter((text) => text.startsWith(of));
  const onPhone = await emma.texts();
  expect(side(onPhone, 'from us')).toEqual(ours);
  expect(side(onPhone, 'from LINE')).toEqual(theirs);
  await expect(messenger.log.locator('.bubble')).toHaveCount(42);
  const shown = async (screen = messenger) => {
    const texts = await screen.log.locator('.bubble').allInnerTexts();
    return [side(texts, 'from us'), side(texts, 'from LINE')];
  };
  await expect.poll(() => shown(), { timeout: PATIENCE }).toEqual([ours, theirs]);
  // And not only here: it is all on the disk.
  const elsewhere = await anotherDevice();
  await elsewhere.open(new URL(messenger.page.url()).pathname);
  await expect.poll(() => shown(elsewhere)).toEqual([ours, theirs]);
});

test('killed between commit and send, it is sent at the next start', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await stack.sandbox.post('faults', { family: '*', answer: 'hang', times: 99 });
  await messenger.send('please');
  await stack.sandbox.wait({ kind: 'call', family: 'reply' });
  await stack.kill();
  await stack.sandbox.delete('faults');
  expect(await emma.texts()).toEqual([]);
  await stack.start();
  await messenger.expectState('please', 'sent', PATIENCE);
  expect(await emma.texts()).toEqual(['please']);
  await messenger.expectTexts(['please']);
});

for (const family of ['reply', 'push']) {
  test(`killed between send and record, it is not sent again: ${family}`, async ({ stack, messenger }) => {
    const emma = await stack.friend('Emma');
    await messenger.open();
    await messenger.openRoom('Emma');
    const before = family === 'push' ? ['hello'] : [];
    for (const text of before) {
      await messenger.send(text);
      await messenger.expectState(text, 'sent');
    }
    await stack.sandbox.post('faults', { family, effect: 'applied', answer: 'hang' });
    await messenger.send('please');
    await emma.receives('please');
    await stack.kill();
    await stack.start();
    await messenger.expectState('please', 'sent', PATIENCE);
    await messenger.send('after that');
    await messenger.expectState('after that', 'sent', PATIENCE);
    expect(await emma.texts()).toEqual([...before, 'please', 'after that']);
    await messenger.expectTexts([...before, 'please', 'after that']);
  });
}

test('told to stop, it ends cleanly and in time, and browsers come back', async ({ stack, messenger }) => {
  const emma = await stack.friend('Emma');
  await redeliver(stack);
  await messenger.open();
  await messenger.openRoom('Emma');
  const before = Date.now();
  expect(await stack.terminate()).toBe(0);
  expect(Date.now() - before).toBeLessThan(10_000);
  await emma.says('while you were away');
  const greetings = messenger.greetings;
  await stack.start();
  await messenger.isLive(greetings);
  await expect(messenger.offlineBanner).toHaveCount(0);
  await messenger.expectTexts(['while you were away'], PATIENCE);
  await messenger.send('back again');
  await messenger.expectState('back again', 'sent', PATIENCE);
  await emma.expectTexts(['while you were away', 'back again']);
});

for (const [effect, what] of [['none', 'not taken'], ['applied', 'taken']] as const) {
  test(`told to stop while LINE does not answer, it is sent once: ${what}`, async ({ stack, messenger }) => {
    const emma = await stack.friend('Emma');
    await messenger.open();
    await messenger.openRoom('Emma');
    // What follows the greeting's reply token is pushed.
    await messenger.send('hello');
    await messenger.expectState('hello', 'sent');
    await stack.sandbox.post('faults', { family: 'push', effect, answer: 'hang' });
    await messenger.send('please');
    await stack.sandbox.wait({ kind: 'call', family: 'push' });
    const before = Date.now();
    expect(await stack.terminate()).toBe(0);
    expect(Date.now() - before).toBeLessThan(10_000);
    await stack.sandbox.delete('faults');
    await stack.start();
    await messenger.expectState('please', 'sent', PATIENCE);
    await messenger.send('after that');
    await messenger.expectState('after that', 'sent', PATIENCE);
    expect(await emma.texts()).toEqual(['hello', 'please', 'after that']);
    await messenger.expectTexts(['hello', 'please', 'after that']);
  });
}

test('what was said can be taken along, without a secret', async ({ stack, messenger, watch }) => {
  watch.expectLoss();
  const emma = await stack.friend('Emma');
  await messenger.open();
  await messenger.openRoom('Emma');
  await emma.says('こんにちは "quoted"\nand broken');
  await stack.told();
  await messenger.send('ようこそ');
  await messenger.expectState('ようこそ', 'sent');
  await expect(stack.command('export', '--format', 'jsonl')).rejects.toThrow(/the database is in use/);
  expect(await stack.terminate()).toBe(0);
  const exported = await stack.command('export', '--format', 'jsonl');
  const objects = exported.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const texts = (type: string) => objects.filter((one) => one['type'] === type).map((one) => one['text']);
  expect(texts('message')).toEqual([null, 'こんにちは "quoted"\nand broken', 'ようこそ']);
  expect(texts('delivery')).toEqual(['ようこそ']);
  const members = objects.filter(({ type }) => type === 'member').map((one) => one['email']);
  expect(members.sort()).toEqual([member.email, boss.email].sort());
  expect(objects.filter(({ type }) => type === 'room')).toHaveLength(1);
  expect(exported).not.toContain(stack.account.channelSecret);
  expect(exported).not.toMatch(/argon2|replyToken|password/);
});
