// LINE tells again what we missed, long after it happened.

import { expect, test } from '../kit/test.ts';

const TEN_MINUTES = 600_000;

test('what LINE delivers late stands at the bottom, unread', async ({ stack, messenger, page }) => {
  const { sandbox, account } = stack;
  const channel = `channels/${account.channelId}`;
  const emma = await stack.friend('Emma');
  await stack.told();
  await sandbox.patch(channel, { webhookUrl: 'http://127.0.0.1:9/' });
  await sandbox.post('clock', { offsetMs: -TEN_MINUTES });
  const late = await emma.says('from the tunnel');
  await stack.told();
  await sandbox.patch(channel, { webhookUrl: account['webhookUrl'] });
  await sandbox.post('clock', { offsetMs: 0 });
  await emma.says('are you there?');
  await messenger.open();
  await messenger.reading(() => messenger.openRoom('Emma'));
  await messenger.expectTexts(['are you there?']);
  await messenger.open('/');
  await expect(messenger.room('Emma')).not.toContainText('unread');

  await sandbox.post(`events/${late}/redeliver`);
  await expect(messenger.room('Emma')).toContainText('from the tunnel');
  await expect(messenger.room('Emma')).toContainText('1 unread');
  await messenger.openRoom('Emma');
  await messenger.expectTexts(['are you there?', 'from the tunnel']);
  await expect(messenger.message('from the tunnel')).toBeInViewport();
  await expect(messenger.log.getByText('1 unread')).toBeInViewport();
  await page.reload();
  await messenger.expectTexts(['are you there?', 'from the tunnel']);
});
