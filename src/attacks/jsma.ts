import { tf } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import { demandBox, largestWidth } from '../norms/range.ts';
import { positiveShare } from '../options.ts';
import { defineAttack } from './define.ts';
import { saliencyPursuit } from './saliency/saliency-pursuit.ts';
import { targeted, targetsOf, type Target } from './frame/target.ts';

export interface JsmaOptions {
  /** The share of values that may be changed. Each step changes two values; no value changes twice. @defaultValue 0.1 */
  readonly gamma: number;
  /** The change of a value, in units of the input; a negative theta lowers values. @defaultValue the width of the range */
  readonly theta: number | null;
  /**
   * The class to reach: its number, an array with one class per input, or 'least-likely' or 'second-likely', as predicted for the
   * clean input. An input counts as broken at any class but its label. @defaultValue 'none': towards the most likely other class, until any class but the label
   */
  readonly target: Target;
}

/**
 * Jacobian-based saliency map attack: changes few values by much. Each step changes the pair that most raises the target and
 * lowers all other classes.
 *
 *   α_i = ∂z_t/∂x_i,   β_i = Σ_{k≠t} ∂z_k/∂x_i
 *   argmax_{p≠q} (α_p + α_q) · |β_p + β_q|   with α_p + α_q > 0 > β_p + β_q;   for theta < 0 with both signs reversed
 *
 * The attack takes at most ⌈gamma n / 2⌉ steps for n values, and stops when no pair has the right signs. Values within a
 * hundredth of the range from their border are skipped.
 *
 * The norm is L0, the number of changed values. The search ignores epsilon; a perturbation of more values does not count.
 *
 * Deviation, as in torchattacks: derivatives of the logits, not of the softmax.
 * @see Papernot et al. 2016, arXiv:1511.07528, algorithm 3
 */
export const jsma = defineAttack<JsmaOptions>({
  name: 'jsma',
  norm: 'l0',
  access: 'white-box',
  minimal: true,
  defaults: { gamma: 0.1, theta: null, target: 'none' },
  limits: {
    gamma: positiveShare,
    theta: { expected: 'a finite number other than 0', holds: (value) => value !== 0 },
    target: targeted.limit,
  },
  validateModel: (model, { target, theta }) => {
    targeted.checkModel('jsma', target, model);
    if (theta === null)
      demandBox('jsma', model, 'theta is the width of the range', 'Pass theta, the change of a value.');
  },
  validateSplit: (split, { target }) => targeted.checkSplit('jsma', target, split),
  forInputs: targeted.forInputs,
  parameters: (options, _, range) => ({ ...options, theta: options.theta ?? (range && largestWidth(range)) }),
  perturb: async ({ classifier, x, y, positions }, options) => {
    const [inputs, labels] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
    const goal = options.target === 'none' ? 'second-likely' : options.target;
    const targets = tidyNumbers(() => targetsOf(goal, classifier.logits(x), { y, positions }).dataSync()) as Int32Array;
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
