// What nobody should have to see: errors in the console, uncaught ones, and requests that fail.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type BrowserContext, type Page } from '@playwright/test';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Collects complaints of all pages of all contexts of a test. */
export class Watch {
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Says beforehand what a test brings about on purpose. */
  expect(...complaints: RegExp[]): void {
    this.expected.push(...complaints);
  }

  /** Says beforehand that a test takes the server or the network away, from what is fetched ahead too. */
  expectLoss(): void {
    this.expect(
      /ERR_(INTERNET_DISCONNECTED|CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE)/,
      /WebSocket connection to/,
      /\/pkg\/(split|chunk)_\S+ net::ERR_FAILED/,
      /net::ERR_FAILED \(\S+\/pkg\/(split|chunk)_/,
      /TypeError: Failed to fetch/,
    );
  }

  context(context: BrowserContext): void {
    context.on('page', (page) => this.page(page));
  }

  private page(page: Page): void {
    page.on('pageerror', (error) => this.note(`uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      this.note(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Leaving a page ends what it had asked for.
      if (why !== 'net::ERR_ABORTED') this.note(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.note(`answered: ${response.url()} ${response.status()}`);
    });
  }

  private note(complaint: string): void {
    this.complaints.push(complaint);
  }

  verify(): void {
    const isExpected = (complaint: string) => this.expected.some((one) => one.test(complaint));
    expect(this.complaints.filter((complaint) => !isExpected(complaint))).toEqual([]);
  }
}

/** Fails on anything that WCAG 2.2 AA forbids and a machine can see. */
export async function expectAccessible(page: Page): Promise<void> {
  // Nothing has its size before the style sheet is there.
  await page.waitForLoadState();
  // In the page itself, which has no frames of others, and not in a second one; and of what is well, no list.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.withTags(WCAG).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
  expect(found).toEqual([]);
}
