import { tf, tfl, type Tensor, type Tensor2D } from '../../../engine/tensors.ts';

type Shape = (number | null)[];

/**
 * The logits of two classes from the logit s of one sigmoid unit, [batch, 1] -> [batch, 2]. Both gradients are not zero, as in
 * a network with two units.
 *
 *   z = (−s / 2, s / 2),   softmax(z) = (1 − σ(s), σ(s))
 */
export class LogitsOfTwo extends tfl.layers.Layer {
  static readonly className = 'LogitsOfTwo';

  override computeOutputShape([batch]: Shape): Shape {
    return [batch, 2];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const half = tf.mul([inputs].flat()[0], 0.5);
    return tf.concat([tf.neg(half), half], 1);
  }
}

/** How layers that merge combine probabilities, in logarithms [members] of [batch, classes]. */
export const combinations = new Map<string, (logs: Tensor[]) => Tensor>([
  ['Average', logOfSum], // a constant factor changes no softmax
  ['Add', logOfSum],
  ['Multiply', (logs) => tf.addN(logs)],
  ['Maximum', (logs) => logs.reduce((a, b) => tf.maximum(a, b))],
  ['Minimum', (logs) => logs.reduce((a, b) => tf.minimum(a, b))],
]);

/**
 * How layers that merge combine the probability p of the second of two classes, in logarithms [members] of [batch, (1 − p, p)]. A sum
 * is no probability.
 */
export const combinationsOfTwo = new Map<string, (logs: Tensor[]) => Tensor>([
  ['Average', logOfSum],
  ['Multiply', productOfTwo],
  ['Maximum', (logs) => extremesOfTwo(logs, tf.minimum, tf.maximum)],
  ['Minimum', (logs) => extremesOfTwo(logs, tf.maximum, tf.minimum)],
]);

/**
 * The logits of an ensemble whose members' probabilities are averaged, added, multiplied or compared. Computed in logarithms,
 * so it is exact where probabilities saturate. [batch, classes] each -> [batch, classes].
 *
 *   average: z = log Σ_m softmax(z_m)
 */
export class CombinedLogits extends tfl.layers.Layer {
  static readonly className = 'CombinedLogits';
  readonly #combine: (logs: Tensor[]) => Tensor;

  constructor(combine: (logs: Tensor[]) => Tensor) {
    super({});
    this.#combine = combine;
  }

  override computeOutputShape([first]: Shape | Shape[]): Shape {
    return first as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => this.#combine([inputs].flat().map((z) => tf.logSoftmax(z))));
  }
}

/** The logits of a mean of softmaxes over all places, [batch, ...places, classes] -> [batch, classes]. */
export class MeanOverPlaces extends tfl.layers.Layer {
  static readonly className = 'MeanOverPlaces';

  override computeOutputShape(inputShape: Shape): Shape {
    return [inputShape[0], inputShape[inputShape.length - 1]];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [z] = [inputs].flat();
    const rows = tf.reshape(z, [z.shape[0], -1, z.shape[z.shape.length - 1]]);
    return tf.logSumExp(tf.logSoftmax(rows), 1) as Tensor2D;
  }
}

function logOfSum(logs: Tensor[]): Tensor {
  return tf.logSumExp(tf.stack(logs), 0);
}

/** p = Π p_m; 1 − p is summed without cancellation: 1 − p = Σ_m (1 − p_m) Π_{l<m} p_l */
function productOfTwo(logs: Tensor[]): Tensor {
  const [first, ...others] = logs.map((log) => tf.split(log, 2, 1));
  return tf.concat(
    others.reduce(([rest, product], [restOfOne, one]) => {
      const missing = tf.logSumExp(tf.stack([rest, tf.add(product, restOfOne)]), 0);
      return [missing, tf.add(product, one)];
    }, first),
    1,
  );
}

type Choice = (a: Tensor, b: Tensor) => Tensor;

function extremesOfTwo(logs: Tensor[], ofFirst: Choice, ofSecond: Choice): Tensor {
  const columns = logs.map((log) => tf.split(log, 2, 1));
  const [first, second] = [0, 1].map((i) => columns.map((each) => each[i]));
  return tf.concat([first.reduce((a, b) => ofFirst(a, b)), second.reduce((a, b) => ofSecond(a, b))], 1);
}
