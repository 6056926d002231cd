import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import { NumericalError } from '../../errors.ts';
import { integerFrom, oneOf, positive } from '../../options.ts';
import { clipToBall, signOf, unitOf } from '../../norms/ball.ts';
import type { AttackedBatch } from '../contract.ts';
import { crossEntropySlope } from '../../gradients/cross-entropy-slope.ts';
import { pullBack } from '../../gradients/pull-back.ts';
import { pursue, type Rows } from './pursue.ts';
import { targetLimit, targetsOf, type Target } from '../frame/target.ts';

export interface Ascent {
  readonly norm: 'linf' | 'l2';
  readonly target: Target;
  readonly steps: number;
  /** In units of the input. */
  readonly stepSize: number;
  /** x_0 [batch, ...itemShape], a tensor of its own. @defaultValue the clean inputs */
  readonly start?: () => Tensor;
  /** Turns the gradients so far into the direction of the step; keeps its memory of them in `velocity`. */
  readonly momentum?: (gradient: Tensor, velocity: Tensor) => Tensor;
}

/** What the options that these attacks share may be. */
export const ascentLimits = {
  steps: integerFrom(1),
  stepSize: positive,
  norm: oneOf('linf', 'l2'),
  target: targetLimit,
};

/**
 * Steepest ascent of the cross-entropy, or with a target descent towards that class: what FGSM, BIM, PGD and momentum share.
 *
 *   x_{t+1} = clip(x_t + stepSize · s(dL/dx_t)),   clip to the ball around x, then to the input range
 *   s(g) = sign(g) in L-inf, with sign(0) = 0;   s(g) = g / ‖g‖₂ in L2
 *
 * @throws NumericalError if the gradient at x_0 is NaN: its sign would be 0, and the attack would pass for a weak one
 */
export function ascend(batch: AttackedBatch, ascent: Ascent): Promise<Tensor> {
  const { norm, target, steps, stepSize, start, momentum } = ascent;
  const { classifier, epsilon } = batch;
  return pursue<Rows & { goal?: Tensor1D; velocity?: Tensor }>(batch, {
    steps,
    start: ({ x, y }) => ({
      current: start?.() ?? x.clone(),
      ...(target !== 'none' && { goal: targetsOf(target, classifier.logits(x), y) }),
      ...(momentum && { velocity: tf.zerosLike(x) }),
    }),
    step: ({ x, y }, { current, goal, velocity }, t) => {
      const { logits, gradient } = pullBack(classifier, current, (z) => ({
        slope: goal ? (tf.neg(crossEntropySlope(z, goal)) as Tensor2D) : crossEntropySlope(z, y),
      }));
      if (t === 0) checkSlope(gradient, classifier.name);
      const direction = momentum ? momentum(gradient, velocity as Tensor) : gradient;
      const shift = norm === 'linf' ? signOf(direction, stepSize) : tf.mul(unitOf(direction), stepSize);
      const moved = tf.add(current, shift);
      const next = { current: clipToBall(moved, x, epsilon, norm, classifier.inputRange) };
      return {
        logits,
        next: { ...next, ...(goal && { goal }), ...(momentum && { velocity: direction }) },
      };
    },
    ...(target !== 'none' && {
      reached: (logits, _, { goal }) => tf.equal(tf.argMax(logits, 1), goal as Tensor1D) as Tensor1D,
    }),
  });
}

function checkSlope(slope: Tensor, name: string): void {
  if (!Number.isNaN(tf.sum(slope).dataSync()[0])) return;
  throw new NumericalError(
    `The gradient of the loss of "${name}" with respect to its input is NaN.\n` +
      'Expected numbers. Check the weights for NaN, and the layers for functions without a derivative at 0, such as a square root.',
  );
}
