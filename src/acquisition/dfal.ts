import { rowsAt } from '../matrix/matrix.ts';
import { integerFrom, positive } from '../options.ts';
import type { Selection } from './contract.ts';
import { defineAcquisition } from './define.ts';
import { smallestFirst } from './choice/rank.ts';

export interface DfalOptions {
  /** Number of candidates, drawn at random from the pool. @defaultValue null: ten times the number of inputs to select */
  readonly candidates: number | null;
  /** Add the adversarial twin of each selected input to the labelled set, under its label. @defaultValue false */
  readonly twins: boolean;
  /** Maximum number of DeepFool steps. @defaultValue 50 */
  readonly steps: number;
  /** Overshoot of DeepFool beyond a boundary, as a share of the perturbation. @defaultValue 0.02 */
  readonly overshoot: number;
  /**
   * Keep DeepFool in the range of the inputs, as the attack does. Twins are then valid images, but if many values lie on the
   * bounds, DeepFool takes several times as many steps. @defaultValue false
   */
  readonly clip: boolean;
}

/**
 * DFAL, DeepFool active learning: query the inputs nearest to the decision boundary.
 *
 *   a(x) = −min ‖r‖₂   such that x + r has another predicted class; DeepFool approximates r
 *
 * Token ids move at their embedding, and have no twins. Only the distance matters, so x + r may leave the range of the inputs, as in the
 * published code; see `clip`.
 *
 * Needs `boundaryDistances` of the candidates; returns indices, nearest first. Candidates whose class DeepFool did not change
 * come last and have no twin.
 * @see Ducoffe and Precioso 2018, arXiv:1802.09841, algorithm 1, which adds twins; Guo et al. 2021, section 4.4 (9), which
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
