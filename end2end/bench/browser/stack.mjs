// A Kakehashi of its own for one run: a member and rooms that are filled beforehand, all of it in a directory
// that goes with it.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import {
  addConnection, addMember, binaries, freePort, serverEnv, signIn, startSandbox, startServer, stop,
} from '../../scripts/stack.mjs';

const member = { email: 'bench@example.com', name: 'Bench', password: 'a password for the bench' };

/**
 * Starts everything.
 * @param {number[]} sizes of the rooms, in messages
 */
export async function startStack(sizes) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kakehashi-bench-'));
  const sandbox = endingWithUs(await startSandbox({ port: await freePort(), stdio: 'ignore' }));
  const account = await newAccount(sandbox.url);
  const port = await freePort();
  const env = serverEnv({ port, dataDir, lineUrl: sandbox.url });
  await addMember({ env, ...member });
  await addConnection({ env, email: member.email, ...account });
  const rooms = await fill(dataDir, account.channelId, sizes);
  const server = endingWithUs(await startServer({ port, env, stdio: 'ignore' }));
  return {
    url: server.url,
    /** The rooms, in the order of their sizes. */
    rooms: rooms.map(({ room }) => room),
    /** Their LINE users. */
    contacts: rooms.map(({ contact }) => contact),
    /** The member's session, as `name=value`. */
    session: await signIn({ url: server.url, ...member }),
    async stop() {
      await stop(server.child);
      await stop(sandbox.child);
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Nothing that was started outlives a run that fails. */
function endingWithUs(started) {
  process.once('exit', () => started.child.kill());
  return started;
}

async function newAccount(lineUrl) {
  const made = await fetch(`${lineUrl}/control/channels`, { method: 'POST', body: '{}' });
  const { channelId, channelSecret } = await made.json();
  return { channelId, channelSecret };
}

/** Fills the database of a stopped server; answers the rooms and whose they are. */
async function fill(dataDir, channelId, sizes) {
  const args = [
    '--database', path.join(dataDir, 'database'), '--channel-id', channelId,
    '--rooms', sizes.join(','), '--until', String(Date.now()),
  ];
  const program = path.join(path.dirname(binaries.server), 'examples/fill');
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 64 << 20 });
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
}
