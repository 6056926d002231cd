import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import { NumericalError } from '../errors.ts';
import { clipToBall } from './ball.ts';
import type { AttackedBatch } from './contract.ts';
import { crossEntropyDirection } from './cross-entropy-direction.ts';

/**
 * Steepest ascent of the cross-entropy in L-inf: what FGSM, BIM and PGD share.
 *
 *   x_{t+1} = clip(x_t + stepSize · sign(dL/dx_t)),   clip to the ball around x, then to the input range; sign(0) = 0
 *
 * @param start - x_0 [batch, ...itemShape]
 * @returns x_steps; call it inside a tidy, which frees what it leaves behind
 * @throws NumericalError if the gradient at x_0 is NaN: its sign would be 0, and the attack would pass for a weak one
 */
export function signedAscent(batch: AttackedBatch, start: Tensor, steps: number, stepSize: number): Tensor {
  const { classifier, x, y, epsilon } = batch;
  const direction = crossEntropyDirection(classifier, y);

  let current = start.clone();
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const slope = direction(current);
      if (step === 0) checkSlope(slope, classifier.name);
      const moved = tf.add(current, signed(slope, stepSize));
      return clipToBall(moved, x, epsilon, 'linf', classifier.inputRange);
    });
    current.dispose();
    current = next;
  }
  return current;
}

/**
 * length · sign(values) in two kernels. `tf.sign` of the WebAssembly backend would be slower, and 0 for all below 1.2e-7;
 * this is exact but below length · 1e-38, which only subnormal numbers are.
 */
function signed(values: Tensor, length: number): Tensor {
  const bound = Math.fround(length); // bounds that become equal only in float32 make clipByValue return garbage
  return tf.clipByValue(tf.mul(values, 1e38), -bound, bound);
}

function checkSlope(slope: Tensor, name: string): void {
  if (!Number.isNaN(tf.sum(slope).dataSync()[0])) return;
  throw new NumericalError(
    `The gradient of the loss of "${name}" with respect to its input is NaN.\n` +
      'Expected numbers. Check the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
