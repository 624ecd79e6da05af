// Small helpers. Data goes into the page as text or as properties, never as HTML.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element: properties first, then children (nodes or texts). */
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Shows a picture; without a URL the image stays an empty disc. */
export function setPicture(image, url) {
  if (url) image.src = url;
  else image.removeAttribute('src');
}

/** A round picture. */
export function face(url) {
  const image = make('img', { className: 'face', alt: '' });
  setPicture(image, url);
  return image;
}

/** Hour and minute, with the whole date for those who ask. */
export function time(at) {
  const date = new Date(at);
  return make('time', {
    dateTime: date.toISOString(),
    title: date.toLocaleString(),
    textContent: date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
  });
}

/** A text whose web addresses can be clicked. */
export function linked(text) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return parts.map((part, place) =>
    place % 2 ? make('a', { href: part, target: '_blank', rel: 'noreferrer', textContent: part }) : part,
  );
}
