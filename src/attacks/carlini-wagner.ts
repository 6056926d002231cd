import { tf } from '../engine/tensors.ts';
import { integerFrom, notNegative, positive } from '../options.ts';
import { defineAttack } from './define.ts';
import { distanceOf } from '../norms/distance.ts';
import { penalisedDescent } from './penalised-descent/penalised-descent.ts';

export interface CarliniWagnerOptions {
  /** How many values of c are tried: the first, ten times it until one breaks the input, then halving. @defaultValue 9 */
  readonly searches: number;
  /** The first c, and with `searches: 1` the only one: 9, 10 and 11 on MNIST in Hu 2021. @defaultValue 0.001 */
  readonly constant: number;
  /** The most steps of Adam for each c. @defaultValue 10,000 */
  readonly steps: number;
  /** Adam's step size. @defaultValue 0.01 */
  readonly stepSize: number;
  /** By how much the logit of another class is to exceed that of the label. @defaultValue 0 */
  readonly confidence: number;
  /** Give an input up for the c at hand when a tenth of the steps, at least 50, has not lowered its loss. @defaultValue true */
  readonly abortEarly: boolean;
}

/**
 * Carlini and Wagner's attack: the smallest perturbation in L2 that leaves the label.
 *
 *   min_x' ‖x' - x‖² + c · max(0, z_y - max_{i≠y} z_i + κ),   κ the confidence, c found by bisection for each input
 *
 * c weighs the misclassification: a larger one breaks more, further away. The closest point that broke an input counts.
 * Epsilon does not steer it: a perturbation that turns out larger does not count.
 *
 * Deviation: whether the loss still falls is asked of each input, and of its lowest value, where Foolbox looks at the sum over
 * the batch.
 * @see Carlini & Wagner 2017, arXiv:1608.04644, section VI.A
 */
export const carliniWagner = defineAttack<CarliniWagnerOptions>({
  name: 'carliniWagner',
  norm: 'l2',
  access: 'white-box',
  minimal: true,
  defaults: { searches: 9, constant: 1e-3, steps: 10_000, stepSize: 0.01, confidence: 0, abortEarly: true },
  limits: {
    searches: integerFrom(1),
    constant: positive,
    steps: integerFrom(1),
    stepSize: positive,
    confidence: notNegative,
  },
  perturb: async (batch, { searches, constant, ...options }) => {
    const { x } = batch;
    const inputs = (await x.data()) as Float32Array;
    const length = inputs.length / x.shape[0];
    const closest = inputs.slice();
    const [low, high] = [new Float64Array(x.shape[0]), new Float64Array(x.shape[0]).fill(Infinity)];
    const distances = high.slice();
    let constants = low.map(() => constant);

    for (let search = 0; search < searches; search++) {
      const found = await penalisedDescent(batch, { ...options, constants });
      const points = (await found.data().finally(() => found.dispose())) as Float32Array;
      for (const item of constants.keys()) {
        const point = points.subarray(item * length, (item + 1) * length);
        const distance = distanceOf('l2', point, inputs.subarray(item * length, (item + 1) * length));
        (distance > 0 ? high : low)[item] = constants[item];
        if (distance === 0 || distance >= distances[item]) continue;
        distances[item] = distance;
        closest.set(point, item * length);
      }
      constants = constants.map((c, item) => (high[item] === Infinity ? 10 * c : (low[item] + high[item]) / 2));
    }
    return tf.tensor(closest, x.shape);
  },
});
