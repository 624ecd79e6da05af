// A server and a sandbox of a test's own, on free ports. The server can be killed and started again.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, rename, rm } from 'node:fs/promises';

import { addMember, freePort, kakehashi, serverEnv, startServer, stop } from '../../scripts/stack.mjs';
import type { Channel, Json, Sandbox } from '../sandbox/sandbox.ts';
import { LineUser, type Profile } from './line-user.ts';
import {
  emptyDir, makeAccount, member, startSandbox, useTemplate, type Greeting,
} from './template.ts';

/** Events that LINE may tell in one body; more would outlast its two seconds in a debug build. */
const BUNDLE = 50;

interface Parts {
  sandbox: Sandbox;
  account: Channel;
  dataDir: string;
  port: number;
  listed: number;
  session: string;
}

export class Stack {
  readonly sandbox: Sandbox;
  /** The member's official account. */
  readonly account: Channel;
  readonly url: string;
  /** A host and port of this machine that the server may ask; nobody is there but by a test. */
  readonly listed: string;
  /** The member's session cookie, as `name=value`; empty where nobody is known. */
  readonly session: string;
  /** What the server has written. */
  log = '';
  private readonly dataDir: string;
  private readonly port: number;
  private server: ChildProcess | undefined;
  private users = 0;

  private constructor(parts: Parts) {
    this.sandbox = parts.sandbox;
    this.account = parts.account;
    this.dataDir = parts.dataDir;
    this.port = parts.port;
    this.session = parts.session;
    this.listed = `127.0.0.1:${parts.listed}`;
    this.url = `http://127.0.0.1:${parts.port}`;
  }

  /** One member, who is signed in, with an official account whose webhook comes here; with greetings, they
   * are an admin too. */
  static async withMember(greeting: Greeting): Promise<Stack> {
    const [{ dataDir, session, webhook }, port, listed, sandbox] = await Promise.all([
      useTemplate(greeting), freePort(), freePort(), startSandbox(),
    ]);
    await makeAccount(sandbox);
    const webhookUrl = `http://127.0.0.1:${port}${webhook}`;
    const account = (await sandbox.patch('channels/2000000001', { webhookUrl })) as Channel;
    const stack = new Stack({ sandbox, account, dataDir, port, listed, session });
    await stack.start();
    return stack;
  }

  /** Nobody and nothing: a first start. */
  static async empty(): Promise<Stack> {
    const [dataDir, port, listed, sandbox] = await Promise.all([
      emptyDir(), freePort(), freePort(), startSandbox(),
    ]);
    const account = await makeAccount(sandbox);
    const stack = new Stack({ sandbox, account, dataDir, port, listed, session: '' });
    await stack.start();
    return stack;
  }

  private get env(): NodeJS.ProcessEnv {
    const { port, dataDir, listed } = this;
    return serverEnv({ port, dataDir, lineUrl: this.sandbox.url, listed });
  }

  /** Runs one of the program's commands on the server's data; answers what it wrote. */
  command(...args: string[]): Promise<string> {
    return kakehashi(args, { env: this.env });
  }

  /** Gives the member another password, as an administrator does while the server is stopped. */
  setPassword(password: string): Promise<void> {
    return addMember({ env: this.env, ...member, password });
  }

  async start(): Promise<void> {
    const { env } = this;
    const { child } = await startServer({ port: this.port, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    this.server = child;
  }

  /** Ends the server as a power cut does. */
  async kill(): Promise<void> {
    if (this.server) await stop(this.server, 'SIGKILL');
  }

  /** Ends the server as a service manager does; answers its exit code. */
  async terminate(): Promise<number | null> {
    if (!this.server) return null;
    const ended = once(this.server, 'exit');
    this.server.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** Copies the data of a stopped server; answers what puts the copy back. */
  async backUp(): Promise<() => Promise<void>> {
    const copy = `${this.dataDir}-copy`;
    await cp(this.dataDir, copy, { recursive: true });
    return async () => {
      await rm(this.dataDir, { recursive: true });
      await rename(copy, this.dataDir);
    };
  }

  async end(): Promise<void> {
    await this.kill();
    await this.sandbox.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A LINE user who has not added the account yet. */
  async stranger(name: string, picture: Profile['picture'] = 'drawn'): Promise<LineUser> {
    this.users += 1;
    // The face is drawn after the key.
    return LineUser.make(this.sandbox, this.account, `user-${this.users}`, { name, picture });
  }

  /** A LINE user who has added the account. */
  async friend(name: string, picture?: Profile['picture']): Promise<LineUser> {
    const user = await this.stranger(name, picture);
    await user.add();
    return user;
  }

  /** LINE users without a picture who add the account one after the other, told in few webhooks. */
  async crowd(names: string[]): Promise<LineUser[]> {
    const users: LineUser[] = [];
    await this.bundled(names, async (name) => void users.push(await this.friend(name, 'none')));
    return users;
  }

  /** A LINE user writes texts, told in few webhooks. */
  writes(user: LineUser, texts: string[]): Promise<void> {
    return this.sends(user, texts.map((text) => ({ type: 'text', text })));
  }

  /** A LINE user sends messages of any kind, told in few webhooks. */
  async sends(user: LineUser, messages: Json[]): Promise<void> {
    await this.bundled(messages, (message) => user.sends(message));
  }

  /** Does something for each one, of which LINE tells in few bodies, and waits until it was told. */
  private async bundled<T>(all: T[], act: (one: T) => Promise<unknown>): Promise<void> {
    const channel = `channels/${this.account.channelId}`;
    for (let at = 0; at < all.length; at += BUNDLE) {
      await this.sandbox.post(`${channel}/hold`);
      for (const one of all.slice(at, at + BUNDLE)) await act(one);
      await this.sandbox.post(`${channel}/release`, { packing: 'bundle' });
      await this.told();
    }
  }

  /** Waits until every webhook was told. */
  async told(): Promise<void> {
    await this.sandbox.wait({ kind: 'idle', timeoutMs: 60_000 });
  }
}
