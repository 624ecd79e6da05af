// A data directory that every test begins with a copy of: one member who is signed in, and one
// official account. Hashing a password in a debug build takes seconds, so it is done once.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import {
  addConnection, addMember, freePort, serverEnv, signIn, startServer, stop,
} from '../../scripts/stack.mjs';
import { Sandbox, type Channel } from '../sandbox/sandbox.ts';

const kept = path.resolve(import.meta.dirname, '../../test-results/template');

/** Who signs in. */
export const member = {
  email: 'aoi@example.com',
  name: '林 葵',
  group: 'Design',
  password: 'correct horse battery staple',
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
  const dataDir = path.join(kept, 'data');
  await mkdir(dataDir, { recursive: true });
  const sandbox = await startSandbox();
  const account = await makeAccount(sandbox);
  const env = serverEnv({ port: await freePort(), dataDir, lineUrl: sandbox.url });
  await addMember({ env, ...member });
  const endpoint = await addConnection({ env, email: member.email, ...account });
  const port = Number(new URL(endpoint).port);
  const server = await startServer({ port, env, stdio: 'ignore' });
  const template: Template = {
    session: await signIn({ url: server.url, ...member }),
    webhook: new URL(endpoint).pathname,
  };
  await writeFile(path.join(kept, 'template.json'), JSON.stringify(template));
  await stop(server.child);
  await sandbox.stop();
}

/** A copy of the data directory, and what is known of it. */
export async function useTemplate(): Promise<Template & { dataDir: string }> {
  const dataDir = await emptyDir();
  await cp(path.join(kept, 'data'), dataDir, { recursive: true });
  const template = JSON.parse(await readFile(path.join(kept, 'template.json'), 'utf8')) as Template;
  return { ...template, dataDir };
}

/** A directory for one test. */
export const emptyDir = () => mkdtemp(path.join(os.tmpdir(), 'kakehashi-'));
