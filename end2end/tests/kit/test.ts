// What every journey begins with: a server and a sandbox of its own, a member who is signed in, and
// somebody who watches for errors and looks at the last screen with axe.

import {
  test as base, type BrowserContext, type BrowserContextOptions, type Page,
} from '@playwright/test';

import { Messenger } from './messenger.ts';
import { Office } from './office.ts';
import { Stack } from './stack.ts';
import { boss, type Greeting } from './template.ts';
import { expectAccessible, Watch } from './watch.ts';

export type DisplayMode = 'browser' | 'standalone';

interface Fixtures {
  /** Where the messenger runs: in a browser's window, or installed, in one of its own. */
  displayMode: DisplayMode;
  /** Whether new friends are greeted, which most tests are not about. */
  greeting: Greeting;
  stack: Stack;
  /** The messenger in the test's page. */
  messenger: Messenger;
  watch: Watch;
  /** Another browser of the same member. */
  anotherDevice: () => Promise<Messenger>;
  /** The browser of an admin, on their page. */
  admin: () => Promise<Office>;
}

/**
 * Shows a page as in a window of the installed app. No browser can be told that it is one; what differs
 * there is in the style sheet alone, so that is served with the two cases exchanged.
 */
async function install(page: Page): Promise<void> {
  await page.route('**/pkg/*.css', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/display-mode:\s*standalone/g, 'display-mode: browser');
    await route.fulfill({ response, body });
  });
}

/** The member's session as a browser keeps it. */
export function signedIn(stack: Stack): Exclude<BrowserContextOptions['storageState'], string> {
  const [name = '', value = ''] = stack.session.split(/=(.*)/s);
  const cookie = {
    name, value, domain: '127.0.0.1', path: '/', expires: -1,
    httpOnly: true, secure: false, sameSite: 'Lax' as const,
  };
  return { cookies: name ? [cookie] : [], origins: [] };
}

export const test = base.extend<Fixtures>({
  displayMode: ['browser', { option: true }],
  greeting: ['off', { option: true }],
  stack: async ({ greeting }, use, info) => {
    const stack = await Stack.withMember(greeting);
    await use(stack);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: stack.log, contentType: 'text/plain' });
    }
    await stack.end();
  },
  baseURL: async ({ stack }, use) => use(stack.url),
  storageState: async ({ stack }, use) => use(signedIn(stack)),
  watch: async ({ javaScriptEnabled }, use) => {
    const watch = new Watch();
    // The browser counts what it was told to ask for beforehand and then may not run.
    if (javaScriptEnabled === false) watch.expect(/\.js csp$/);
    await use(watch);
  },
  context: async ({ context, watch }, use, info) => {
    watch.context(context);
    await use(context);
    if (info.status === info.expectedStatus) watch.verify();
  },
  page: async ({ page, javaScriptEnabled, displayMode }, use, info) => {
    if (displayMode === 'standalone') await install(page);
    await use(page);
    const isUp = info.status === info.expectedStatus && javaScriptEnabled !== false;
    if (isUp && !page.isClosed() && page.url().startsWith('http')) await expectAccessible(page);
  },
  messenger: async ({ page }, use) => use(new Messenger(page)),
  anotherDevice: async ({ browser, stack, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: stack.url, storageState: signedIn(stack) });
      contexts.push(context);
      watch.context(context);
      return new Messenger(await context.newPage());
    });
    for (const context of contexts) await context.close();
  },
  admin: async ({ browser, stack, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const nobody = { cookies: [], origins: [] };
      const context = await browser.newContext({ baseURL: stack.url, storageState: nobody });
      contexts.push(context);
      watch.context(context);
      const page = await context.newPage();
      await page.goto('/admin');
      await page.getByLabel('E-mail').fill(boss.email);
      await page.getByLabel('Password').fill(boss.password);
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL('/admin');
      return new Office(page);
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '@playwright/test';
