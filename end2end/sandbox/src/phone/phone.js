// The page: who plays, which screen is open, and keeping both up to date.

import { byId, make } from './dom.js';
import { follow, get } from './api.js';
import { drawGroupForm, drawHome, everybody, startHome } from './home.js';
import { drawChat, startChat } from './chat.js';
import { startGroup } from './group.js';

// The address says all: `?as=hanako&chat=2000000001`.
const address = () => new URLSearchParams(location.search);
const me = () => byId('me').value;
let everyoneDrawn = '';
let running = false;
let again = false;

function go(as, chat) {
  const next = new URLSearchParams({ as });
  if (chat) next.set('chat', chat);
  history.pushState(null, '', `?${next}`);
  refresh();
}

const open = (chat) => go(me(), chat);

async function drawEverybody() {
  const { users, accounts } = await everybody();
  const player = users.find((user) => user.key === address().get('as')) ?? users[0];
  const stamp = JSON.stringify([users, accounts.map(({ channelId, name }) => [channelId, name]), player]);
  if (stamp !== everyoneDrawn) {
    everyoneDrawn = stamp;
    byId('me').replaceChildren(
      ...users.map((user) => make('option', { value: user.key, textContent: user.name })),
    );
    if (player) {
      byId('me').value = player.key;
      drawGroupForm(player, users, accounts);
    }
  }
  return player;
}

async function draw() {
  const player = await drawEverybody();
  if (!player) return;
  const { chats } = await get(`users/${player.key}/chats`);
  drawHome(player, chats, open);
  const chat = chats.find(({ chat }) => chat === address().get('chat'));
  const arriving = chat && byId('chat').hidden;
  byId('home').hidden = Boolean(chat);
  byId('chat').hidden = !chat;
  document.title = chat ? `${chat.account?.name ?? chat.name} · Sandbox phone` : 'Sandbox phone';
  if (!chat) return;
  await drawChat(player.key, chat);
  if (arriving) byId('text').focus();
}

// One drawing at a time; what happens meanwhile asks for another.
async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      await draw();
    } while (again);
  } finally {
    running = false;
  }
}

byId('me').onchange = () => go(me());
byId('back').onclick = () => go(me());
window.onpopstate = refresh;
startHome(me, open);
startChat();
startGroup(() => go(me()));
const toAdd = address().get('add');
if (toAdd) byId('account').value = toAdd;
await refresh();
follow(refresh);
