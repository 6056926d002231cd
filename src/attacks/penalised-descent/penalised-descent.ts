import { selectRows } from '../../engine/operations/select-rows.ts';
import { tf } from '../../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../../engine/tensors.ts';
import type { AttackedBatch } from '../contract.ts';
import { linearised } from '../../gradients/jacobian.ts';
import { notANumber } from '../../boundaries/nearest-boundary.ts';
import { pursue, type Rows } from '../ascent/pursue.ts';
import { clearLead, largestBut, lostToOffset } from '../../matrix/rows.ts';
import { unitOfLength } from '../../norms/unit.ts';
import { tanhSpace } from './tanh-space.ts';

export interface Descent {
  /** c per input, [batch]. */
  readonly constants: ArrayLike<number>;
  readonly steps: number;
  readonly stepSize: number;
  /** κ: the lead that another logit must have over that of the label. */
  readonly confidence: number;
  /** Whether an input leaves the batch when its loss stops falling. */
  readonly abortEarly: boolean;
}

/** The state of each input: `item` and `falls` are [batch], all others [batch, ...itemShape]. */
interface Course extends Rows {
  /** The closest point so far that breaks the input; initially the input itself. */
  readonly current: Tensor;
  readonly origin: Tensor; // u
  readonly home: Tensor; // x(u)
  readonly shift: Tensor; // δ
  /** Adam's moments, summed without their factors 0.1 and 0.001. */
  readonly first: Tensor;
  readonly second: Tensor;
  /** The row of the input in the whole batch. */
  readonly item: Tensor;
  /** Whether the loss fell between the last two checks. */
  readonly falls: Tensor;
}

/**
 * Adam on the loss of Carlini and Wagner, from the clean inputs, in tanh space.
 *
 *   L(δ) = ‖x(u + δ) - x(u)‖² + c · max(0, z_y - max_{i≠y} z_i + κ)
 *
 * With `abortEarly`, an input leaves the batch when a tenth of the steps, at least 50, has not lowered its smallest loss by
 * one ten-thousandth.
 *
 * @returns the closest point that broke each input, or the input itself if none did, [batch, ...itemShape]; the caller
 * disposes of it
 */
export function penalisedDescent(batch: AttackedBatch, descent: Descent): Promise<Tensor> {
  const { constants, steps, stepSize, abortEarly } = descent;
  const space = tanhSpace(batch.classifier.inputRange);
  const tiny = 1e-8 * unitOfLength(batch.classifier.inputRange) ** 2; // in the unit of the gradient
  const patience = Math.max(Math.ceil(steps / 10), 50); // momentum carries inputs past the boundary and back
  // by item: the squared distance of the closest point, the smallest loss so far, and its value at the last check
  const [closest, lowest, checked] = [1, 2, 3].map(() => new Float64Array(constants.length).fill(Infinity));

  return pursue<Course>(
    { ...batch, dropBroken: abortEarly },
    {
      steps,
      start: ({ x }) => {
        const origin = space.enter(x);
        const [shift, first, second] = [1, 2, 3].map(() => tf.zerosLike(x));
        const item = tf.range(0, constants.length, 1, 'int32');
        const falls = tf.ones([constants.length], 'bool');
        return { current: x.clone(), origin, home: space.leave(origin).point, shift, first, second, item, falls };
      },
      step: (active, state, t) => {
        const items = state.item.dataSync();
        const { point, slope } = space.leave(tf.add(state.origin, state.shift));
        const away = tf.sub(point, state.home);
        const penalties = tf.sum(tf.square(tf.reshape(away, [items.length, -1])), 1).dataSync();
        const { logits, hinges, pull, broken } = evaluate(active, descent, point, items);
        checkNumbers(penalties, t === 0 ? pull : undefined);

        const closer = Array.from(items, (item, row) => broken[row] && penalties[row] < closest[item]);
        items.forEach((item, row) => {
          if (closer[row]) closest[item] = penalties[row];
          lowest[item] = Math.min(lowest[item], penalties[row] + constants[item] * Math.max(0, hinges[row]));
        });
        const gradient = tf.mul(tf.add(tf.mul(away, 2), pull), slope);
        const first = tf.add(tf.mul(state.first, 0.9), gradient);
        const second = tf.add(tf.mul(state.second, 0.999), tf.square(gradient));
        const [pace, spread] = [(0.1 * stepSize) / (1 - 0.9 ** (t + 1)), 0.001 / (1 - 0.999 ** (t + 1))];
        const move = tf.div(tf.mul(first, pace), tf.add(tf.sqrt(tf.mul(second, spread)), tiny));
        const next = { ...state, first, second, shift: tf.sub(state.shift, move) };
        if (closer.includes(true)) next.current = selectRows(tf.tensor1d(closer, 'bool'), point, state.current);
        if (abortEarly && t % patience === 0) {
          const falls = Array.from(items, (item) => lowest[item] <= 0.9999 * checked[item]);
          next.falls = tf.tensor1d(falls, 'bool');
          for (const item of items) checked[item] = lowest[item];
        }
        return { logits, next };
      },
      reached: (_, __, { falls }) => tf.logicalNot(falls) as Tensor1D,
    },
  );
}

/**
 * Of each point the hinge z_y - max_{i≠y} z_i + κ, the gradient of c · max(0, hinge) as `pull`, and whether it breaks its
 * input.
 */
function evaluate(
  { classifier, y }: AttackedBatch,
  { constants, confidence }: Descent,
  points: Tensor,
  items: ArrayLike<number>,
): { logits: Tensor2D; hinges: Float32Array; pull: Tensor; broken: boolean[] } {
  return linearised(classifier, points, (z) => {
    const { classes } = classifier;
    const logits = z.logits.dataSync() as Float32Array;
    const labels = y.dataSync();
    const weights = new Float32Array(logits.length);
    const hinges = Float32Array.from(labels, (label, row) => {
      const other = largestBut(logits, row, classes, label);
      const margin = confidence + lostToOffset(logits, row, classes);
      const hinge = logits[row * classes + label] - logits[row * classes + other] + margin;
      if (hinge > 0) {
        weights[row * classes + label] = constants[items[row]];
        weights[row * classes + other] = -constants[items[row]];
      }
      return hinge;
    });
    return {
      logits: z.logits.clone() as Tensor2D,
      hinges,
      pull: hinges.some((hinge) => hinge > 0) ? z.combined(weights) : tf.zerosLike(points),
      broken: Array.from(labels, (label, row) => clearLead(logits, row, classes, label) > confidence),
    };
  });
}

/** @throws NumericalError if the first gradient or a later point is NaN */
function checkNumbers(penalties: ArrayLike<number>, gradient?: Tensor): void {
  const sums = gradient ? tf.sum(gradient).dataSync() : penalties;
  if (Array.from(sums).some(Number.isNaN)) throw notANumber();
}
