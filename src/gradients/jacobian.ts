import { record } from '../engine/tape.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor2D } from '../engine/tensors.ts';
import { EngineError, InvalidModelError } from '../errors.ts';
import type { Network } from '../models/network/contract.ts';

/** The logits of a batch, and their gradients with respect to the inputs. Valid inside the callback that receives it. */
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
   * @param from - [batch], the class whose logit is taken off
   * @param towards - [batch], the class whose logit counts; where both are the same the gradient is 0
   */
  between(from: ArrayLike<number>, towards: ArrayLike<number>): Tensor;
  /** The gradients of all logits, [batch, classes, ...itemShape]. */
  ofAll(): Tensor;
}

/**
 * Runs the network once on x, and lends its logits and as many of their gradients as `use` asks for.
 *
 *   combined(w)_i = Σ_k w_ik ∂z_k(x_i)/∂x_i
 *
 * A gradient costs one backward pass over what that one run saved, where `tf.grad` would run the network anew for each;
 * the weights of the network get none. All sums run within an input, so that inputs do not influence each other.
 *
 * @param x - [batch, ...itemShape]
 * @throws InvalidModelError if the network contains something that has no gradient
 */
export function linearised<T>(classifier: Network, x: Tensor, use: (linearisation: Linearisation) => T): T {
  const { classes, name } = classifier;
  const batch = x.shape[0];
  const recording = withGradient(name, () => record((input) => classifier.logits(input), x));
  const combined = (weights: Tensor2D | Float32Array): Tensor =>
    tf.tidy(() => {
      const cotangent = weights instanceof Float32Array ? tf.tensor2d(weights, [batch, classes]) : weights;
      return withGradient(name, () => recording.gradient(cotangent));
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
 * Logits, and the gradient with respect to the input of whatever has a given slope with respect to the logits, on one pass
 * forward and one back.
 *
 *   z = f(x),   dL/dx = (dz/dx)^T dL/dz
 *
 * Runs inside the caller's tidy. No gradient of a weight is computed.
 *
 * @param x - [batch, ...itemShape]
 * @param objective - from z [batch, classes] to the slope dL/dz, same shape, and what else is made of the logits
 * @throws InvalidModelError if the model contains something that has no gradient
 */
export function pullBack<Made extends { readonly slope: Tensor2D }>(
  classifier: Network,
  x: Tensor,
  objective: (logits: Tensor2D) => Made,
): Made & { readonly logits: Tensor2D; readonly gradient: Tensor } {
  return linearised(classifier, x, ({ logits, combined }) => {
    const made = objective(logits);
    return { ...made, logits: logits.clone() as Tensor2D, gradient: combined(made.slope) };
  });
}

function withGradient<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new InvalidModelError(
      `"${name}" has no gradient with respect to its input: ${error.message.split('\n')[0]}\n` +
        'Expected layers with a gradient all the way from the input to the logits.\n' +
        'Attack it with a black-box attack such as square, which needs predictions only.',
      { cause: error },
    );
  }
}
