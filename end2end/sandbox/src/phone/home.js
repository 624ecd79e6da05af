// The list of friends: who I am, official accounts, groups.

import { byId, face, make, setPicture } from './dom.js';
import { get, post, upload } from './api.js';

function row(picture, name, about, open) {
  const button = make(
    'button',
    { type: 'button', onclick: open },
    face(picture),
    make(
      'span',
      { className: 'grow' },
      make('span', { className: 'name', textContent: name }),
      make('span', { className: 'quiet', textContent: about }),
    ),
  );
  return make('li', {}, button);
}

function fill(list, rows, empty) {
  list.replaceChildren(
    ...(rows.length ? rows : [make('li', { className: 'quiet empty', textContent: empty })]),
  );
}

const STATES = { blocked: 'Blocked', none: 'Not a friend' };

/** Draws the lists. */
export function drawHome(me, chats, open) {
  setPicture(byId('self-picture'), me.pictureUrl);
  byId('self-name').textContent = me.name;
  byId('self-status').textContent = me.statusMessage ?? '';
  const accounts = chats.filter((chat) => chat.kind === 'direct');
  const groups = chats.filter((chat) => chat.kind !== 'direct');
  fill(
    byId('accounts'),
    accounts.map(({ chat, account, state }) => {
      const about = [STATES[state], account.statusMessage].filter(Boolean).join(' · ');
      return row(account.pictureUrl, account.name, about, () => open(chat));
    }),
    'None yet. Add one by its URL, its ID or its QR code.',
  );
  fill(
    byId('groups'),
    groups.map(({ chat, name, pictureUrl, members }) =>
      row(pictureUrl, name, `${members.length} members`, () => open(chat)),
    ),
    'None yet.',
  );
}

/** Draws the form that makes a group. */
export function drawGroupForm(me, users, accounts) {
  byId('make-members').replaceChildren(
    ...users
      .filter((user) => user.key !== me.key)
      .map((user) =>
        make(
          'label',
          {},
          make('input', { type: 'checkbox', name: 'member', value: user.key }),
          user.name,
        ),
      ),
  );
  byId('make-account').replaceChildren(
    make('option', { value: '', textContent: 'None' }),
    ...accounts.map((account) =>
      make('option', { value: account.channelId, textContent: account.name }),
    ),
  );
}

/** Listens to the forms. `me` tells who plays, `open` opens a chat. */
export function startHome(me, open) {
  const add = async (act) => {
    const result = byId('add-result');
    try {
      result.textContent = '';
      const added = await act();
      byId('account').value = '';
      open(added.channelId);
    } catch (error) {
      result.textContent = `Not added: ${error.message}`;
    }
  };
  byId('add').onsubmit = (event) => {
    event.preventDefault();
    add(() => post(`users/${me()}/add`, { account: byId('account').value }));
  };
  byId('scan').onchange = (event) => {
    const [file] = event.target.files;
    if (file) add(() => upload('POST', `users/${me()}/scan`, file));
    event.target.value = '';
  };
  byId('make').onsubmit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const members = [me(), ...form.getAll('member')];
    const group = await post('groups', { name: form.get('name'), members });
    const channelId = form.get('account');
    if (channelId) await post(`groups/${group.groupId}/invite`, { channelId });
    event.target.reset();
    open(group.groupId);
  };
}

/** All people and accounts. */
export async function everybody() {
  const [{ users }, { channels }] = await Promise.all([get('users'), get('channels')]);
  return { users, accounts: channels };
}
