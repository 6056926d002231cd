import type { Tensor, Tensor2D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';
import { linearised } from './jacobian.ts';

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
  classifier: Classifier,
  x: Tensor,
  objective: (logits: Tensor2D) => Made,
): Made & { readonly logits: Tensor2D; readonly gradient: Tensor } {
  return linearised(classifier, x, ({ logits, combined }) => {
    const made = objective(logits);
    return { ...made, logits: logits.clone() as Tensor2D, gradient: combined(made.slope) };
  });
}
