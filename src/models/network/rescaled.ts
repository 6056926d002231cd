import type { Split } from '../../datasets/contract.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { InvalidOptionError } from '../../errors.ts';
import { clipToRange, perValue } from '../../norms/ball.ts';
import { checkAnyEpsilon, largestOf, spreadEpsilon, type Epsilon } from '../../norms/epsilon-by-value.ts';
import type { Norm } from '../../norms/norm.ts';
import { boundAt, type InputRange } from '../../norms/range.ts';
import { isInstance } from '../../options.ts';
import { show } from '../../show.ts';
import { asked, type QueriedModel } from '../predictor.ts';
import type { Network } from './contract.ts';
import { isNetwork } from './is-network.ts';
import { trusted } from './network-of.ts';

/**
 * The change of variable that turns a list of radii into one radius, for any attack in any norm.
 *
 *   x_i = s_i u_i,   s_i = ε_i / ε,   ε = max ε_i:   ‖(δ_i / ε_i)_i‖ <= 1 in x is ‖δ‖ <= ε in u
 *
 * A value with ε_i = 0 gets so small a scale that no step within ε changes its float32 number.
 */
export interface Rescaling {
  /** ε. */
  readonly radius: number;
  /** s, one number per value of an item. */
  readonly scales: Float32Array;
}

/** A power of two, so that no bit of a value that must not move is lost. */
const frozen = 2 ** -60;

/** Returns the change of variable for a list with one radius per value of an item. */
export function rescalingOf(epsilon: readonly number[]): Rescaling {
  const radius = largestOf(epsilon);
  return { radius, scales: Float32Array.from(epsilon, (one) => (radius > 0 ? one / radius : 1) || frozen) };
}

/** The model as a function of u. */
export function rescaledModel<Model extends QueriedModel>(model: Model, { scales }: Rescaling): Model {
  const inputRange = model.inputRange.map((bound, side) =>
    Array.from(scales, (scale, i) => {
      if (scale === frozen) return side === 0 ? -Infinity : Infinity; // its width would be that of no other value
      return Math.fround(Math.fround(boundAt(bound, i)) / scale);
    }),
  ) as unknown as InputRange;
  const predict = (inputs: Float32Array, count: number): Matrix | Promise<Matrix> =>
    model.predict(
      inputs.map((value, at) => value * scales[at % scales.length]),
      count,
    );
  if (!isNetwork(model))
    return asked({ ...model, inputRange, predict: async (inputs, count) => predict(inputs, count) });
  const logits: Network['logits'] = (u, options) =>
    model.logits(
      tf.mul(
        u,
        perValue(u, (i) => scales[i]),
      ),
      options,
    );
  return trusted({ ...model, inputRange, predict, logits }) as typeof model;
}

/** The inputs in u. */
export function rescaledSplit(split: Split, { scales }: Rescaling): Split {
  const inputs = (split.inputs as Float32Array).map((value, at) => value / scales[at % scales.length]);
  return { ...split, inputs };
}

/** The points of `moved`, given in u, in x. A value that did not move keeps all its bits. */
export function restored(moved: Float32Array, split: Split, range: InputRange, { scales }: Rescaling): Float32Array {
  return moved.map((value, at) => {
    const i = at % scales.length;
    if (scales[i] === frozen || value === Math.fround(split.inputs[at] / scales[i])) return split.inputs[at];
    return Math.min(Math.max(value * scales[i], boundAt(range[0], i)), boundAt(range[1], i));
  });
}

/** An attack that crafts batches, as in `Attack`. */
interface Crafting<Batch> {
  readonly name: string;
  readonly norm: Norm;
  craft(batch: Batch & { readonly epsilon: number }): Promise<Tensor>;
}

/**
 * Crafts a batch with any epsilon, by an attack that takes one radius.
 *
 * @returns candidates in x, [batch, ...itemShape]; the caller disposes of them
 * @throws InvalidOptionError if epsilon does not fit the inputs; any error of the attack
 */
export async function craftWith<Batch extends { readonly classifier: Network; readonly x: Tensor }>(
  attack: Crafting<Batch>,
  batch: Batch,
  given: Epsilon,
): Promise<Tensor> {
  const { x, classifier } = batch;
  if (typeof given !== 'number') checkAnyEpsilon(attack.name, given, attack.norm, classifier, { allowZero: true });
  const epsilon = spreadEpsilon(given, classifier.itemShape);
  if (typeof epsilon === 'number') return candidatesOf(attack, { ...batch, epsilon });
  const rescaling = rescalingOf(epsilon);
  const scales = perValue(x, (i) => rescaling.scales[i]);
  const u = tf.div(x, scales);
  try {
    const model = rescaledModel(classifier, rescaling);
    const moved = await candidatesOf(attack, { ...batch, x: u, classifier: model, epsilon: rescaling.radius });
    return tf.tidy(() => {
      const stays = tf.logicalOr(tf.equal(moved, u), tf.equal(scales, frozen));
      const points = tf.where(stays, x, clipToRange(tf.mul(moved, scales), classifier.inputRange));
      moved.dispose();
      return points;
    });
  } finally {
    tf.dispose([u, scales]);
  }
}

/** What an attack, which users may have changed, crafts. @throws InvalidOptionError unless it is a tensor like the inputs */
async function candidatesOf<Batch extends { readonly x: Tensor; readonly epsilon: number }>(
  attack: { readonly name: string; craft(batch: Batch): Promise<Tensor> },
  batch: Batch,
): Promise<Tensor> {
  const { shape } = batch.x;
  const candidates: unknown = await attack.craft(batch);
  if (isInstance(candidates, tf.Tensor) && candidates.shape.join() === shape.join()) return candidates;
  throw new InvalidOptionError(
    `${attack.name}: craft returned ${show(isInstance(candidates, tf.Tensor) ? candidates.shape : candidates)}.\n` +
      `Expected a tensor [${shape.join(', ')}].\nCorrect the attack.`,
  );
}
