// The pages that connect official accounts, as an admin or a member finds them.

import { expect, type Page } from '@playwright/test';

import type { Channel } from '../sandbox/sandbox.ts';
import { expectAccessible } from './watch.ts';

export class Connecting {
  constructor(readonly page: Page) {}

  async fill(account: Channel, secret: string): Promise<void> {
    await this.page.getByLabel('Channel ID').fill(account.channelId);
    await this.page.getByLabel('Channel secret').fill(secret);
    await expectAccessible(this.page);
  }

  async connect(): Promise<void> {
    await this.page.getByRole('button', { name: 'Connect', exact: true }).click();
  }

  /** The page of the connection, after an act. */
  async says(text: string): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: text })).toBeVisible();
    await expectAccessible(this.page);
  }

  /** Every step of the check is done. */
  async isWell(): Promise<void> {
    const check = this.page.getByRole('region', { name: 'Check' });
    await expect(check.getByText('Done', { exact: true })).toHaveCount(5);
    await expect(this.page.getByText('Healthy')).toBeVisible();
  }

  async disconnect(): Promise<void> {
    const part = this.page.getByRole('region', { name: 'Disconnect' });
    await part.getByRole('checkbox', { name: 'Disconnect this official account' }).check();
    await part.getByRole('button', { name: 'Disconnect' }).click();
  }
}
