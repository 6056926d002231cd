import { defineAttack } from './define.ts';
import { signedAscent } from './signed-ascent.ts';

/**
 * Fast gradient sign method: one step to the border of the L-inf ball.
 *
 *   x' = clip(x + epsilon · sign(dL/dx)),   L the cross-entropy of the logits, sign(0) = 0
 *
 * @see Goodfellow et al. 2015, arXiv:1412.6572, section 4
 */
export const fgsm = defineAttack({
  name: 'fgsm',
  norm: 'linf',
  access: 'white-box',
  defaults: {},
  perturb: (batch) => signedAscent(batch, batch.x, 1, batch.epsilon),
});
