// When and how often a webhook is told: again after a failure, in order within a chat, held and let go.

import { expect, test } from './bot.ts';

test('a failed webhook is told again, marked so; a duplicate is not marked', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  await sandbox.patch(`channels/${to}`, { redeliveryDelaysMs: [50, 50] });
  receiver.answers = [500, 503];
  const { eventId } = await sandbox.write('hanako', { to, type: 'text', text: 'again' });
  const events = (await receiver.count(4)).filter((one) => one['webhookEventId'] === eventId);
  expect(events.map((event) => event['deliveryContext'].isRedelivery)).toEqual([false, true, true]);
  expect(new Set(events.map((event) => event['replyToken'])).size).toBe(1);
  await sandbox.post(`events/${eventId}/duplicate`, { times: 3 });
  const all = await receiver.count(7);
  expect(all.slice(4).map((event) => event['deliveryContext'].isRedelivery)).toEqual([false, false, false]);
  await sandbox.post(`events/${eventId}/redeliver`);
  expect((await receiver.count(8))[7]?.['deliveryContext']).toEqual({ isRedelivery: true });
});

test('held events come in the order asked for, or in one body', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  const texts = () => receiver.events.slice(1).map((event) => event['message'].text as string);
  await sandbox.post(`channels/${to}/hold`);
  for (const words of ['a', 'b', 'c']) await sandbox.write('hanako', { to, type: 'text', text: words });
  expect((await sandbox.get(`channels/${to}/held`))['events']).toHaveLength(3);
  await sandbox.post(`channels/${to}/release`, { order: 'reversed' });
  await receiver.count(4);
  expect(texts()).toEqual(['c', 'b', 'a']);
  await sandbox.post(`channels/${to}/hold`);
  for (const words of ['d', 'e']) await sandbox.write('hanako', { to, type: 'text', text: words });
  await sandbox.post(`channels/${to}/release`, { packing: 'bundle' });
  await receiver.count(6);
  expect(receiver.received.at(-1)?.body['events']).toHaveLength(2);
});

test('a slow server holds up its own chat only, and its time-out is noted', async ({ world }) => {
  const { sandbox, receiver, channel } = world;
  const to = channel.channelId;
  await sandbox.user('emma');
  receiver.answers = ['hang'];
  await sandbox.write('hanako', { to, type: 'text', text: 'slow' });
  await receiver.event((event) => event['message']?.text === 'slow');
  await sandbox.write('hanako', { to, type: 'text', text: 'behind' });
  await sandbox.write('emma', { to, type: 'text', text: 'beside' });
  await receiver.event((event) => event['message']?.text === 'behind');
  const order = receiver.events.slice(1).map((event) => event['message'].text as string);
  expect(order).toEqual(['slow', 'beside', 'behind']);
  const [attempt] = await sandbox.wait({ kind: 'webhook', outcome: 'REQUEST_TIMEOUT' });
  expect(attempt?.['durationMs']).toBeGreaterThanOrEqual(1_900);
});
