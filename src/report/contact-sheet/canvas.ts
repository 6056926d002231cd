import { drawText } from './font.ts';

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [number, number, number];

/** The colours of a contact sheet. */
export const colours = {
  paper: [246, 248, 250],
  card: [255, 255, 255],
  border: [216, 222, 228],
  ink: [31, 35, 40],
  faint: [101, 109, 118],
  red: [196, 38, 46],
  blue: [31, 98, 189],
} as const satisfies Record<string, Colour>;

/** Red, green and blue of the pixels of an image, row by row. */
interface Image {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly magnification: number;
}

/** A picture in memory: three bytes per pixel, row by row. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, background: Colour) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    const { pixels } = this;
    pixels.set(background.slice(0, pixels.length));
    for (let done = 3; done < pixels.length; done *= 2) pixels.copyWithin(done, 0, done);
  }

  /** Fills a rectangle, clipped to the picture. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    const [right, bottom] = [Math.min(left + width, this.width), Math.min(top + height, this.height)];
    const [from, first] = [Math.max(left, 0), Math.max(top, 0)];
    if (right <= from || bottom <= first) return;
    const { pixels } = this;
    const start = (first * this.width + from) * 3;
    for (let at = start; at < start + (right - from) * 3; at += 3) {
      pixels[at] = colour[0];
      pixels[at + 1] = colour[1];
      pixels[at + 2] = colour[2];
    }
    this.#repeatLine(from, first, right - from, bottom - first);
  }

  /** Copies a line below itself, until it stands `times` times. The area lies in the picture. */
  #repeatLine(left: number, top: number, width: number, times: number): void {
    const start = (top * this.width + left) * 3;
    for (let below = 1; below < times; below++) {
      this.pixels.copyWithin(start + below * this.width * 3, start, start + width * 3);
    }
  }

  /** Draws an image, whose pixels become squares with sides of `magnification` pixels. The area lies in the picture. */
  image({ bytes, width, magnification }: Image, left: number, top: number): void {
    const { pixels } = this;
    for (let from = 0, row = top; from < bytes.length; row += magnification) {
      let to = (row * this.width + left) * 3;
      for (const end = from + width * 3; from < end; from += 3) {
        for (let copy = 0; copy < magnification; copy++, to += 3) {
          pixels[to] = bytes[from];
          pixels[to + 1] = bytes[from + 1];
          pixels[to + 2] = bytes[from + 2];
        }
      }
      this.#repeatLine(left, row, width * magnification, magnification);
    }
  }

  /** Draws a line of one pixel around a rectangle, inside it. */
  frame(left: number, top: number, width: number, height: number, colour: Colour): void {
    this.fill(left, top, width, 1, colour);
    this.fill(left, top + height - 1, width, 1, colour);
    this.fill(left, top, 1, height, colour);
    this.fill(left + width - 1, top, 1, height, colour);
  }

  /** Draws a text with its upper left corner at `left`, `top`. A pixel of the font is a square with sides of `scale` pixels. */
  text(text: string, left: number, top: number, colour: Colour, scale: number): void {
    drawText(text, (x, y) => this.fill(left + x * scale, top + y * scale, scale, scale, colour));
  }
}
