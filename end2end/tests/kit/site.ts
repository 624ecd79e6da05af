// A site on this machine that the server may ask although it is not on the public internet.

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

import { test as base } from './test.ts';

/** Journeys beside a site that answers so; `site` is where it is. */
export const withSite = (answer: RequestListener) => base.extend<{ site: string }>({
  site: async ({ stack }, use) => {
    const [host, port] = stack.listed.split(':');
    const server = createServer(answer).listen(Number(port), host);
    await once(server, 'listening');
    await use(`http://${stack.listed}`);
    server.closeAllConnections();
    server.close();
  },
});
