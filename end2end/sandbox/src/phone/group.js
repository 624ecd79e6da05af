// The sheet of a group: who is in it, inviting, renaming, leaving. Its head in the chat opens it.

import { call, post } from './api.js';
import { byId, make } from './dom.js';
import { everybody } from './home.js';

let group = null;
let me = null;

async function attempt(act) {
  const trouble = byId('group-trouble');
  try {
    trouble.textContent = '';
    await act();
    return true;
  } catch (error) {
    trouble.textContent = `Not done: ${error.message}`;
    return false;
  }
}

const path = (...parts) => ['groups', group.chat, ...parts].join('/');

function line(name, remove) {
  return make(
    'li',
    { className: 'row' },
    make('span', { className: 'grow', textContent: name }),
    remove &&
      make('button', {
        type: 'button',
        className: 'plain',
        textContent: `Remove ${name}`,
        onclick: () => attempt(remove),
      }),
  );
}

function choices(label, options) {
  return make('optgroup', { label }, ...options.map(([value, textContent]) => make('option', { value, textContent })));
}

/** Draws the sheet as the group is now. */
async function draw() {
  const { users, accounts } = await everybody();
  const account = accounts.find(({ channelId }) => channelId === group.account);
  const [inside, outside] = [true, false].map((is) =>
    users.filter(({ key }) => group.members.includes(key) === is),
  );
  byId('group-members').replaceChildren(
    ...inside.map(({ key, name }) =>
      line(name, key !== me && (() => call('DELETE', path('members', key)))),
    ),
    ...(account ? [line(account.name, () => call('DELETE', path('account')))] : []),
  );
  byId('group-who').replaceChildren(
    choices('Official accounts', accounts.map(({ channelId, name }) => [`account ${channelId}`, name])),
    choices('People', outside.map(({ key, name }) => [`user ${key}`, name])),
  );
}

/** The group as it is now; drawn when somebody looks. */
export function drawGroup(player, chat) {
  group = chat;
  me = player;
  byId('group-name').textContent = chat.name;
  if (byId('group').open) draw();
}

/** Opens the sheet. */
export function showGroup() {
  byId('group-trouble').textContent = '';
  byId('group-new-name').value = group.name;
  byId('group').showModal();
  draw();
}

/** Listens to the sheet. `left` is called when the player has left the group. */
export function startGroup(left) {
  const sheet = byId('group');
  byId('group-close').onclick = () => sheet.close();
  byId('group-invite').onsubmit = (event) => {
    event.preventDefault();
    const [kind, key] = byId('group-who').value.split(' ');
    attempt(() =>
      kind === 'user'
        ? post(path('members'), { user: key })
        : post(path('invite'), { channelId: key }),
    );
  };
  byId('group-rename').onsubmit = (event) => {
    event.preventDefault();
    attempt(() => call('PATCH', path(), { name: byId('group-new-name').value }));
  };
  byId('group-leave').onclick = async () => {
    if (!(await attempt(() => call('DELETE', path('members', me))))) return;
    sheet.close();
    left();
  };
}
