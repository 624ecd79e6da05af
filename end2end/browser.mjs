// How a browser is started here: Debian's Chromium where it is installed, else Playwright's own.

import { existsSync } from 'node:fs';

const installed = '/usr/bin/chromium';
const executablePath = process.env.CHROMIUM_BIN ?? (existsSync(installed) ? installed : undefined);

export const launchOptions = {
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    // A microphone that beeps.
    '--use-fake-device-for-media-stream',
  ],
};
