// LINE's Python SDK, in an environment of its own beside the other tools. Its versions are those of
// `python/requirements.txt`; made once, it is ready in a moment.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const requirements = path.join(import.meta.dirname, 'python/requirements.txt');
const cache = process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
const tools = process.env['KAKEHASHI_TOOLS'] ?? path.join(cache, 'kakehashi/tools');
const home = path.join(tools, 'line-bot-sdk-python');
const python = path.join(home, 'bin/python');

export interface Webhook {
  body: string;
  signature: string;
}

/** A body, and the SDK's class for it, such as `PushMessageRequest`. */
export interface Outgoing {
  model: string;
  body: unknown;
}

/** What became of a value that the SDK has read: its class, and that of its message if it has one. */
export interface Taken {
  class: string;
  differences: string[];
}

/** Why there can be no Python here; nothing where there can. */
export function noPython(): string | undefined {
  const asked = spawnSync('python3', ['-c', 'import venv, ensurepip']);
  return asked.status === 0 ? undefined : 'no python3 with venv: LINE’s Python SDK was not asked';
}

function run(command: string, args: string[], input = ''): string {
  const done = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 64 << 20 });
  if (done.status === 0) return done.stdout;
  throw new Error(`${command} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
}

function install(): void {
  // What was cut off on the way has no stamp, and a changed list does not equal it.
  const stamp = path.join(home, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(home, { recursive: true, force: true });
  run('python3', ['-m', 'venv', home]);
  const quietly = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  run(python, [...quietly, '--requirement', requirements]);
  writeFileSync(stamp, wanted);
}

/** Has the SDK verify and read webhooks, and read what a bot would send. */
export function taken(
  secret: string, webhooks: Webhook[], requests: Outgoing[] = [],
): { events: Taken[]; requests: Taken[] } {
  install();
  const input = JSON.stringify({ secret, webhooks, requests });
  const told = run(python, [path.join(import.meta.dirname, 'python/check.py')], input);
  return JSON.parse(told) as ReturnType<typeof taken>;
}
