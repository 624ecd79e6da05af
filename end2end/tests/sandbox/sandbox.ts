// Starts a sandbox of one's own on a free port, and speaks its control API.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../..', import.meta.url));

/** The binary: `SANDBOX_BIN`, or what cargo has built last in the target directory. */
function binary(): string {
  const given = process.env['SANDBOX_BIN'];
  if (given) return given;
  const target = process.env['CARGO_TARGET_DIR'] ?? path.join(workspace, 'target');
  const built = ['debug', 'release'].map((profile) => path.join(target, profile, 'kakehashi-sandbox'));
  const found = built.find((file) => existsSync(file));
  if (!found) throw new Error(`no sandbox binary; tried ${built.join(', ')}`);
  return found;
}

export type Json = Record<string, any>;

export interface Channel extends Json {
  channelId: string;
  channelSecret: string;
  botUserId: string;
  basicId: string;
}

export class Sandbox {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async start(...options: string[]): Promise<Sandbox> {
    const child = spawn(binary(), ['--listen', '127.0.0.1:0', ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', RUST_LOG: 'info' },
    });
    const lines = createInterface({ input: child.stderr! });
    for await (const line of lines) {
      const url = /url=(http:\S+)/.exec(line)?.[1];
      if (url) {
        child.stderr!.resume();
        return new Sandbox(child, url);
      }
    }
    throw new Error('the sandbox ended before it listened');
  }

  /** Ends it as a service manager would; resolves with its exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const [code] = await ended;
    return code as number | null;
  }

  async call(method: string, at: string, body?: unknown): Promise<{ status: number; body: Json }> {
    const response = await fetch(`${this.url}/control/${at}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  }

  private async done(method: string, at: string, body?: unknown): Promise<Json> {
    const answer = await this.call(method, at, body);
    if (answer.status !== 200) {
      throw new Error(`${method} ${at}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  get = (at: string) => this.done('GET', at);
  post = (at: string, body: unknown = {}) => this.done('POST', at, body);
  put = (at: string, body: unknown) => this.done('PUT', at, body);
  patch = (at: string, body: unknown) => this.done('PATCH', at, body);
  delete = (at: string) => this.done('DELETE', at);

  async channel(settings: Json = {}): Promise<Channel> {
    return (await this.post('channels', settings)) as Channel;
  }

  async user(key: string, settings: Json = {}): Promise<Json> {
    return this.post('users', { key, ...settings });
  }

  /** Makes the person a friend of the account and tells the user ID that its bot knows. */
  async friend(channel: Channel, user: string): Promise<string> {
    const path = `channels/${channel.channelId}/friends/${user}`;
    return (await this.put(path, { state: 'friend' }))['userId'] as string;
  }

  write = (user: string, message: Json) => this.post(`users/${user}/messages`, message);

  /** What has happened, as soon as `count` things match. */
  async wait(query: Record<string, string | number>): Promise<Json[]> {
    const text = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await this.get(`wait?${text}`))['happenings'] as Json[];
  }

  async messages(user: string, chat: string): Promise<Json[]> {
    return (await this.get(`users/${user}/chats/${chat}`))['messages'] as Json[];
  }
}
