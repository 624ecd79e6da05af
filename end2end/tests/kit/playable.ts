// Small videos and sounds that a browser really plays, made on the spot.

import type { Page } from '@playwright/test';

/** What a file chooser is given. */
export interface Playable {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Records what the browser draws and plays itself, until there is half a second of it. */
async function recorded(page: Page, what: 'video' | 'audio'): Promise<Buffer> {
  const base64 = await page.evaluate(async (kind) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const context = canvas.getContext('2d')!;
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    const heard = sound.createMediaStreamDestination();
    tone.connect(heard);
    tone.start();
    const stream = kind === 'video' ? canvas.captureStream(25) : heard.stream;
    const recorder = new MediaRecorder(stream, { mimeType: `${kind}/mp4` });
    const pieces: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
    recorder.start();
    for (const begun = performance.now(); performance.now() < begun + 500;) {
      context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
      context.fillRect(0, 0, 64, 48);
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await ended;
    await sound.close();
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }, what);
  return Buffer.from(base64, 'base64');
}

export const mp4 = async (page: Page): Promise<Playable> =>
  ({ name: 'site.mp4', mimeType: 'video/mp4', buffer: await recorded(page, 'video') });

export const m4a = async (page: Page): Promise<Playable> =>
  ({ name: 'talk.m4a', mimeType: 'audio/mp4', buffer: await recorded(page, 'audio') });

/** Half a second of silence: frames of MPEG-1 Layer III at 128 kbit/s and 44.1 kHz, with nothing in them. */
export function mp3(): Playable {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return { name: 'note.mp3', mimeType: 'audio/mpeg', buffer: Buffer.concat(Array<Buffer>(20).fill(frame)) };
}
