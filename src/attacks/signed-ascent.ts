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
  const length = tf.scalar(stepSize);
  const direction = crossEntropyDirection(classifier, y);

  let current = start.clone();
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const slope = direction(current);
      if (step === 0) checkSlope(slope, classifier.name);
      const moved = tf.add(current, tf.mul(sign(slope), length));
      return clipToBall(moved, x, epsilon, 'linf', classifier.inputRange);
    });
    current.dispose();
    current = next;
  }
  return current;
}

/** The sign, also of small numbers: `tf.sign` of the WebAssembly backend gives 0 for all below 1.2e-7. */
function sign(values: Tensor): Tensor {
  return tf.sub(tf.step(values), tf.step(tf.neg(values)));
}

function checkSlope(slope: Tensor, name: string): void {
  if (!Number.isNaN(tf.sum(slope).dataSync()[0])) return;
  throw new NumericalError(
    `The gradient of the loss of "${name}" with respect to its input is NaN.\n` +
      'Expected numbers. Check the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
