// How one message looks.

import { drawCard } from './card.js';
import { face, linked, make, time } from './dom.js';

const stickerUrl = (id) => `/stickershop/v1/sticker/${encodeURIComponent(id)}/android/sticker.png`;

function withMentions({ message, mentionNames }) {
  return message.text.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole, key) =>
    key === undefined ? whole[0] : `@${mentionNames[key] ?? key}`,
  );
}

/** A message in one line, for quotes and previews. */
export function summary(entry) {
  const { message } = entry;
  switch (message.type) {
    case 'text':
      return message.text;
    case 'textV2':
      return withMentions(entry);
    case 'unsent':
      return 'A message that was taken back';
    default:
      return message.altText ?? message.fileName ?? `[${message.type}]`;
  }
}

function picture(src, href) {
  const image = make('img', { src, alt: 'Picture', loading: 'lazy' });
  return href
    ? make('a', { href, target: '_blank', rel: 'noreferrer' }, image)
    : image;
}

function content(entry) {
  const { message, id } = entry;
  const own = `/control/content/${encodeURIComponent(id)}`;
  const bare = (...children) => make('div', { className: 'body bare' }, ...children);
  const plain = (...children) => make('div', { className: 'body' }, ...children);
  switch (message.type) {
    case 'text':
      return plain(...linked(message.text));
    case 'textV2':
      return plain(...linked(withMentions(entry)));
    case 'sticker':
      return bare(
        make('img', { className: 'drawn', src: stickerUrl(message.stickerId), alt: `Sticker ${message.stickerId}` }),
      );
    case 'image':
      return bare(
        message.previewImageUrl
          ? picture(message.previewImageUrl, message.originalContentUrl)
          : picture(own, own),
      );
    case 'video':
      return bare(
        make('video', {
          controls: true,
          preload: 'none',
          src: message.originalContentUrl ?? own,
          poster: message.previewImageUrl ?? '',
        }),
      );
    case 'audio':
      return bare(
        make('audio', { controls: true, preload: 'none', src: message.originalContentUrl ?? own }),
      );
    case 'file':
      return plain(make('a', { href: own, download: message.fileName, textContent: message.fileName }));
    case 'flex':
      return bare(drawCard(message.contents));
    case 'location':
      return plain(
        `${message.title ?? 'Place'}\n${message.address ?? ''}\n${message.latitude}, ${message.longitude}`,
      );
    default:
      return plain(summary(entry));
  }
}

function author(entry) {
  if (!entry.sender?.name) return entry.authorName ?? 'Nobody';
  return `${entry.sender.name} from '${entry.authorName}'`;
}

/** Draws a message. `acts` are the buttons it has: name and what a press does. */
export function drawMessage(entry, { own, quoted, acts }) {
  if (entry.author.kind === 'notice') {
    return make('p', { className: 'notice', textContent: entry.message.text });
  }
  if (entry.unsent) {
    const whose = own ? 'You took back a message' : `${author(entry)} took back a message`;
    return make('p', { className: 'notice', textContent: whose });
  }
  const body = content(entry);
  if (quoted) body.prepend(make('div', { className: 'quoted', textContent: summary(quoted) }));
  const foot = make('div', { className: 'foot' });
  for (const [name, press] of acts) {
    foot.append(make('button', { type: 'button', className: 'plain', textContent: name, onclick: press }));
  }
  if (entry.edited) foot.append('edited');
  if (own && entry.readByAccount) foot.append('Read');
  foot.append(time(entry.at));
  const element = make('article', { className: own ? 'message own' : 'message' });
  if (!own) {
    element.append(
      face(entry.sender?.iconUrl ?? entry.authorPictureUrl),
      make('div', { className: 'who', textContent: author(entry) }),
    );
  }
  element.append(body, foot);
  return element;
}

export { stickerUrl };
