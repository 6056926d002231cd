import type { ExampleImages } from '../schemas/examples.ts';
import type { Pixels } from '../pixels.ts';
import { colours, type Colour } from './canvas.ts';

/** One of the images of a card. */
export interface Panel {
  readonly heading: string;
  /** @returns the colour of a pixel, by its index row by row */
  readonly colour: (pixel: number) => Colour;
}

/**
 * Prepares the three panels of a card: the original input, the change amplified to the full range, and the adversarial input.
 * The change of a grey image is red for lighter pixels and blue for darker ones. The change of a colour image is grey plus the
 * change of each channel.
 *
 * @returns the panels, from left to right
 */
export function panelsOf(
  { width, height, channels, largest }: ExampleImages,
  { clean, shifts }: Pixels,
  index: number,
): Panel[] {
  const first = index * width * height * channels;
  const coloured =
    (value: (at: number) => number) =>
    (pixel: number): Colour => {
      const at = first + pixel * channels;
      return channels === 1 ? [value(at), value(at), value(at)] : [value(at), value(at + 1), value(at + 2)];
    };
  const moved = (at: number): number =>
    Math.min(255, Math.max(0, Math.round(clean[at] + (255 * largest * shifts[at]) / 127)));
  const change =
    channels === 1 ? (pixel: number) => diverging(shifts[first + pixel] / 127) : coloured((at) => 128 + shifts[at]);
  return [
    { heading: 'original', colour: coloured((at) => clean[at]) },
    { heading: largest > 0 ? `change × ${Number((1 / largest).toPrecision(3))}` : 'no change', colour: change },
    { heading: 'adversarial', colour: coloured(moved) },
  ];
}

/** A colour scale: blue at −1, white at 0, red at 1. */
function diverging(value: number): Colour {
  const end = value > 0 ? colours.red : colours.blue;
  const mixed = (channel: 0 | 1 | 2): number => Math.round(255 + Math.abs(value) * (end[channel] - 255));
  return [mixed(0), mixed(1), mixed(2)];
}
