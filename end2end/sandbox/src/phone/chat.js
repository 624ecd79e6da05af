// An open chat: its messages, and writing into it.

import { byId, make, setPicture } from './dom.js';
import { get, post } from './api.js';
import { drawMessage, stickerUrl, summary } from './message.js';
import { drawQuick } from './quick.js';
import { changeFriend, drawSheet, friendAct, showSheet, startSheet } from './sheet.js';
import { drawGroup, showGroup } from './group.js';

const SHOWN = 200;
const STICKERS = [
  ...Array.from({ length: 8 }, (_, n) => ['446', String(1988 + n)]),
  ...Array.from({ length: 8 }, (_, n) => ['11537', String(52002734 + n)]),
];

/** What the composer is about: nothing, a quote, or an edit. */
let context = null;
/** What is drawn, by message id, so that only changes are drawn again. */
let drawn = new Map();
let shownChat = null;
let place = null;
let typingEnds;
/** Whether the log follows its end; not while a person reads further up. */
let following = true;

function toEnd() {
  const log = byId('log');
  if (following) log.scrollTop = log.scrollHeight;
}

function setContext(next) {
  context = next;
  byId('context').hidden = !next;
  byId('context-text').textContent = next
    ? `${next.kind === 'edit' ? 'Editing' : 'Replying to'}: ${summary(next.entry)}`
    : '';
  if (next?.kind === 'edit') byId('text').value = next.entry.message.text;
  if (next) byId('text').focus();
}

async function attempt(act) {
  const trouble = byId('trouble');
  try {
    trouble.textContent = '';
    await act();
    return true;
  } catch (error) {
    trouble.textContent = `Not sent: ${error.message}`;
    return false;
  }
}

function actsOf(entry, own, inGroup) {
  const acts = [];
  if (entry.author.kind !== 'notice' && !entry.unsent) {
    acts.push(['Reply', () => setContext({ kind: 'quote', entry })]);
  }
  if (own && inGroup && entry.message.type === 'text') {
    acts.push(['Edit', () => setContext({ kind: 'edit', entry })]);
  }
  if (own) {
    acts.push([
      'Unsend',
      () => attempt(() => post(`users/${place.me}/unsend`, { messageId: entry.id })),
    ]);
  }
  return acts;
}

function drawLog(messages, inGroup) {
  const log = byId('log');
  const byMessage = new Map(messages.map((entry) => [entry.id, entry]));
  const next = new Map();
  for (const entry of messages) {
    const own = entry.author.user === place.me;
    const quoted = byMessage.get(entry.quotedMessageId);
    const stamp = JSON.stringify([entry, quoted?.unsent]);
    const before = drawn.get(entry.id);
    const element =
      before?.stamp === stamp
        ? before.element
        : drawMessage(entry, { own, quoted, acts: actsOf(entry, own, inGroup) });
    next.set(entry.id, { stamp, element });
    if (before && before.element !== element) before.element.replaceWith(element);
    else if (!before) log.append(element);
  }
  for (const [id, { element }] of drawn) if (!next.has(id)) element.remove();
  drawn = next;
  toEnd();
}

function drawBar(chat) {
  const direct = chat.kind === 'direct';
  const blocked = chat.state === 'blocked';
  setPicture(byId('chat-picture'), direct ? chat.account.pictureUrl : chat.pictureUrl);
  const name = byId('chat-name');
  name.textContent = direct ? chat.account.name : chat.name;
  if (direct) drawSheet(place.me, chat);
  else drawGroup(place.me, chat);
  name.onclick = direct ? showSheet : showGroup;
  byId('chat-about').textContent = direct
    ? chat.account.statusMessage
    : `${chat.members.length} members`;
  const block = byId('block');
  block.hidden = !direct;
  block.textContent = friendAct(chat);
  block.onclick = () => attempt(() => changeFriend(place.me, chat));
  for (const control of byId('write').elements) control.disabled = blocked;
  byId('text').placeholder = blocked ? 'You have blocked this account' : 'Message';
}

function showTyping(until) {
  const left = (until ?? 0) - Date.now();
  byId('typing').textContent = left > 0 ? 'The account is writing…' : '';
  clearTimeout(typingEnds);
  if (left > 0) typingEnds = setTimeout(showTyping, left);
}

/** Draws the chat as it is now. */
export async function drawChat(me, chat) {
  const key = `${me} ${chat.chat}`;
  if (shownChat !== key) {
    shownChat = key;
    drawn = new Map();
    following = true;
    byId('log').replaceChildren();
    setContext(null);
  }
  place = { me, to: chat.chat };
  drawBar(chat);
  const { messages, loadingUntil } = await get(`users/${me}/chats/${chat.chat}?limit=${SHOWN}`);
  if (shownChat !== key) return;
  drawLog(messages, chat.kind !== 'direct');
  drawQuick(place, messages.at(-1), attempt);
  showTyping(loadingUntil);
}

async function send(draft) {
  const quote = context?.kind === 'quote' ? context.entry.id : undefined;
  const sent = await attempt(() =>
    post(`users/${place.me}/messages`, { to: place.to, quote, ...draft }),
  );
  if (sent) setContext(null);
  return sent;
}

async function submit() {
  const field = byId('text');
  const text = field.value;
  if (!text.trim()) return;
  field.value = '';
  const done =
    context?.kind === 'edit'
      ? await attempt(() =>
          post(`users/${place.me}/edit`, { messageId: context.entry.id, text }),
        )
      : await send({ type: 'text', text });
  if (done) setContext(null);
  else field.value = text;
}

async function sendPicture(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  await send({ type: 'image', contentType: file.type, base64: btoa(binary) });
}

function showStickers(visible) {
  byId('stickers').hidden = !visible;
  byId('sticker').setAttribute('aria-expanded', String(visible));
}

/** Listens to the composer. */
export function startChat() {
  startSheet();
  const log = byId('log');
  log.onscroll = () => {
    following = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  };
  // Pictures come later than their message, and the keyboard makes the log smaller.
  log.addEventListener('load', toEnd, true);
  new ResizeObserver(toEnd).observe(log);
  byId('write').onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  byId('text').onkeydown = (event) => {
    // While an input method composes, Enter chooses a word; Safari tells so by the key code only.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  };
  byId('context-end').onclick = () => {
    if (context?.kind === 'edit') byId('text').value = '';
    setContext(null);
  };
  byId('picture').onchange = (event) => {
    const [file] = event.target.files;
    if (file) sendPicture(file);
    event.target.value = '';
  };
  byId('sticker').onclick = () => showStickers(byId('stickers').hidden);
  byId('stickers').append(
    ...STICKERS.map(([packageId, stickerId]) =>
      make(
        'button',
        {
          type: 'button',
          onclick: () => {
            showStickers(false);
            send({ type: 'sticker', packageId, stickerId });
          },
        },
        make('img', { src: stickerUrl(stickerId), alt: `Sticker ${stickerId}`, loading: 'lazy' }),
      ),
    ),
  );
}
