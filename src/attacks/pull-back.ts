import type { Tensor, Tensor2D } from '../engine/tensors.ts';
import type { Classifier } from '../models/contract.ts';
import { linearised } from './jacobian.ts';

/**
 * Logits, and the gradient with respect to the input of whatever has a given gradient with respect to the logits, on one
 * pass forward and one back.
 *
 *   z = f(x),   dL/dx = (dz/dx)^T dL/dz
 *
 * The loss itself is never computed, and no gradient of a weight.
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
  return linearised(classifier, x, (z) => ({ logits: z.logits.clone(), gradient: z.combined(slope(z.logits)) }));
}
