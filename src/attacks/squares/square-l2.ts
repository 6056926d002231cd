import { boundAt } from '../../norms/range.ts';
import { bumpOf, sumOfSquares } from './square-bump.ts';
import {
  drawSign,
  placeWindow,
  positionsIn,
  sizeOf,
  type Canvas,
  type Proposals,
  type Window,
} from './square-window.ts';

/** Avoids division by zero. */
const smallest = 1e-12;

/**
 * Square Attack in L2: the perturbation is a sum of bumps, each positive in one half and negative in the other. It starts
 * with a grid of five by five bumps. A proposal moves the mass of one square into another, and adds a bump there.
 *
 *   δ_gaining ← (δ_gaining / ‖δ_gaining‖ ± bump) scaled to a mass ‖·‖² of ‖δ_gaining ∪ losing‖² + (epsilon² - ‖δ‖²) / channels
 *   δ_losing ← 0
 *
 * Mass that clipping to the range removes is free for the next bump. So ‖δ‖ is epsilon before clipping, and the rest of the
 * image does not change.
 *
 * @see Andriushchenko et al. 2020, arXiv:1912.00049, algorithm 3
 */
export const squareL2: Proposals = (canvas, epsilon, [lowest, highest]) => {
  const { height, width, channels } = canvas;
  const bumps = new Map<number, Float64Array>();

  /** A bump of length 1, split by columns (upright) or by rows; the values are shared by all calls. */
  const bump = (size: Pick<Window, 'height' | 'width'>, upright: boolean): Float64Array => {
    const key = 2 * (size.height * (width + 1) + size.width) + Number(upright);
    const shape = bumps.get(key) ?? bumpOf(size.height, size.width, upright);
    bumps.set(key, shape);
    return shape;
  };
  const inRange = (value: number, at: number): number =>
    Math.min(Math.max(value, boundAt(lowest, at)), boundAt(highest, at));

  return {
    start: (into, clean, stream) => {
      const shift = new Float64Array(clean.length);
      const side = Math.max(Math.floor(Math.min(height, width) / 5), 1);
      const size = sizeOf(canvas, side);
      const margin = (length: number, step: number): number => Math.floor((length % step) / 2);
      for (let top = margin(height, size.height); top + size.height <= height; top += size.height) {
        for (let left = margin(width, size.width); left + size.width <= width; left += size.width) {
          const shape = bump(size, drawSign(stream) > 0);
          for (let channel = 0; channel < channels; channel++) {
            const sign = drawSign(stream);
            positionsIn(canvas, { ...size, top, left }, channel).forEach((at, i) => (shift[at] = sign * shape[i]));
          }
        }
      }
      const factor = epsilon / (Math.sqrt(sumOfSquares(shift)) + smallest);
      for (let i = 0; i < shift.length; i++) into[i] = inRange(clean[i] + shift[i] * factor, i);
    },
    next: (into, best, clean, share, stream) => {
      into.set(best);
      const size = sizeOf(canvas, oddSide(canvas, share));
      const [gaining, losing] = [placeWindow(canvas, size, stream), placeWindow(canvas, size, stream)];
      const free = Math.max(epsilon ** 2 - squaredDistance(best, clean), 0) / channels;
      const shape = bump(size, drawSign(stream) > 0);
      for (let channel = 0; channel < channels; channel++) {
        const sign = drawSign(stream);
        const [to, from, shared] = [gaining, losing, overlap(gaining, losing)].map((window) =>
          positionsIn(canvas, window, channel),
        );
        const own = massAt(to, best, clean);
        const both = own + Math.max(massAt(from, best, clean) - massAt(shared, best, clean), 0);
        const values = shape.map(
          (value, i) => sign * value + (best[to[i]] - clean[to[i]]) / (Math.sqrt(own) + smallest),
        );
        const factor = Math.sqrt(free + both) / (Math.sqrt(sumOfSquares(values)) + smallest);
        for (const at of from) into[at] = clean[at];
        for (let i = 0; i < to.length; i++) into[to[i]] = inRange(clean[to[i]] + values[i] * factor, to[i]);
      }
    },
  };
};

/** The side of a square that covers a share of the canvas: odd, at least 3. */
function oddSide({ height, width }: Canvas, share: number): number {
  const side = Math.max(Math.round(Math.sqrt(share * height * width)), 3);
  return side + 1 - (side % 2);
}

/** ‖point - clean‖². */
function squaredDistance(point: Float32Array, clean: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += (point[i] - clean[i]) ** 2;
  return sum;
}

/** The share of some positions in ‖point - clean‖². */
function massAt(positions: Int32Array, point: Float32Array, clean: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i++) sum += (point[positions[i]] - clean[positions[i]]) ** 2;
  return sum;
}

/** The overlap of two windows; its height or width is 0 if there is none. */
function overlap(a: Window, b: Window): Window {
  const [top, left] = [Math.max(a.top, b.top), Math.max(a.left, b.left)];
  const height = Math.max(Math.min(a.top + a.height, b.top + b.height) - top, 0);
  return { top, left, height, width: Math.max(Math.min(a.left + a.width, b.left + b.width) - left, 0) };
}
