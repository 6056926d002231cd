import { tf, type Tensor } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import type { Network } from '../models/network/contract.ts';
import { crossEntropySlope } from '../gradients/cross-entropy-slope.ts';
import { inTurns } from './in-turns.ts';
import { linearised } from '../gradients/jacobian.ts';
import type { Crossing } from './nearest-crossing.ts';
import { gatherRows, largestOf } from '../matrix/rows.ts';

export interface SignedCrossingOptions {
  /** Step size, in units of the input. */
  readonly step: number;
  /** Maximum number of steps per input. */
  readonly steps: number;
  /** Number of inputs in a batch; the next inputs replace those that are done. @defaultValue all */
  readonly atOnce?: number;
  /** Called after every step with the number of inputs that are done. @defaultValue none */
  readonly onDone?: (inputs: number) => void;
}

/**
 * The basic iterative method without a ball: moves each input in equal steps along the sign of the gradient of its loss until
 * its predicted class changes.
 *
 *   x_{t+1} = x_t + step · sign ∇_x L(f(x_t), c),   c predicted at x
 *
 * Inputs that have crossed, or have a gradient of 0, leave the batch. Values may leave the range of the inputs, because the
 * result is the distance to another class, not an image.
 *
 * @param inputs - [n, values per item]
 * @returns the last point of each input, and whether it crossed
 * @see Kurakin et al. 2017, arXiv:1607.02533, section 2.2
 */
export async function signedCrossing(
  classifier: Network,
  inputs: Float32Array,
  { step, steps: limit, atOnce, onDone }: SignedCrossingOptions,
): Promise<Crossing> {
  const length = classifier.itemShape.reduce((product, size) => product * size, 1);
  const adversarial = inputs.slice();
  const moves = new Int32Array(inputs.length); // steps up minus steps down
  const count = inputs.length / length;
  const crossed = new Uint8Array(count);
  const steps = new Int32Array(count);
  const from = new Int32Array(count);

  const pointsOf = (items: Int32Array): Tensor =>
    tf.tensor(gatherRows(adversarial, items, length), [items.length, ...classifier.itemShape]);

  /** Takes a step with the active inputs that have not crossed; returns those that continue. */
  const advance = (active: Int32Array): Int32Array =>
    tidyNumbers(() => {
      const standing = stay(active);
      if (standing.length === 0) return standing;
      return linearised(classifier, pointsOf(standing), (z) => {
        const predicted = largestOf(z.logits.dataSync() as Float32Array, classifier.classes);
        standing.forEach((item, row) => steps[item] === 0 && (from[item] = predicted[row]));
        const y = tf.tensor1d(
          standing.map((item) => from[item]),
          'int32',
        );
        const slopes = z.combined(crossEntropySlope(z.logits, y)).dataSync() as Float32Array; // [standing, ...itemShape]
        return standing.filter((item, row) => move(item, slopes, row * length));
      });
    });

  /** The active inputs that must take another step; this needs only predictions. */
  const stay = (active: Int32Array): Int32Array => {
    const moved = active.filter((item) => steps[item] > 0);
    if (moved.length > 0) {
      const predicted = largestOf(classifier.logits(pointsOf(moved)).dataSync() as Float32Array, classifier.classes);
      moved.forEach((item, row) => (crossed[item] = Number(predicted[row] !== from[item])));
    }
    return active.filter((item) => !crossed[item] && steps[item] < limit);
  };

  /** Takes a step; returns false if the gradient is 0. */
  const move = (item: number, slopes: Float32Array, start: number): boolean => {
    const to = item * length;
    let slopesSeen = 0;
    for (let i = 0; i < length; i++) {
      const slope = slopes[start + i];
      const direction = Number(slope > 0) - Number(slope < 0); // without branches, which no processor could predict
      adversarial[to + i] += direction * step;
      moves[to + i] += direction;
      slopesSeen |= direction;
    }
    const moved = slopesSeen !== 0;
    if (moved) steps[item]++;
    return moved;
  };

  await inTurns(count, atOnce ?? count, advance, onDone);
  // From the moves, inputs after equally many steps are equally far; the points differ in their last bits.
  const distances = Float64Array.from(crossed, (_, item) => step * lengthOf(moves, item * length, length));
  return { adversarial, crossed, distances, steps };
}

/** The L2 norm of some values. */
function lengthOf(values: Int32Array, start: number, count: number): number {
  let squares = 0;
  for (let i = start; i < start + count; i++) squares += values[i] * values[i];
  return Math.sqrt(squares);
}
