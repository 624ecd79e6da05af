// The end-to-end tests. The journeys run on a PC's and on a phone's screen, each test with a server,
// a database and a sandbox of its own; `sandbox` tests the sandbox itself.

import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

import { binaries } from './scripts/stack.mjs';

const systemBrowser = '/usr/bin/chromium';
const executablePath =
  process.env['CHROMIUM_BIN'] ?? (existsSync(systemBrowser) ? systemBrowser : undefined);

// One build for both: the one that `build.sh` makes.
if (existsSync(binaries.sandbox)) process.env['SANDBOX_BIN'] ??= binaries.sandbox;

const journeys = {
  testMatch: '**/*.spec.ts',
  testIgnore: 'sandbox/**',
  dependencies: ['template'],
};
const person = {
  locale: 'en-GB',
  timezoneId: 'Asia/Tokyo',
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
} as const;

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  // One more try on a machine that nobody watches: what needs it is listed as flaky, and is a fault.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  timeout: 90_000,
  // Builds often run beside the tests.
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
    trace: process.env['CI'] ? 'retain-on-failure' : 'off',
  },
  projects: [
    { name: 'sandbox', testMatch: 'sandbox/**/*.spec.ts' },
    { name: 'template', testMatch: 'setup/**/*.setup.ts' },
    {
      name: 'pc',
      ...journeys,
      use: { ...person, viewport: { width: 1440, height: 900 } },
    },
    {
      name: 'phone',
      ...journeys,
      use: {
        ...person,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
  ],
});
