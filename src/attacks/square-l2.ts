import { bumpOf, sumOfSquares } from './square-bump.ts';
import { drawSign, eachIn, placeWindow, sizeOf, type Canvas, type Proposals, type Window } from './square-window.ts';

/** Keeps divisions finite. */
const smallest = 1e-12;

/**
 * Square Attack in L2: the perturbation is a sum of bumps, each positive in one half and negative in the other. It starts
 * with a grid of five by five; a proposal moves the mass of one square into another, and adds a bump there.
 *
 * @see Andriushchenko et al. 2020, arXiv:1912.00049, algorithm 3
 */
export const squareL2: Proposals = (canvas, epsilon, [lowest, highest]) => {
  const { height, width, channels } = canvas;
  const shift = new Float64Array(height * width * channels);
  const bumps = new Map<number, Float64Array>();

  /** A bump that is split by rows or by columns, at random where both are possible; of length 1. */
  const bump = (size: Pick<Window, 'height' | 'width'>, upright: boolean): Float64Array => {
    const key = 2 * (size.height * (width + 1) + size.width) + Number(upright);
    const known = bumps.get(key) ?? bumpOf(size.height, size.width, upright);
    bumps.set(key, known);
    return known;
  };
  const scaled = (into: Float32Array, clean: Float32Array): void => {
    const factor = epsilon / (Math.sqrt(sumOfSquares(shift)) + smallest);
    for (let i = 0; i < shift.length; i++) {
      const value = clean[i] + shift[i] * factor;
      into[i] = value < lowest ? lowest : value > highest ? highest : value;
    }
  };

  return {
    start: (into, clean, stream) => {
      shift.fill(0);
      const side = Math.max(Math.floor(Math.min(height, width) / 5), 1);
      const size = sizeOf(canvas, side);
      const margin = (length: number, step: number): number => Math.floor((length % step) / 2);
      for (let top = margin(height, size.height); top + size.height <= height; top += size.height) {
        for (let left = margin(width, size.width); left + size.width <= width; left += size.width) {
          const shape = bump(size, drawSign(stream) > 0);
          for (let channel = 0; channel < channels; channel++) {
            const sign = drawSign(stream);
            eachIn(canvas, { ...size, top, left }, channel, (at, order) => (shift[at] = sign * shape[order]));
          }
        }
      }
      scaled(into, clean);
    },
    next: (into, best, clean, share, stream) => {
      for (let i = 0; i < shift.length; i++) shift[i] = best[i] - clean[i];
      const size = sizeOf(canvas, oddSide(canvas, share));
      const [gaining, losing] = [placeWindow(canvas, size, stream), placeWindow(canvas, size, stream)];
      const free = Math.max(epsilon ** 2 - sumOfSquares(shift), 0) / channels; // what clipping to the range has left of the ball
      const shape = bump(size, drawSign(stream) > 0);
      for (let channel = 0; channel < channels; channel++) {
        const sign = drawSign(stream);
        const [own, both] = massOf(canvas, shift, gaining, losing, channel);
        const values = new Float64Array(shape.length);
        eachIn(canvas, gaining, channel, (at, order) => {
          values[order] = sign * shape[order] + shift[at] / (Math.sqrt(own) + smallest);
        });
        const factor = Math.sqrt(free + both) / (Math.sqrt(sumOfSquares(values)) + smallest);
        eachIn(canvas, losing, channel, (at) => (shift[at] = 0));
        eachIn(canvas, gaining, channel, (at, order) => (shift[at] = values[order] * factor));
      }
      scaled(into, clean);
    },
  };
};

/** The side of a square that covers a share of the canvas: odd, and at least 3. */
function oddSide({ height, width }: Canvas, share: number): number {
  const side = Math.max(Math.round(Math.sqrt(share * height * width)), 3);
  return side + 1 - (side % 2);
}

/** The sums of squares of one channel in the window that gains, and in both windows together. */
function massOf(
  canvas: Canvas,
  shift: Float64Array,
  gaining: Window,
  losing: Window,
  channel: number,
): [number, number] {
  const own = massIn(canvas, shift, gaining, channel);
  const shared = massIn(canvas, shift, overlap(gaining, losing), channel);
  return [own, own + Math.max(massIn(canvas, shift, losing, channel) - shared, 0)];
}

/** The sum of squares of one channel in a window. */
function massIn({ width, channels }: Canvas, shift: Float64Array, window: Window, channel: number): number {
  let sum = 0;
  for (let row = window.top; row < window.top + window.height; row++) {
    let at = (row * width + window.left) * channels + channel;
    for (let column = 0; column < window.width; column++, at += channels) sum += shift[at] * shift[at];
  }
  return sum;
}

/** What two windows have in common; without height or width where that is nothing. */
function overlap(a: Window, b: Window): Window {
  const [top, left] = [Math.max(a.top, b.top), Math.max(a.left, b.left)];
  const height = Math.max(Math.min(a.top + a.height, b.top + b.height) - top, 0);
  return { top, left, height, width: Math.max(Math.min(a.left + a.width, b.left + b.width) - left, 0) };
}
