import { record } from '../engine/tape.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor2D } from '../engine/tensors.ts';
import type { Network } from '../models/network/contract.ts';
import { withGradient } from './with-gradient.ts';

/** The logits of a batch and their gradients with respect to the inputs. Valid only inside the callback that receives it. */
export interface Linearisation {
  /** z [batch, classes]. */
  readonly logits: Tensor2D;
  /**
   * The gradient of a linear combination of the logits of each input, [batch, ...itemShape].
   *
   * @param weights - [batch, classes], a tensor or its values
   */
  combined(weights: Tensor2D | Float32Array): Tensor;
  /**
   * The gradient of one logit of each input, [batch, ...itemShape].
   *
   * @param classes - [batch]
   */
  ofClass(classes: ArrayLike<number>): Tensor;
  /**
   * The gradient of the difference of two logits of each input, [batch, ...itemShape].
   *
   * @param from - [batch], the class whose logit is subtracted
   * @param towards - [batch], the class whose logit it is subtracted from; the gradient is 0 if both are the same
   */
  between(from: ArrayLike<number>, towards: ArrayLike<number>): Tensor;
  /** The gradients of all logits, [batch, classes, ...itemShape]. */
  ofAll(): Tensor;
}

/**
 * Runs the network once on x, and lends its logits and their gradients to `use`.
 *
 *   combined(w)_i = Σ_k w_ik ∂z_k(x_i)/∂x_i
 *
 * A gradient takes one backward pass over the saved run; `tf.grad` would run the network again for each. No gradient of a
 * weight is computed. All sums run within an input, so inputs do not influence each other.
 *
 * @param x - [batch, ...itemShape]
 * @returns the result of `use`
 * @throws InvalidModelError if the network contains an operation without a gradient
 */
export function linearised<T>(classifier: Network, x: Tensor, use: (linearisation: Linearisation) => T): T {
  const { classes, name } = classifier;
  const batch = x.shape[0];
  const recording = ofInput(name, () => record((input) => classifier.logits(input), x));
  const combined = (weights: Tensor2D | Float32Array): Tensor =>
    tf.tidy(() => {
      const cotangent = weights instanceof Float32Array ? tf.tensor2d(weights, [batch, classes]) : weights;
      return ofInput(name, () => recording.gradient(cotangent));
    });
  const ofClass = (chosen: ArrayLike<number>): Tensor => {
    const weights = new Float32Array(batch * classes);
    for (let item = 0; item < batch; item++) weights[item * classes + chosen[item]] = 1;
    return combined(weights);
  };
  const between = (from: ArrayLike<number>, towards: ArrayLike<number>): Tensor => {
    const weights = new Float32Array(batch * classes);
    for (let item = 0; item < batch; item++) {
      weights[item * classes + towards[item]] += 1;
      weights[item * classes + from[item]] -= 1;
    }
    return combined(weights);
  };
  const ofAll = (): Tensor =>
    tf.tidy(() =>
      tf.stack(
        Array.from({ length: classes }, (_, k) => ofClass(new Int32Array(batch).fill(k))),
        1,
      ),
    );
  try {
    return use({ logits: recording.value as Tensor2D, combined, ofClass, between, ofAll });
  } finally {
    recording.dispose();
  }
}

/**
 * The logits, and the gradient with respect to the input of an objective, in one forward and one backward pass.
 *
 *   z = f(x),   dL/dx = (dz/dx)^T dL/dz
 *
 * Runs inside the caller's tidy. No gradient of a weight is computed.
 *
 * @param x - [batch, ...itemShape]
 * @param objective - from z [batch, classes] to the slope dL/dz, same shape, and any other results
 * @returns the results of `objective`, the logits [batch, classes], and the gradient [batch, ...itemShape]
 * @throws InvalidModelError if the model contains an operation without a gradient
 */
export function pullBack<Result extends { readonly slope: Tensor2D }>(
  classifier: Network,
  x: Tensor,
  objective: (logits: Tensor2D) => Result,
): Result & { readonly logits: Tensor2D; readonly gradient: Tensor } {
  return linearised(classifier, x, ({ logits, combined }) => {
    const result = objective(logits);
    return { ...result, logits: logits.clone() as Tensor2D, gradient: combined(result.slope) };
  });
}

function ofInput<T>(name: string, work: () => T): T {
  const advice =
    'Expected layers with a gradient all the way from the input to the logits.\n' +
    'Attack it with a black-box attack such as square, which only needs predictions.';
  return withGradient(`"${name}" has no gradient with respect to its input`, advice, work);
}
