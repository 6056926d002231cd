import { rowsAt } from '../matrix/matrix.ts';
import { integerFrom, positive } from '../options.ts';
import type { Selection } from './contract.ts';
import { defineAcquisition } from './define.ts';
import { smallestFirst } from './choice/rank.ts';

export interface DfalOptions {
  /** How many inputs, drawn at random, are looked at. @defaultValue null: ten times as many as are selected */
  readonly candidates: number | null;
  /** Whether each selected input is followed into the labelled set by the adversarial one, under its label. @defaultValue false */
  readonly twins: boolean;
  /** The most steps of DeepFool. @defaultValue 50 */
  readonly steps: number;
  /** By which part of its way DeepFool overshoots a boundary. @defaultValue 0.02 */
  readonly overshoot: number;
  /**
   * Whether DeepFool stays in the range of the inputs, as the attack does; twins are then images too, but it takes several
   * times as many steps where many values lie on the bounds. @defaultValue false
   */
  readonly clip: boolean;
}

/**
 * DFAL, DeepFool active learning: query what is nearest to the decision boundary.
 *
 *   a(x) = −min ‖r‖₂   such that the class predicted at x + r is another one, as DeepFool finds r
 *
 * The distance to the boundary is asked for, not an image: r may lead out of the range of the inputs, as in the published code.
 *
 * Needs `boundaryDistances` of the candidates; returns indices, nearest first. Candidates that DeepFool did not bring into
 * another class come last, and have no twin.
 * @see Ducoffe and Precioso 2018, arXiv:1802.09841, algorithm 1, which takes twins; Guo et al. 2021, section 4.4 (9), which
 *   draws the candidates
 */
export const dfal = defineAcquisition({
  name: 'dfal',
  needs: (options) => ({ boundaryDistances: { ...options } }),
  defaults: { candidates: null, twins: false, steps: 50, overshoot: 0.02, clip: false } as DfalOptions,
  limits: { candidates: integerFrom(1), steps: integerFrom(1), overshoot: positive },
  select: ({ boundaryDistances: { indices, distances, twins } }, count): Selection => {
    const nearest = smallestFirst(distances).slice(0, count);
    const selected = nearest.map((candidate) => indices[candidate]);
    if (twins === undefined) return { selected };
    const moved = nearest.filter((candidate) => distances[candidate] < Number.MAX_VALUE);
    return {
      selected,
      derived: { origins: moved.map((candidate) => indices[candidate]), inputs: rowsAt(twins, moved) },
    };
  },
});
