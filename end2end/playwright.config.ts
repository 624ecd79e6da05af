// The end-to-end tests. The journeys run on a PC's and on a phone's screen (`*.pc.spec.ts` on a PC's
// alone, `*.phone.spec.ts` on a phone's), those of the guide's profile and of the whole road also in a
// window of the installed app;
// each test with a server, a database and a sandbox of its own. `sandbox` tests the sandbox itself.
// With UPDATE_SCREENSHOTS=1, `pictures` takes those of the README.

import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

import { launchOptions } from './browser.mjs';
import { binaries } from './scripts/stack.mjs';
import { app, pc, phone } from './tests/kit/screens.ts';
import type { DisplayMode } from './tests/kit/test.ts';

// One build for both: the one that `build.sh` makes.
if (existsSync(binaries.sandbox)) process.env['SANDBOX_BIN'] ??= binaries.sandbox;

const person = {
  locale: 'en-GB',
  timezoneId: 'Asia/Tokyo',
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
} as const;

const journeys = [
  { name: 'pc', testIgnore: ['sandbox/**', '**/*.phone.spec.ts'], use: { ...person, ...pc } },
  { name: 'phone', testIgnore: ['sandbox/**', '**/*.pc.spec.ts'], use: { ...person, ...phone } },
].map((screen) => ({ ...screen, testMatch: '**/*.spec.ts', dependencies: ['template'] }));

const installed = {
  name: 'app',
  testMatch: ['profile/*.spec.ts', 'rooms/whole-road.spec.ts', 'rooms/looking-after.spec.ts'],
  dependencies: ['template'],
  // What a service worker keeps is out of the tests' hands, the style sheet among it.
  use: { ...person, ...app, displayMode: 'standalone' as const, serviceWorkers: 'block' as const },
};

const pictures = {
  name: 'pictures',
  testMatch: '**/*.pictures.ts',
  dependencies: ['template'],
  use: person,
};

export default defineConfig<{ displayMode: DisplayMode }>({
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
    launchOptions,
    // Without the pages' contents: to keep them, the tracer fetches what pages have blocked or lost.
    trace: { mode: process.env['CI'] ? 'retain-on-failure' : 'off', snapshots: false },
  },
  projects: [
    { name: 'sandbox', testMatch: 'sandbox/**/*.spec.ts' },
    { name: 'template', testMatch: 'setup/**/*.setup.ts' },
    ...journeys,
    installed,
    ...(process.env['UPDATE_SCREENSHOTS'] ? [pictures] : []),
  ],
});
