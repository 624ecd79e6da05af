// Pictures to upload, made on the spot.

import { PNG } from 'pngjs';

/** What a file chooser is given. */
export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A PNG of one colour, such as `[200, 40, 40]`. */
export function picture(
  [red, green, blue]: [number, number, number], [width, height] = [64, 48],
): Picture {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, green, blue, 255], at);
  return { name: 'me.png', mimeType: 'image/png', buffer: PNG.sync.write(png) };
}

/** A file that calls itself a picture, and is a document with a script in it. */
export const disguised: Picture = {
  name: 'me.png',
  mimeType: 'image/png',
  buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
};
