import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor2D } from '../engine/tensors.ts';
import { InvalidModelError } from '../errors.ts';
import type { Classifier } from '../models/contract.ts';

/**
 * Logits, and the gradient with respect to the input of whatever has a given gradient with respect to the logits, on one
 * pass forward and one back.
 *
 *   z = f(x),   dL/dx = (dz/dx)^T dL/dz
 *
 * The loss itself is never computed. The weights are no arguments of the function, so that their gradients are not either.
 *
 * @param x - [batch, ...itemShape]
 * @param slope - from z [batch, classes] to dL/dz, same shape
 * @throws InvalidModelError if the model contains something that has no gradient
 */
export function pullBack(
  classifier: Classifier,
  x: Tensor,
  slope: (logits: Tensor2D) => Tensor2D,
): { readonly logits: Tensor2D; readonly gradient: Tensor } {
  const sloped = tf.customGrad((logits, save) => {
    (save as (tensors: Tensor[]) => void)([logits as Tensor]);
    return { value: (logits as Tensor).clone(), gradFunc: (_: Tensor, [z]: Tensor[]) => [slope(z as Tensor2D)] };
  });
  try {
    const { value, grad } = tf.valueAndGrad((input) => sloped(classifier.logits(input)))(x);
    return { logits: value as Tensor2D, gradient: grad };
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Cannot compute gradient'))) throw error;
    throw new InvalidModelError(
      `"${classifier.name}" has no gradient with respect to its input: ${error.message.split('\n')[0]}\n` +
        'Expected layers with a gradient all the way from the input to the logits.\n' +
        'Attack it with a black-box attack such as square, which needs predictions only.',
      { cause: error },
    );
  }
}
