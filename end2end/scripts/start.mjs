// `make run`: Kakehashi and the sandbox, ready to be tried.

import { announce, port, prepare, showPublicPage, untilInterrupted, watch } from './demo.mjs';
import { startServer } from './stack.mjs';

await untilInterrupted(async () => {
  const prepared = await prepare();
  const server = await startServer({ port, env: prepared.env });
  watch(server.child, 'the server');
  await showPublicPage(prepared, server);
  announce(prepared);
});
