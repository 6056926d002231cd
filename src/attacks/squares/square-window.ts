import type { InputRange } from '../../norms/range.ts';
import type { Random } from '../../random/index.ts';

/** An image as Square Attack sees it: values at (row · width + column) · channels + channel. */
export interface Canvas {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A rectangle of a canvas. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Makes the proposals of a random search; both functions write to `into`. */
export type Proposals = (
  canvas: Canvas,
  epsilon: number,
  range: InputRange,
) => {
  /** The start of the search. */
  start(into: Float32Array, clean: Float32Array, stream: Random): void;
  /** The best point so far, changed inside a square that covers a share of the image. */
  next(into: Float32Array, best: Float32Array, clean: Float32Array, share: number, stream: Random): void;
};

/** The canvas of an item shape; an item that is not an image is one row. */
export function canvasOf(itemShape: readonly number[]): Canvas {
  const [height, width, channels = 1] = itemShape;
  if (itemShape.length === 2 || itemShape.length === 3) return { height, width, channels };
  return { height: 1, width: itemShape.reduce((product, length) => product * length, 1), channels: 1 };
}

/** Height and width of a square; if the canvas is lower than its side, of a rectangle of the same area. */
export function sizeOf({ height, width }: Canvas, side: number): Pick<Window, 'height' | 'width'> {
  if (side <= height) return { height: side, width: Math.min(side, width) };
  return { height, width: Math.min(Math.max(Math.round((side * side) / height), 1), width) };
}

/** A window of this size at a random place, the last row and column included. */
export function placeWindow(
  canvas: Canvas,
  { height, width }: Pick<Window, 'height' | 'width'>,
  stream: Random,
): Window {
  const top = stream.integer(canvas.height - height + 1);
  return { top, left: stream.integer(canvas.width - width + 1), height, width }; // object spread would take 20 times as long
}

/** The positions of the values of one channel inside a window, row by row. */
export function positionsIn(canvas: Canvas, { top, left, height, width }: Window, channel: number): Int32Array {
  const positions = new Int32Array(height * width);
  let order = 0;
  for (let row = top; row < top + height; row++) {
    let at = (row * canvas.width + left) * canvas.channels + channel;
    for (let column = 0; column < width; column++, at += canvas.channels) positions[order++] = at;
  }
  return positions;
}

/** 1 or -1, at random. */
export const drawSign = (stream: Random): number => (stream.uniform() < 0.5 ? -1 : 1);
