// What `make run` and `make dev` share: the sandbox, a member and their official account, and how
// everything ends together.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import {
  addConnection, addMember, root, serverEnv, setWebhook, signIn, startSandbox, stop,
} from './stack.mjs';

const dataDir = path.resolve(process.env.KAKEHASHI_DATA_DIR ?? path.join(root, 'data'));
const sandboxPort = Number(process.env.SANDBOX_PORT ?? 4010);
export const port = Number(process.env.PORT ?? 3000);

const running = [];
let ending;

/** Starts the sandbox and prepares the database; answers the server's environment. */
export async function prepare() {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const demo = secrets(path.join(dataDir, 'demo.json'));
  const { email, password } = demo;
  const sandbox = await startSandbox({
    port: sandboxPort,
    args: [
      '--state', path.join(dataDir, 'sandbox.json'), '--demo',
      '--demo-channel-id', demo.channelId, '--demo-channel-secret', demo.channelSecret,
    ],
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  watch(sandbox.child, 'the sandbox');
  const env = serverEnv({ port, dataDir, lineUrl: sandbox.url });
  await addMember({ env, email, name: '林 葵', group: 'Design', password, admin: true });
  const endpoint = await addConnection({ env, email, ...demo });
  await setWebhook({ lineUrl: sandbox.url, endpoint, ...demo });
  return { env, demo, sandbox };
}

/** Has the phone lead from the official account to the member's public page. */
export async function showPublicPage({ demo, sandbox }, { url }) {
  const page = await publicPage(url, await signIn({ url, ...demo }));
  if (!page) return;
  await fetch(`${sandbox.url}/control/channels/${demo.channelId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ profileUrl: url + page }),
  });
}

/** The path of the page, which is there once the server has asked LINE who the account is. */
async function publicPage(url, cookie) {
  for (let tries = 0; tries < 20; tries += 1) {
    const chooser = await (await fetch(`${url}/profile/public`, { headers: { cookie } })).text();
    const [path] = chooser.match(/\/p\/[0-9a-f]{32}/) ?? [];
    if (path) return path;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Says where everything is. */
export function announce({ demo, sandbox }) {
  console.log(`
  Kakehashi runs.

    Messenger        http://127.0.0.1:${port}
      e-mail         ${demo.email}
      password       ${demo.password}

    A LINE phone     ${sandbox.url}
      (the sandbox: pick a person, add the official account, write)

  Everything is kept in ${path.relative(process.cwd(), dataDir) || '.'}. Ctrl-C ends both.
`);
}

/** When one of the processes ends by itself, so do the others. */
export function watch(child, name) {
  running.push(child);
  child.on('exit', (code) => {
    if (ending) return;
    console.error(`${name} ended by itself (${code})`);
    end(1);
  });
}

/** Runs `main` until Ctrl-C. */
export async function untilInterrupted(main) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0));
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    await end(1);
  }
}

async function end(code) {
  ending ??= Promise.all([...running].reverse().map((child) => stop(child)));
  await ending;
  process.exit(code);
}

/** What the demo signs in and signs with: made once, so that a second start finds the same. */
function secrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const made = {
    email: 'aoi@example.com',
    password: randomBytes(9).toString('base64url'),
    channelId: '2000000001',
    channelSecret: randomBytes(16).toString('hex'),
  };
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  return made;
}
