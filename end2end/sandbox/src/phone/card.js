// How a Flex message looks: enough of LINE's layout to read a card and press its buttons.

import { make } from './dom.js';

const SIZES = {
  xxs: 11, xs: 12, sm: 13, md: 15, lg: 18, xl: 20, xxl: 24, '3xl': 28, '4xl': 32, '5xl': 40,
};
const SPACES = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };

/** A length as LINE writes it, in CSS. */
const length = (given, words) => (given in words ? `${words[given]}px` : given);

/** Only what is opened safely here: a bot's address is not trusted. */
const isSafe = (uri) => /^(https?:\/\/|tel:)/i.test(uri ?? '');

function text(component) {
  const words = component.contents?.map((span) => span.text).join('') ?? component.text;
  const line = make('p', { className: component.wrap ? 'wrap' : 'line', textContent: words });
  line.style.fontSize = length(component.size ?? 'md', SIZES);
  if (component.weight === 'bold') line.style.fontWeight = 'bold';
  if (component.color) line.style.color = component.color;
  if (component.align) line.style.textAlign = component.align;
  return line;
}

function image({ url, aspectRatio }) {
  const picture = make('img', { alt: '', loading: 'lazy' });
  if (/^https?:\/\//i.test(url)) picture.src = url;
  picture.style.aspectRatio = (aspectRatio ?? '1:1').replace(':', ' / ');
  return picture;
}

function button({ action, style = 'link' }) {
  const properties = { className: `press ${style}`, textContent: action.label };
  if (action.type !== 'uri' || !isSafe(action.uri)) return make('span', properties);
  return make('a', { ...properties, href: action.uri, target: '_blank', rel: 'noreferrer' });
}

function box(component) {
  const across = component.layout === 'vertical' ? '' : ' across';
  const baseline = component.layout === 'baseline' ? ' baseline' : '';
  const stack = make('div', { className: `stack${across}${baseline}` });
  stack.append(...component.contents.map(draw));
  if (component.spacing) stack.style.gap = length(component.spacing, SPACES);
  if (component.backgroundColor) stack.style.background = component.backgroundColor;
  if (component.paddingAll) stack.style.padding = length(component.paddingAll, SPACES);
  return stack;
}

function draw(component) {
  const kinds = { box, button, image, icon: image, text, separator: () => make('hr') };
  const drawn = (kinds[component.type] ?? (() => make('span')))(component);
  if (component.margin) drawn.style.marginTop = length(component.margin, SPACES);
  if (component.flex !== undefined) drawn.style.flex = component.flex;
  return drawn;
}

function bubble({ header, hero, body, footer }) {
  const block = (content) => content && make('div', { className: 'block' }, draw(content));
  const top = hero && draw(hero);
  return make('div', { className: 'card' }, block(header), top, block(body), block(footer));
}

/** Draws the contents of a Flex message. */
export function drawCard(container) {
  if (container.type === 'bubble') return bubble(container);
  return make('div', { className: 'cards' }, ...container.contents.map(bubble));
}
