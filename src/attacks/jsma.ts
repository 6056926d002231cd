import { tf } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import { positiveShare } from '../options.ts';
import { defineAttack } from './define.ts';
import { saliencyPursuit } from './saliency/saliency-pursuit.ts';
import { checkTarget, targetLimit, targetsOf, type Target } from './frame/target.ts';

export interface JsmaOptions {
  /** The share of the values that may be changed: two in each step, each once. @defaultValue 0.1 */
  readonly gamma: number;
  /** By how much a value is changed, in units of the input; below 0 values are lowered. @defaultValue 1 */
  readonly theta: number;
  /** The class to be taken for. @defaultValue 'none': towards the most likely other one, until the label is left */
  readonly target: Target;
}

/**
 * Jacobian-based saliency map attack: changes few values by much, the pair first that speaks most for the target and
 * against all other classes.
 *
 *   α_i = ∂z_t/∂x_i,   β_i = Σ_{k≠t} ∂z_k/∂x_i
 *   argmax_{p≠q} (α_p + α_q) · |β_p + β_q|   where α_p + α_q > 0 > β_p + β_q;   with theta < 0 the other way round
 *
 * At most ⌈gamma n / 2⌉ steps for n values. Values that lie within a hundredth of the range from their border are left
 * alone, and an input is given up when no pair has the right signs.
 *
 * The norm is L0, the number of changed values. Epsilon does not steer it: a perturbation of more values does not count.
 *
 * Deviation, as torchattacks: derivatives of the logits, not of the softmax.
 * @see Papernot et al. 2016, arXiv:1511.07528, algorithm 3
 */
export const jsma = defineAttack<JsmaOptions>({
  name: 'jsma',
  norm: 'l0',
  access: 'white-box',
  minimal: true,
  defaults: { gamma: 0.1, theta: 1, target: 'none' },
  limits: {
    gamma: positiveShare,
    theta: { expected: 'a finite number other than 0', holds: (value) => value !== 0 },
    target: targetLimit,
  },
  validateModel: (model, { target }) => checkTarget('jsma', target, model),
  perturb: async ({ classifier, x, y }, options) => {
    const [inputs, labels] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
    const goal = options.target === 'none' ? 'second-likely' : options.target;
    const targets = tidyNumbers(() => targetsOf(goal, classifier.logits(x), y).dataSync()) as Int32Array;
    const points = await saliencyPursuit({
      ...options,
      classifier,
      inputs,
      labels,
      targets,
      anyClass: options.target === 'none',
    });
    return tf.tensor(points, x.shape);
  },
});
