import { setImmediate } from 'node:timers/promises';
import { tf } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';
import { crossEntropySlope } from './cross-entropy-slope.ts';
import { linearised } from './jacobian.ts';
import { dualNorms } from './nearest-boundary.ts';
import type { Crossing } from './nearest-crossing.ts';
import { gatherRows, largestOf } from './rows.ts';

export interface SignedCrossingOptions {
  /** Size of a step, in units of the input. */
  readonly step: number;
  /** The most steps of an input. */
  readonly steps: number;
}

/**
 * The basic iterative method without a ball: moves each input by equal steps along the sign of the gradient of its loss until
 * its predicted class changes.
 *
 *   x_{t+1} = x_t + step · sign ∇_x L(f(x_t), c),   c predicted at x
 *
 * Inputs that have crossed leave the batch, and so do those without any gradient. Values may leave the range of the inputs:
 * how far it is to another class is asked for, not for an image.
 *
 * @param inputs - one batch, [n, values of an item]
 * @see Kurakin et al. 2017, arXiv:1607.02533, section 2.2
 */
export async function signedCrossing(
  classifier: Classifier,
  inputs: Float32Array,
  { step, steps: limit }: SignedCrossingOptions,
): Promise<Crossing> {
  const length = classifier.itemShape.reduce((product, size) => product * size, 1);
  const adversarial = inputs.slice();
  const crossed = new Uint8Array(inputs.length / length);
  const steps = new Int32Array(crossed.length);
  let from: Int32Array | undefined;

  /** Those of the active inputs that have not crossed, after one more step. */
  const advance = (active: Int32Array): Int32Array =>
    tf.tidy(() => {
      const x = tf.tensor(gatherRows(adversarial, active, length), [active.length, ...classifier.itemShape]);
      return linearised(classifier, x, (z) => {
        const predicted = largestOf(z.logits.dataSync() as Float32Array, classifier.classes);
        from ??= predicted;
        predicted.forEach((label, row) => (crossed[active[row]] = Number(label !== from?.[active[row]])));
        const standing = active.filter((item) => !crossed[item]);
        if (standing.length === 0 || steps[standing[0]] === limit) return new Int32Array(0);
        const y = tf.tensor1d(predicted, 'int32');
        const signs = tf.sign(z.combined(crossEntropySlope(z.logits, y))).dataSync(); // [active, ...itemShape]
        return active.filter(
          (item, row) => !crossed[item] && move(item, signs.subarray(row * length, (row + 1) * length)),
        );
      });
    });

  /** Takes a step; false if no direction is steeper than another. */
  const move = (item: number, signs: ArrayLike<number>): boolean => {
    let moved = false;
    for (let i = 0; i < length; i++) {
      adversarial[item * length + i] += step * signs[i];
      moved ||= signs[i] !== 0;
    }
    if (moved) steps[item]++;
    return moved;
  };

  let active: Int32Array = Int32Array.from(crossed.keys());
  while (active.length > 0) {
    active = advance(active);
    await setImmediate();
  }
  const shift = adversarial.map((value, i) => value - inputs[i]);
  const distances = Float64Array.from(crossed, (_, item) => dualNorms.l2(shift, item * length, (item + 1) * length));
  return { adversarial, crossed, distances, steps };
}
