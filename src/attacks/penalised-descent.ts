import { selectRows } from '../engine/select-rows.ts';
import { tf } from '../engine/tensors.ts';
import type { Tensor, Tensor1D, Tensor2D } from '../engine/tensors.ts';
import type { AttackedBatch } from './contract.ts';
import { linearised } from './jacobian.ts';
import { notANumber } from './nearest-boundary.ts';
import { pursue, type Rows } from './pursue.ts';
import { clearLead, largestBut } from './rows.ts';
import { tanhSpace } from './tanh-space.ts';

export interface Descent {
  /** c of each input, [batch]. */
  readonly constants: ArrayLike<number>;
  readonly steps: number;
  readonly stepSize: number;
  /** κ: by how much another logit is to exceed that of the label. */
  readonly confidence: number;
  readonly abortEarly: boolean;
}

/** Where each input is, and the closest point that broke it. Vectors are [batch], the others [batch, ...itemShape]. */
interface Course extends Rows {
  /** The closest point so far that breaks the input; at first the input itself, at a distance of infinity. */
  readonly current: Tensor;
  /** The square of its distance. */
  readonly distance: Tensor;
  readonly origin: Tensor; // u
  readonly home: Tensor; // x(u)
  readonly shift: Tensor; // δ
  readonly mean: Tensor; // Adam's first moment
  readonly square: Tensor; // Adam's second moment
  readonly constants: Tensor;
  /** The smallest loss so far, and when it was last looked at. */
  readonly lowest: Tensor;
  readonly checked: Tensor;
  /** Whether it has fallen since. */
  readonly falls: Tensor;
}

/**
 * Adam on the loss of Carlini and Wagner, from the clean inputs, in tanh space.
 *
 *   L(δ) = ‖x(u + δ) - x(u)‖² + c · max(0, z_y - max_{i≠y} z_i + κ)
 *
 * With `abortEarly` an input leaves the batch when a tenth of the steps, or 50, has not lowered its smallest loss by a
 * ten-thousandth.
 *
 * @returns the closest point that broke each input, or the input itself where none did, [batch, ...itemShape]; the caller
 * disposes of it
 */
export function penalisedDescent(batch: AttackedBatch, descent: Descent): Promise<Tensor> {
  const { steps, stepSize, abortEarly } = descent;
  const space = tanhSpace(batch.classifier.inputRange);
  const patience = Math.max(Math.ceil(steps / 10), 50); // momentum carries inputs past the boundary and back
  return pursue<Course>(
    { ...batch, dropBroken: abortEarly },
    {
      steps,
      start: ({ x }) => {
        const origin = space.enter(x);
        const [zeros, infinite] = [tf.zerosLike(x), tf.fill([x.shape[0]], Infinity)];
        return {
          ...{ current: x.clone(), distance: infinite, origin, home: space.leave(origin).point },
          ...{ shift: zeros, mean: zeros.clone(), square: zeros.clone() },
          ...{ constants: tf.tensor1d(Float32Array.from(descent.constants)), falls: tf.ones([x.shape[0]], 'bool') },
          ...{ lowest: infinite.clone(), checked: infinite.clone() },
        };
      },
      step: (here, state, t) => {
        const { point, slope } = space.leave(tf.add(state.origin, state.shift));
        const { logits, hinge, pull, broken } = evaluate(here, descent, point, state.constants);
        const away = tf.sub(point, state.home);
        const gradient = tf.mul(tf.add(tf.mul(away, 2), pull), slope);
        checkNumbers(gradient);

        const distance = sumOfSquares(tf.sub(point, here.x));
        const closer = tf.logicalAnd(broken, tf.less(distance, state.distance));
        const loss = tf.add(sumOfSquares(away), tf.mul(state.constants, tf.relu(hinge)));
        const lowest = tf.minimum(loss, state.lowest);
        const mean = tf.add(tf.mul(state.mean, 0.9), tf.mul(gradient, 0.1));
        const square = tf.add(tf.mul(state.square, 0.999), tf.mul(tf.square(gradient), 0.001));
        const pace = stepSize / (1 - 0.9 ** (t + 1));
        const spread = tf.sqrt(tf.mul(square, 1 / (1 - 0.999 ** (t + 1))));
        const next = {
          ...state,
          ...{ lowest, mean, square },
          current: selectRows(closer, point, state.current),
          distance: tf.where(closer, distance, state.distance),
          shift: tf.sub(state.shift, tf.div(tf.mul(mean, pace), tf.add(spread, 1e-8))),
        };
        if (!abortEarly || t % patience > 0) return { logits, next };
        return {
          logits,
          next: { ...next, checked: lowest, falls: tf.lessEqual(lowest, tf.mul(state.checked, 0.9999)) },
        };
      },
      reached: (_, __, { falls }) => tf.logicalNot(falls) as Tensor1D,
    },
  );
}

/** z_y - max_{i≠y} z_i + κ of each point, the gradient of c times what of it is positive, and whether it breaks its input. */
function evaluate(
  { classifier, y }: AttackedBatch,
  { confidence }: Descent,
  points: Tensor,
  weight: Tensor,
): { logits: Tensor2D; hinge: Tensor; pull: Tensor; broken: Tensor } {
  return linearised(classifier, points, (z) => {
    const { classes } = classifier;
    const [logits, labels, constants] = [z.logits.dataSync(), y.dataSync(), weight.dataSync()];
    const weights = new Float32Array(logits.length);
    const hinges = Float32Array.from(labels, (label, row) => {
      const other = largestBut(logits as Float32Array, row, classes, label);
      const hinge = logits[row * classes + label] - logits[row * classes + other] + confidence;
      if (hinge > 0) {
        weights[row * classes + label] = constants[row];
        weights[row * classes + other] = -constants[row];
      }
      return hinge;
    });
    const broken = Array.from(
      labels,
      (label, row) => clearLead(logits as Float32Array, row, classes, label) > confidence,
    );
    return {
      logits: z.logits.clone() as Tensor2D,
      hinge: tf.tensor1d(hinges),
      pull: hinges.some((hinge) => hinge > 0) ? z.combined(weights) : tf.zerosLike(points),
      broken: tf.tensor1d(broken, 'bool'),
    };
  });
}

/** ‖v‖² of each row, [batch]. */
function sumOfSquares(values: Tensor): Tensor {
  return tf.sum(
    tf.square(values),
    values.shape.slice(1).map((_, axis) => axis + 1),
  );
}

function checkNumbers(gradient: Tensor): void {
  if (Number.isNaN(tf.sum(gradient).dataSync()[0])) throw notANumber();
}
