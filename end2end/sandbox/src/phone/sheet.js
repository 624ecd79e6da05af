// The profile of an official account: what its head opens.

import { put } from './api.js';
import { byId, setPicture } from './dom.js';

/** What can be done about an account, in a word. */
export const friendAct = ({ state }) => ({ blocked: 'Unblock', none: 'Add' })[state] ?? 'Block';

/** Does it. */
export const changeFriend = (me, { chat, state }) =>
  put(`channels/${chat}/friends/${me}`, { state: state === 'friend' ? 'blocked' : 'friend' });

/** Draws the profile as it is now. */
export function drawSheet(me, chat) {
  const { name, statusMessage, pictureUrl, profileUrl } = chat.account;
  setPicture(byId('sheet-picture'), pictureUrl);
  byId('sheet-name').textContent = name;
  byId('sheet-status').textContent = statusMessage;
  const profile = byId('sheet-profile');
  const known = /^https?:\/\//i.test(profileUrl ?? '');
  profile.parentElement.hidden = !known;
  if (known) profile.href = profileUrl;
  const act = byId('sheet-act');
  act.textContent = friendAct(chat);
  act.onclick = () => changeFriend(me, chat);
}

/** Opens the profile. */
export const showSheet = () => byId('sheet').showModal();

/** Listens to the profile. */
export function startSheet() {
  byId('sheet-close').onclick = () => byId('sheet').close();
}
