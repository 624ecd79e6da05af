// A webhook server that checks signatures with LINE's own SDK.

import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { validateSignature } from '@line/bot-sdk';
import type { Json } from './sandbox.ts';

export interface Received {
  headers: http.IncomingHttpHeaders;
  text: string;
  valid: boolean;
  body: Json;
}

export class Receiver {
  readonly received: Received[] = [];
  secret = '';
  /** What the next calls are answered; 200 when empty. `hang` never answers. */
  answers: (number | 'hang')[] = [];
  private readonly waiting: (() => void)[] = [];

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<Receiver> {
    const server = http.createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => receiver.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private take(request: http.IncomingMessage, response: http.ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      const signature = request.headers['x-line-signature'];
      const valid = typeof signature === 'string' && validateSignature(raw, this.secret, signature);
      const text = raw.toString('utf8');
      this.received.push({ headers: request.headers, text, valid, body: JSON.parse(text) as Json });
      for (const wake of this.waiting.splice(0)) wake();
      const answer = this.answers.shift() ?? 200;
      if (answer !== 'hang') response.writeHead(answer).end();
    });
  }

  /** All events so far, in order of arrival. */
  get events(): Json[] {
    return this.received.flatMap(({ body }) => body['events'] as Json[]);
  }

  /** Resolves when so many events have come. */
  async count(events: number): Promise<Json[]> {
    while (this.events.length < events) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return this.events;
  }

  /** Resolves with the first event that matches. */
  async event(matches: (event: Json) => boolean): Promise<Json> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}
