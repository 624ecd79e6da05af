// Refusals as LINE words them, and failures that a test has ordered.

import { expect, failure, test, text } from './bot.ts';
import type { Json } from './sandbox.ts';

test('errors have the documented shape', async ({ world }) => {
  const { client, sandbox, hanako } = world;
  const invalid = await failure(
    client.pushMessage({ to: hanako, messages: [text('x'.repeat(5_001)), { type: 'text' } as never] }),
  );
  expect([invalid.status, JSON.parse(invalid.body)]).toEqual([
    400,
    {
      message: 'The request body has 2 error(s)',
      details: [
        { message: 'Length must be between 0 and 5000', property: 'messages[0].text' },
        { message: 'May not be empty', property: 'messages[1].text' },
      ],
    },
  ]);
  const unknown = `U${'0'.repeat(32)}`;
  expect((await failure(client.pushMessage({ to: unknown, messages: [text('x')] }))).status).toBe(400);
  expect((await failure(client.getProfile(unknown))).status).toBe(404);
  expect((await failure(client.getFollowers())).status).toBe(403);
  const nowhere = await fetch(`${sandbox.url}/v2/bot/nowhere`);
  expect(nowhere.status).toBe(404);
  expect(nowhere.headers.get('x-line-request-id')).toBeTruthy();
  const huge = await fetch(`${sandbox.url}/v2/bot/message/push`, {
    method: 'POST',
    body: 'x'.repeat(2 * 1024 * 1024 + 1),
  });
  expect(huge.status).toBe(413);
});

test('ordered failures: before the work, after it, and without an answer', async ({ world }) => {
  const { client, sandbox, channel, hanako } = world;
  const shown = async () =>
    (await sandbox.messages('hanako', channel.channelId)).map(({ message }) => message.text as string);
  const push = (words: string, key: string) =>
    client.pushMessage({ to: hanako, messages: [text(words)] }, key);

  await sandbox.post('faults', { family: 'push', status: 503 });
  const key = crypto.randomUUID();
  expect((await failure(push('one', key))).status).toBe(503);
  expect(await shown()).toEqual([]);
  await push('one', key);

  await sandbox.post('faults', { family: 'push', status: 500, effect: 'applied' });
  const lost = crypto.randomUUID();
  expect((await failure(push('two', lost))).status).toBe(500);
  expect(await shown()).toEqual(['one', 'two']);
  expect((await failure(push('two', lost))).status).toBe(409);
  expect(await shown()).toEqual(['one', 'two']);

  await sandbox.post('faults', { family: 'push', answer: 'close', effect: 'applied' });
  await expect(push('three', crypto.randomUUID())).rejects.toThrow('fetch failed');
  await sandbox.post('faults', { family: 'push', answer: 'hang', effect: 'applied' });
  void push('four', crypto.randomUUID()).catch(() => undefined);
  await sandbox.wait({ kind: 'delivered', contains: 'four' });
  const calls = (await sandbox.get('calls?family=push'))['happenings'] as Json[];
  expect(calls.map(({ status }) => status)).toEqual([503, 200, 500, 409, 0, 0]);
});
