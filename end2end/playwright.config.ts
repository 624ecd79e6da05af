// The end-to-end tests. Each project is one capability's tests and starts what it needs itself.

import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const systemBrowser = '/usr/bin/chromium';
const executablePath =
  process.env['CHROMIUM_BIN'] ?? (existsSync(systemBrowser) ? systemBrowser : undefined);

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  reporter: 'list',
  timeout: 60_000,
  // Builds often run beside the tests.
  expect: { timeout: 10_000 },
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    },
    trace: process.env['CI'] ? 'retain-on-failure' : 'off',
  },
  projects: [{ name: 'sandbox', testMatch: 'sandbox/**/*.spec.ts' }],
});
