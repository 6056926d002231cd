import type { ExampleImages } from '../schemas/examples.ts';
import type { Pixels } from '../pixels.ts';
import { colours } from './canvas.ts';

/** One of the images of a card. */
export interface Panel {
  readonly heading: string;
  /** Red, green and blue of the pixels, row by row. */
  readonly bytes: Uint8Array;
}

/** Headings of the first and of the last panel. */
type Headings = readonly [before: string, after: string];

/**
 * Prepares the three panels of a card: the original input, the change amplified to the full range, and the adversarial input, or two inputs
 * of other headings with their difference.
 * The change of a grey image is red for lighter pixels and blue for darker ones. The change of a colour image is grey plus the
 * change of each channel.
 *
 * @returns the panels, from left to right
 */
export function panelsOf(
  { width, height, channels, largest }: ExampleImages,
  { clean, shifts }: Pixels,
  index: number,
  [first, last]: Headings = ['original', 'adversarial'],
): Panel[] {
  const values = width * height * channels;
  const [from, to] = [index * values, (index + 1) * values];
  const [before, change] = [clean.subarray(from, to), shifts.subarray(from, to)];
  const after = new Uint8ClampedArray(values);
  const grey = new Uint8ClampedArray(values);
  for (let at = 0; at < values; at++) {
    after[at] = Math.round(before[at] + (255 * largest * change[at]) / 127);
    grey[at] = 128 + change[at];
  }
  const heading = largest > 0 ? `change × ${Number((1 / largest).toPrecision(3))}` : 'no change';
  return [
    { heading: first, bytes: inColour(before, channels) },
    { heading, bytes: channels === 1 ? diverging(change) : inColour(grey, channels) },
    { heading: last, bytes: inColour(after, channels) },
  ];
}

/** Three bytes per pixel: the same of an image with one channel, else its first three channels. */
function inColour(values: Uint8Array | Uint8ClampedArray, channels: number): Uint8Array {
  const bytes = new Uint8Array((values.length / channels) * 3);
  const last = channels - 1;
  for (let from = 0, to = 0; from < values.length; from += channels) {
    for (let channel = 0; channel < 3; channel++, to++) bytes[to] = values[from + Math.min(channel, last)];
  }
  return bytes;
}

/** A colour scale: blue at −127, white at 0, red at 127. */
function diverging(shifts: Int8Array): Uint8Array {
  const bytes = new Uint8Array(shifts.length * 3);
  for (let at = 0; at < shifts.length; at++) {
    const value = shifts[at] / 127;
    const end = value > 0 ? colours.red : colours.blue;
    for (let channel = 0; channel < 3; channel++)
      bytes[3 * at + channel] = Math.round(255 + Math.abs(value) * (end[channel] - 255));
  }
  return bytes;
}
