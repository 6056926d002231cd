import { boundAt } from '../../norms/range.ts';
import type { Random } from '../../random/index.ts';
import { drawSign, placeWindow, positionsIn, sizeOf, type Proposals, type Window } from './square-window.ts';

/** How often the colours of a square are drawn, at most, until they change a value. */
const attempts = 10;

/**
 * Square Attack in L-inf: every value lies on the border of the ball. It starts with vertical stripes, one value wide. A
 * proposal paints a square in one colour, ± epsilon per channel.
 *
 * @see Andriushchenko et al. 2020, arXiv:1912.00049, algorithm 2
 */
export const squareLinf: Proposals = (canvas, epsilon, [lowest, highest]) => {
  const { height, width, channels } = canvas;
  const painted = (clean: number, sign: number, at: number): number =>
    Math.fround(Math.min(Math.max(clean + sign * epsilon, boundAt(lowest, at)), boundAt(highest, at)));
  /** Paints a window in one random colour per channel; returns whether a value changed. */
  const paint = (
    into: Float32Array,
    best: Float32Array,
    clean: Float32Array,
    window: Window,
    stream: Random,
  ): boolean => {
    let changed = false;
    for (let channel = 0; channel < channels; channel++) {
      const sign = drawSign(stream);
      const positions = positionsIn(canvas, window, channel);
      for (let i = 0; i < positions.length; i++) {
        const at = positions[i];
        into[at] = painted(clean[at], sign, at);
        changed ||= into[at] !== best[at];
      }
    }
    return changed;
  };
  return {
    start: (into, clean, stream) => {
      for (let column = 0; column < width; column++) {
        for (let channel = 0; channel < channels; channel++) {
          const sign = drawSign(stream);
          const stripe = { top: 0, left: column, height, width: 1 };
          for (const at of positionsIn(canvas, stripe, channel)) into[at] = painted(clean[at], sign, at);
        }
      }
    },
    next: (into, best, clean, share, stream) => {
      into.set(best);
      const side = Math.max(Math.round(Math.sqrt(share * height * width)), 1);
      const window = placeWindow(canvas, sizeOf(canvas, side), stream);
      for (let attempt = 0; attempt < attempts; attempt++) if (paint(into, best, clean, window, stream)) return;
    },
  };
};
