// `make run`: Kakehashi and the sandbox, ready to be tried.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import {
  addConnection, addMember, root, serverEnv, setWebhook, startSandbox, startServer, stop,
} from './stack.mjs';

const dataDir = process.env.KAKEHASHI_DATA_DIR ?? path.join(root, 'data');
const port = Number(process.env.PORT ?? 3000);
const sandboxPort = Number(process.env.SANDBOX_PORT ?? 4010);

mkdirSync(dataDir, { recursive: true, mode: 0o700 });
const demo = demoSecrets(path.join(dataDir, 'demo.json'));
const running = [];
let ending;

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(0));

try {
  await start();
} catch (error) {
  console.error(`make run: ${error.message}`);
  await end(1);
}

async function start() {
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
  const { email, password } = demo;
  await addMember({ env, email, name: '林 葵', group: 'Design', password, admin: true });
  const endpoint = await addConnection({ env, email, ...demo });
  await setWebhook({ lineUrl: sandbox.url, endpoint, ...demo });
  const server = await startServer({ port, env });
  watch(server.child, 'the server');
  console.log(`
  Kakehashi runs.

    Messenger        ${server.url}
      e-mail         ${email}
      password       ${password}

    A LINE phone     ${sandbox.url}
      (the sandbox: pick a person, add the official account, write)

  Everything is kept in ${path.relative(process.cwd(), dataDir) || '.'}. Ctrl-C ends both.
`);
}

/** What the demo signs in and signs with: made once, so that a second start finds the same. */
function demoSecrets(file) {
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

/** When one of the two ends by itself, so does the other. */
function watch(child, name) {
  running.push(child);
  child.on('exit', (code) => {
    if (ending) return;
    console.error(`make run: ${name} ended by itself (${code})`);
    end(1);
  });
}

async function end(code) {
  ending ??= Promise.all(running.toReversed().map((child) => stop(child)));
  await ending;
  process.exit(code);
}
