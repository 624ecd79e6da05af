// What is kept when the sandbox ends.

import { expect, test } from '@playwright/test';
import { Sandbox } from './sandbox.ts';

test('the state outlives the process, and a signal ends it cleanly', async ({}, info) => {
  const file = info.outputPath('state.json');
  const first = await Sandbox.start('--state', file, '--demo');
  await first.put('channels/2000000001/friends/hanako', { state: 'friend' });
  await first.write('hanako', { to: '2000000001', type: 'text', text: 'kept' });
  expect(await first.stop()).toBe(0);
  const second = await Sandbox.start('--state', file, '--demo');
  const shown = await second.messages('hanako', '2000000001');
  expect(shown.map(({ message }) => message.text as string)).toEqual(['kept']);
  expect((await second.get('users'))['users']).toHaveLength(4);
  await second.stop();
});
