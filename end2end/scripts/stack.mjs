// A whole Kakehashi on this machine: server, sandbox, a member, an official account. Used by
// `make run` and by the end-to-end tests, so that both start the very same thing.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
const profile = process.env.KAKEHASHI_PROFILE ?? 'debug';

export const binaries = {
  server: process.env.KAKEHASHI_BIN ?? path.join(target, profile, 'kakehashi'),
  sandbox: process.env.SANDBOX_BIN ?? path.join(target, 'end2end/debug/kakehashi-sandbox'),
};

// Below those that the system gives to outgoing connections: one of these would be taken from under a
// server that is about to listen. Tests that run side by side have ports of their own: two would find the
// same one free. Each process begins elsewhere, so that those of the one before are not met at once.
const PORTS = { first: 20_000, aside: 3_000, lanes: 4, apart: 97 };
const lane = Number(process.env.TEST_PARALLEL_INDEX ?? 0) % PORTS.lanes;
let ports = process.pid * PORTS.apart;

/** A port that nobody listens on. */
export async function freePort() {
  for (;;) {
    const port = PORTS.first + lane * PORTS.aside + (ports++ % PORTS.aside);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(() => true, () => false);
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** Waits until `url` answers with success, or `child` ends, or the time is up. */
export async function answers(url, child, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error(`${url} did not answer within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts the stand-in LINE Platform. */
export async function startSandbox({ port, args = [], stdio = 'inherit' }) {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binaries.sandbox, ['--listen', `127.0.0.1:${port}`, ...args], { stdio });
  await answers(`${url}/`, child);
  return { url, child };
}

/**
 * The settings of a server beside a sandbox, as environment variables. Of this machine it may
 * ask `listed`, a host and port, for what others name.
 */
export function serverEnv({ port, dataDir, lineUrl, listed = '', extra = {} }) {
  return {
    ...process.env,
    KAKEHASHI_LISTEN: `127.0.0.1:${port}`,
    KAKEHASHI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    KAKEHASHI_DATA_DIR: dataDir,
    KAKEHASHI_SITE_DIR: process.env.KAKEHASHI_SITE_DIR ?? path.join(root, 'target/site'),
    KAKEHASHI_LINE_API_URL: lineUrl,
    KAKEHASHI_LINE_DATA_URL: lineUrl,
    KAKEHASHI_LINE_STICKER_URL: lineUrl,
    ...(listed && { KAKEHASHI_WEB_ALLOW: listed }),
    ...extra,
  };
}

/**
 * Starts the server and waits until it can do its work.
 * @param {{ port: number, env: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} options
 */
export async function startServer({ port, env, stdio = 'inherit' }) {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binaries.server, ['serve'], { env, cwd: root, stdio });
  await answers(`${url}/readyz`, child);
  return { url, child };
}

/** Runs one of the program's commands, with `input` on its standard input; answers what it wrote. */
export async function kakehashi(args, { env, input = '' }) {
  const child = spawn(binaries.server, args, { env, cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`kakehashi ${args.join(' ')}: ${err || out}`);
  return out;
}

/** Adds a member. The server must not be running (the database is embedded). */
export async function addMember({ env, email, name, group, password, admin = false }) {
  const args = ['member', 'add', '--email', email, '--name', name, '--password-stdin'];
  if (group) args.push('--group', group);
  if (admin) args.push('--admin');
  await kakehashi(args, { env, input: password });
}

/** Binds an official account; answers its webhook address. */
export async function addConnection({ env, email, channelId, channelSecret }) {
  const args = ['connection', 'add', '--member', email, '--channel-id', channelId];
  const out = await kakehashi([...args, '--channel-secret-stdin'], { env, input: channelSecret });
  const address = out.match(/https?:\/\/\S+\/line\/webhook\/\S+/);
  if (!address) throw new Error(`no webhook address in: ${out}`);
  return address[0];
}

/** Tells LINE where the webhook is, as an admin does in LINE's console. */
export async function setWebhook({ lineUrl, channelId, channelSecret, endpoint }) {
  const form = { grant_type: 'client_credentials', client_id: channelId, client_secret: channelSecret };
  const issued = await fetch(`${lineUrl}/oauth2/v3/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = await issued.json();
  const set = await fetch(`${lineUrl}/v2/bot/channel/webhook/endpoint`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint }),
  });
  if (!set.ok) throw new Error(`the webhook address was not taken: ${await set.text()}`);
}

/** Signs a member in, as a browser does; answers the session cookie as `name=value`. */
export async function signIn({ url, email, password }) {
  const answer = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ email, password }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`signing in was answered with ${answer.status}`);
  return cookie;
}

/** Asks a process to end, and waits until it has. */
export async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
