import { tf } from '../engine/tensors.ts';
import { integerFrom, notNegative, positive } from '../options.ts';
import { defineAttack } from './define.ts';
import { distanceOf } from '../norms/distance.ts';
import type { InputRange } from '../norms/range.ts';
import { unitOfLength } from '../norms/unit.ts';
import { penalisedDescent } from './penalised-descent/penalised-descent.ts';

export interface CarliniWagnerOptions {
  /** Number of values of c to try. c grows by a factor of 10 until the input breaks; bisection follows. @defaultValue 9 */
  readonly searches: number;
  /**
   * The first value of c; with `searches: 1` the only value. Hu 2021 uses 9, 10 and 11 on MNIST. It weighs
   * logits against squared distances in units of the input. @defaultValue 0.001 times the squared width of the range
   */
  readonly constant: number | null;
  /** Maximum number of Adam steps per c. @defaultValue 10,000 */
  readonly steps: number;
  /** Step size of Adam, in tanh space, which has no unit. @defaultValue 0.01 */
  readonly stepSize: number;
  /** Required lead of the logit of another class over the logit of the label. @defaultValue 0 */
  readonly confidence: number;
  /** Stop trying a value of c after a tenth of the steps, at least 50, without a lower loss. @defaultValue true */
  readonly abortEarly: boolean;
}

/**
 * Carlini and Wagner's attack: the smallest perturbation in L2 that changes the predicted class.
 *
 *   min_x' ‖x' - x‖² + c · max(0, z_y - max_{i≠y} z_i + κ),   κ the confidence, c found by bisection per input
 *
 * c is the weight of the misclassification: a larger c breaks more inputs, at larger distances. The closest point that broke
 * an input counts. The search ignores epsilon; a perturbation larger than epsilon does not count.
 *
 * Deviation: `abortEarly` compares the lowest loss of each input; Foolbox compares the sum over the batch.
 * @see Carlini & Wagner 2017, arXiv:1608.04644, section VI.A
 */
export const carliniWagner = defineAttack<CarliniWagnerOptions>({
  name: 'carliniWagner',
  norm: 'l2',
  access: 'white-box',
  minimal: true,
  defaults: { searches: 9, constant: null, steps: 10_000, stepSize: 0.01, confidence: 0, abortEarly: true },
  limits: {
    searches: integerFrom(1),
    constant: positive,
    steps: integerFrom(1),
    stepSize: positive,
    confidence: notNegative,
  },
  parameters: (options, _, range) => ({ ...options, constant: options.constant ?? (range && firstConstant(range)) }),
  perturb: async (batch, { searches, constant, ...options }) => {
    const { x } = batch;
    const first = constant ?? firstConstant(batch.classifier.inputRange);
    const inputs = (await x.data()) as Float32Array;
    const length = inputs.length / x.shape[0];
    const closest = inputs.slice();
    const [low, high] = [new Float64Array(x.shape[0]), new Float64Array(x.shape[0]).fill(Infinity)];
    const distances = high.slice();
    let constants = low.map(() => first);

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

/** The first c by default: it weighs logits against squared distances, so it grows with the square of the range. */
const firstConstant = (range: InputRange): number => 1e-3 * unitOfLength(range) ** 2;
