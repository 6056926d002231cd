import { tf } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import type { Network } from '../models/network/contract.ts';
import { inTurns } from './in-turns.ts';
import { linearised } from '../gradients/jacobian.ts';
import { boundAt } from '../norms/range.ts';
import { dualNorms, nearestBoundary, type Boundary } from './nearest-boundary.ts';
import { clearLead, distanceBetween, gatherRows, rankedColumns } from '../matrix/rows.ts';
import { unitOfLength } from '../norms/unit.ts';

export interface CrossingOptions {
  /** The norm in which the boundary is nearest. @defaultValue 'l2' */
  readonly norm?: 'l2' | 'linf';
  /** Maximum number of steps per input. @defaultValue 50 */
  readonly steps?: number;
  /** How far to overshoot a boundary, as a share of the sum of all steps. @defaultValue 0.02 */
  readonly overshoot?: number;
  /** Number of classes considered: the most probable ones at the start, the predicted one included. @defaultValue 10 */
  readonly candidates?: number;
  /** The class that each input must leave, [n]; inputs of other classes do not move. @defaultValue the predicted classes */
  readonly labels?: ArrayLike<number>;
  /** Whether points stay in the range of the inputs, as images must. @defaultValue true */
  readonly clip?: boolean;
  /** Number of inputs in a batch; the next inputs replace those that are done. @defaultValue all */
  readonly atOnce?: number;
  /** Called after every step with the number of inputs that are done. @defaultValue none */
  readonly onDone?: (inputs: number) => void;
}

/** The points where inputs crossed into another class. */
export interface Crossing {
  /** The last point of each input, [n, values per item]. */
  readonly adversarial: Float32Array;
  /** Whether its predicted class has changed, [n]. */
  readonly crossed: Uint8Array;
  /** Its L2 distance from the input, [n]. */
  readonly distances: Float64Array;
  /** Number of its steps, [n]. */
  readonly steps: Int32Array;
}

/**
 * DeepFool: moves each input to the nearest boundary of the linearised network until its predicted class changes. It needs no
 * labels.
 *
 *   f_k = z_k - z_c,   w_k = ∂f_k/∂x,   k = argmin_k |f_k| / ‖w_k‖   (‖·‖₂ for L2, ‖·‖₁ for L-inf), c predicted at x
 *   L2:     r += (|f_k| / ‖w_k‖₂ + η) w_k / ‖w_k‖₂          L-inf:  r += (|f_k| / ‖w_k‖₁ + η) sign(w_k)
 *   x_{t+1} = clip(x + (1 + overshoot) r)
 *
 * η is 1e-4 of the width of the input range. The other classes are ranked once. Inputs that have crossed, or have a gradient of 0, leave the batch.
 *
 * @param inputs - [n, values per item], in the input range of the classifier
 * @returns the last point of each input, and whether it crossed
 * @throws NumericalError if a gradient is NaN
 */
export async function nearestCrossing(
  classifier: Network,
  inputs: Float32Array,
  options: CrossingOptions = {},
): Promise<Crossing> {
  const { norm = 'l2', steps: limit = 50, overshoot = 0.02, candidates = 10, labels, clip = true } = options;
  const length = classifier.itemShape.reduce((product, size) => product * size, 1);
  const count = inputs.length / length;
  const [lowest, highest] = clip ? classifier.inputRange : [-Infinity, Infinity];
  const nudge = 1e-4 * unitOfLength(classifier.inputRange);
  const adversarial = inputs.slice();
  const way = new Float32Array(inputs.length); // r
  const crossed = new Uint8Array(count);
  const steps = new Int32Array(count);
  const kept = Math.min(Math.max(candidates, 2), classifier.classes);
  const ranking = Array.from({ length: kept }, () => new Int32Array(count)); // by rank, the class of each input

  /** Takes a step with the active inputs that have not crossed; returns those that continue. */
  const advance = (active: Int32Array): Int32Array =>
    tidyNumbers(() => {
      const x = tf.tensor(gatherRows(adversarial, active, length), [active.length, ...classifier.itemShape]);
      return linearised(classifier, x, (z) => {
        const logits = z.logits.dataSync() as Float32Array;
        rankNew(active, logits);
        const [from, ...others] = ranking.map((rank) => active.map((item) => rank[item]));
        active.forEach((item, row) => {
          const label = labels?.[item] ?? from[row];
          const gone = steps[item] === 0 ? from[row] !== label : clearLead(logits, row, classifier.classes, label) > 0;
          crossed[item] = Number(gone);
        });
        const standing = active.filter((item) => !crossed[item] && steps[item] < limit);
        // Running the network again on the few that remain costs less than the gradients of the many that have crossed.
        if (standing.length < 0.9 * active.length) return standing;
        const boundary = nearestBoundary(z, logits, from, others, dualNorms[norm]);
        const stands = new Set(standing);
        return active.filter((item, row) => stands.has(item) && move(item, row, boundary));
      });
    });

  /** Ranks the classes of the inputs that have not moved. */
  const rankNew = (active: Int32Array, logits: Float32Array): void => {
    for (const [rank, columns] of rankedColumns(logits, classifier.classes, kept).entries())
      for (const [row, item] of active.entries()) if (steps[item] === 0) ranking[rank][item] = columns[row];
  };

  /** Takes a step towards the boundary; returns false if the gradient is 0. */
  const move = (item: number, row: number, { difference, normal, size }: Boundary): boolean => {
    if (!(size[row] > 0)) return false;
    const distance = Math.abs(difference[row]) / size[row] + nudge;
    for (let i = 0; i < length; i++) {
      const slope = normal[row * length + i];
      const at = item * length + i;
      way[at] += norm === 'l2' ? (distance / size[row]) * slope : distance * Math.sign(slope);
      adversarial[at] = Math.min(
        Math.max(inputs[at] + (1 + overshoot) * way[at], boundAt(lowest, i)),
        boundAt(highest, i),
      );
    }
    steps[item]++;
    return true;
  };

  await inTurns(count, options.atOnce ?? count, advance, options.onDone);
  const distances = Float64Array.from(crossed, (_, item) =>
    distanceBetween(adversarial, inputs, item * length, length),
  );
  return { adversarial, crossed, distances, steps };
}
