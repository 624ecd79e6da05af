// Data directories that every test begins with a copy of: one member who is signed in, and one
// official account. Hashing a password in a debug build takes seconds, so it is done once.
//
// Most tests are about something else than the greeting, and would have it among their messages: their
// directory has greetings switched off. In the other they are on, and the member is an admin too.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import {
  addConnection, addMember, freePort, serverEnv, signIn, startServer, stop,
} from '../../scripts/stack.mjs';
import { Sandbox, type Channel } from '../sandbox/sandbox.ts';

const kept = path.resolve(import.meta.dirname, '../../test-results/template');

/** Whether new friends are greeted. */
export type Greeting = 'on' | 'off';

/** Who signs in. */
export const member = {
  email: 'aoi@example.com',
  name: '林 葵',
  group: 'Design',
  password: 'correct horse battery staple',
};

/** The company's admin. */
export const boss = {
  email: 'boss@example.com',
  name: 'Boss',
  group: 'Office',
  password: 'another correct horse',
};

export interface Template {
  /** The session cookie, as `name=value`. */
  session: string;
  /** The path of the webhook. */
  webhook: string;
}

/** Makes the official account; its ids are the same each time. */
export async function makeAccount(sandbox: Sandbox): Promise<Channel> {
  return sandbox.channel({
    channelId: '2000000001',
    channelSecret: '0123456789abcdef0123456789abcdef',
    name: member.name,
    statusMessage: member.group,
    basicId: '@kakehashi',
  });
}

/** A sandbox in which the same acts draw the same ids. */
export const startSandbox = () => Sandbox.start('--seed', 'journeys');

export async function makeTemplate(): Promise<void> {
  await rm(kept, { recursive: true, force: true });
  const dataDir = path.join(kept, 'making');
  await mkdir(dataDir, { recursive: true });
  const sandbox = await startSandbox();
  const account = await makeAccount(sandbox);
  const env = serverEnv({ port: await freePort(), dataDir, lineUrl: sandbox.url });
  await addMember({ env, ...boss, admin: true });
  await addMember({ env, ...member });
  const endpoint = await addConnection({ env, email: member.email, ...account });
  const port = Number(new URL(endpoint).port);
  const webhook = new URL(endpoint).pathname;
  const running = async <T>(act: (url: string) => Promise<T>) => {
    const server = await startServer({ port, env, stdio: 'ignore' });
    const done = await act(server.url);
    await stop(server.child);
    return done;
  };
  const begin = (greeting: Greeting) =>
    running(async (url) => {
      await greet(url, await signIn({ url, ...boss }), greeting);
      return signIn({ url, ...member });
    });

  await keep('off', dataDir, { session: await begin('off'), webhook });
  await addMember({ env, ...member, admin: true });
  await keep('on', dataDir, { session: await begin('on'), webhook });
  await rm(dataDir, { recursive: true });
  await sandbox.stop();
}

async function greet(url: string, session: string, greeting: Greeting): Promise<void> {
  const form = new URLSearchParams({ language: 'en', english: '', japanese: '' });
  if (greeting === 'on') form.set('greet', 'on');
  const headers = { origin: url, cookie: session };
  const answer = await fetch(`${url}/admin/greeting`, {
    method: 'POST', redirect: 'manual', headers, body: form,
  });
  if (answer.status !== 303) throw new Error(`setting greetings was answered with ${answer.status}`);
}

async function keep(greeting: Greeting, dataDir: string, template: Template): Promise<void> {
  await cp(dataDir, path.join(kept, greeting), { recursive: true });
  await writeFile(path.join(kept, `${greeting}.json`), JSON.stringify(template));
}

/** A copy of the data directory, and what is known of it. */
export async function useTemplate(greeting: Greeting): Promise<Template & { dataDir: string }> {
  const dataDir = await emptyDir();
  await cp(path.join(kept, greeting), dataDir, { recursive: true });
  const template = JSON.parse(await readFile(path.join(kept, `${greeting}.json`), 'utf8')) as Template;
  return { ...template, dataDir };
}

/** A directory for one test. */
export const emptyDir = () => mkdtemp(path.join(os.tmpdir(), 'kakehashi-'));
