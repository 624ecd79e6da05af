// What Kakehashi sends to LINE, as its own tests hold it: the snapshots beside the server's source.

import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Outgoing } from './python.ts';
import type { Json } from './sandbox.ts';

const source = path.resolve(import.meta.dirname, '../../../server/src');

/** The part of a snapshot that is not about the snapshot. */
function snapshot(folder: string, name: string): string {
  const text = readFileSync(path.join(source, folder, 'snapshots', `kakehashi__${name}.snap`), 'utf8');
  return text.split(/^---$/m)[2]!;
}

const json = (folder: string, name: string) => JSON.parse(snapshot(folder, name)) as unknown;

/** The body of the last request of a snapshot that shows requests. */
function lastBody(folder: string, name: string): unknown {
  const bodies = [...snapshot(folder, name).matchAll(/^ +body: (".*"),$/gm)];
  return JSON.parse(JSON.parse(bodies.at(-1)![1]!) as string) as unknown;
}

/** Requests of one message each, as the snapshots hold more than one request may. */
const each = (model: string, { messages, ...frame }: Json): Outgoing[] =>
  (messages as unknown[]).map((message) => ({ model, body: { ...frame, messages: [message] } }));

/** Every body, with LINE's name for it. */
export function outgoing(): Outgoing[] {
  const { push, reply, endpoint } = json('line', 'line__payload__tests__what_is_sent') as Json;
  const messages = [
    json('line', 'line__media_message__tests__media_as_line_gets_it'),
    json('greeting', 'greeting__card__tests__a_whole_card_and_a_bare_one'),
    json('greeting', 'greeting__card__tests__in_short_it_is_words_in_the_members_name'),
  ].flat();
  return [
    ...each('PushMessageRequest', push as Json),
    ...each('ReplyMessageRequest', reply as Json),
    ...each('PushMessageRequest', { to: 'U1', messages }),
    { model: 'SetWebhookEndpointRequest', body: endpoint },
    {
      model: 'MarkMessagesAsReadByTokenRequest',
      body: lastBody('read_marks', 'read_marks__tests__what_marking_as_read_asks'),
    },
  ];
}
