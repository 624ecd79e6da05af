// A LINE user, as the sandbox plays one.

import { expect } from '@playwright/test';

import type { Channel, Json, Sandbox } from '../sandbox/sandbox.ts';

/** What a LINE user tells of themselves. */
export interface Profile {
  name: string;
  picture: 'drawn' | 'none';
}

export class LineUser {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly account: Channel,
    readonly key: string,
    readonly name: string,
  ) {}

  static async make(sandbox: Sandbox, account: Channel, key: string, profile: Profile): Promise<LineUser> {
    await sandbox.user(key, { ...profile });
    return new LineUser(sandbox, account, key, profile.name);
  }

  private be(state: 'friend' | 'blocked'): Promise<Json> {
    return this.sandbox.put(`channels/${this.account.channelId}/friends/${this.key}`, { state });
  }

  /** Adds the account as friend, or takes a block back. */
  add = () => this.be('friend');
  block = () => this.be('blocked');

  /** Writes to the account; answers the event's id. */
  async says(text: string): Promise<string> {
    return this.sends({ type: 'text', text });
  }

  /** Sends a message of any kind; answers the event's id. */
  async sends(message: Json): Promise<string> {
    const sent = await this.sandbox.write(this.key, { to: this.account.channelId, ...message });
    return sent['eventId'] as string;
  }

  /** What the phone shows, oldest first. */
  chat(): Promise<Json[]> {
    return this.sandbox.messages(this.key, this.account.channelId);
  }

  /** The texts on the phone, oldest first. */
  async texts(): Promise<string[]> {
    return (await this.chat()).map(({ message }) => message.text as string);
  }

  /** What came to the phone, oldest first: its kind, the words or those that stand for it, and by which
   * road; waited for until there are so many. */
  async received(count: number): Promise<{ type: string; words: string; via: string }[]> {
    const query = { kind: 'delivered', user: this.key, count };
    await this.sandbox.wait(query);
    const messages = (await this.chat()).filter(({ author }) => author.kind === 'account');
    return messages.map(({ message, via }) => ({
      type: message.type, words: message.text ?? message.altText, via,
    }));
  }

  /** Waits until exactly these texts are on the phone, in this order. */
  async expectTexts(texts: string[], timeout = 15_000): Promise<void> {
    await expect.poll(() => this.texts(), { timeout }).toEqual(texts);
  }

  /** Waits until the phone has a text; answers the message. */
  async receives(text: string): Promise<Json> {
    const [delivered] = await this.sandbox.wait({ kind: 'delivered', user: this.key, contains: text });
    if (!delivered) throw new Error(`not delivered: ${text}`);
    return delivered;
  }
}
