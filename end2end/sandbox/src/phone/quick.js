// The quick replies of the newest message: what a person can answer with a touch.

import { byId, make } from './dom.js';
import { post } from './api.js';

let drawn = '';

/** Draws them, as long as their message is the newest; `attempt` does what a press means. */
export function drawQuick(place, newest, attempt) {
  const items = newest?.message.quickReply?.items ?? [];
  const stamp = JSON.stringify([place, newest?.id, items.length]);
  if (stamp === drawn) return;
  drawn = stamp;
  const press = ({ data, displayText }) =>
    attempt(() => post(`users/${place.me}/postback`, { to: place.to, data, displayText }));
  const buttons = items
    .map(({ action }) => action)
    .filter((action) => action.type === 'postback')
    .map((action) =>
      make('button', {
        type: 'button',
        className: 'plain',
        textContent: action.label,
        onclick: () => press(action),
      }),
    );
  byId('quick').replaceChildren(...buttons);
  byId('quick').hidden = buttons.length === 0;
}
