// `make dev`: as `make run`, but cargo-leptos rebuilds the server and reloads the page on every change.

import { spawn } from 'node:child_process';

import { announce, prepare, untilInterrupted, watch } from './demo.mjs';
import { root } from './stack.mjs';

await untilInterrupted(async () => {
  const prepared = await prepare();
  const child = spawn('cargo', ['leptos', 'watch', '--split'], { env: prepared.env, cwd: root, stdio: 'inherit' });
  watch(child, 'cargo leptos watch');
  announce(prepared);
});
