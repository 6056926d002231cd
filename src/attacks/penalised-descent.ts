import { setImmediate } from 'node:timers/promises';
import { tf } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/tidy-numbers.ts';
import type { Classifier } from '../models/contract.ts';
import { linearised } from './jacobian.ts';
import { notANumber } from './nearest-boundary.ts';
import { clearLead, largestBut } from './rows.ts';
import { tanhSpace } from './tanh-space.ts';

export interface Descent {
  readonly classifier: Classifier;
  /** Clean inputs, [n, values of an item]. */
  readonly inputs: Float32Array;
  readonly labels: ArrayLike<number>;
  /** c of each input, [n]. */
  readonly constants: ArrayLike<number>;
  readonly steps: number;
  readonly stepSize: number;
  /** κ: by how much another logit is to exceed that of the label. */
  readonly confidence: number;
  readonly abortEarly: boolean;
  /** Is told of every point that breaks an input, and of its distance from it. */
  readonly onBroken: (item: number, point: Float32Array, distance: number) => void;
}

/** An input on its way. */
interface Course {
  readonly item: number;
  readonly origin: Float32Array; // u
  readonly shift: Float32Array; // δ
  readonly mean: Float32Array; // Adam's first moment
  readonly square: Float32Array; // Adam's second moment
  lowest: number; // loss so far
  checked: number; // the lowest loss when it was last looked at
}

/**
 * Adam on the loss of Carlini and Wagner, from the clean inputs, in tanh space.
 *
 *   L(δ) = ‖x(u + δ) - x(u)‖² + c · max(0, z_y - max_{i≠y} z_i + κ)
 *
 * With `abortEarly` an input leaves the batch when a tenth of the steps, or 50, has not lowered its smallest loss by a
 * ten-thousandth.
 */
export async function penalisedDescent(descent: Descent): Promise<void> {
  const { classifier, inputs, labels, constants, steps, stepSize, abortEarly, onBroken } = descent;
  const length = inputs.length / labels.length;
  const space = tanhSpace(classifier.inputRange);
  const patience = Math.max(Math.ceil(steps / 10), 50); // momentum carries inputs past the boundary and back
  let courses = Array.from({ length: labels.length }, (_, item): Course => {
    const origin = inputs.subarray(item * length, (item + 1) * length).map(space.enter);
    const [shift, mean, square] = [1, 2, 3].map(() => new Float32Array(length));
    return { item, origin, shift, mean, square, lowest: Infinity, checked: Infinity };
  });

  for (let step = 0; step < steps && courses.length > 0; step++) {
    const tangents = new Float32Array(courses.length * length); // t = tanh(u + δ)
    courses.forEach(({ origin, shift }, row) => {
      for (let i = 0; i < length; i++) tangents[row * length + i] = Math.tanh(origin[i] + shift[i]);
    });
    const points = tangents.map(space.leave);
    const { hinges, slopes, broken } = evaluate(descent, courses, points);
    const [meanGain, squareGain] = [1 / (1 - 0.9 ** (step + 1)), 1 / (1 - 0.999 ** (step + 1))];

    courses = courses.filter((course, row) => {
      const { item, shift, mean, square } = course;
      const start = row * length;
      let [penalty, distance, sum] = [0, 0, 0];
      for (let i = 0; i < length; i++) {
        const clean = inputs[item * length + i];
        const away = points[start + i] - space.returned(clean);
        penalty += away * away;
        distance += (points[start + i] - clean) ** 2;
        const gradient = (2 * away + slopes[start + i]) * space.slope(tangents[start + i]);
        sum += gradient;
        mean[i] += 0.1 * (gradient - mean[i]);
        square[i] += 0.001 * (gradient * gradient - square[i]);
        shift[i] -= (stepSize * meanGain * mean[i]) / (Math.sqrt(squareGain * square[i]) + 1e-8);
      }
      if (Number.isNaN(sum)) throw notANumber();
      if (broken[row]) onBroken(item, points.subarray(start, start + length), Math.sqrt(distance));
      course.lowest = Math.min(course.lowest, penalty + constants[item] * Math.max(0, hinges[row]));
      if (!abortEarly || step % patience > 0) return true;
      const falls = course.lowest <= 0.9999 * course.checked;
      course.checked = course.lowest;
      return falls;
    });
    await setImmediate();
  }
}

/** z_y - max_{i≠y} z_i + κ of each point, the gradient of c times what of it is positive, and whether it breaks its input. */
function evaluate(
  { classifier, labels, constants, confidence }: Descent,
  courses: readonly Course[],
  points: Float32Array,
): { hinges: Float32Array; slopes: Float32Array; broken: boolean[] } {
  const { classes, itemShape } = classifier;
  return tidyNumbers(() =>
    linearised(classifier, tf.tensor(points, [courses.length, ...itemShape]), (z) => {
      const logits = z.logits.dataSync() as Float32Array;
      const weights = new Float32Array(logits.length);
      const hinges = Float32Array.from(courses, ({ item }, row) => {
        const label = labels[item];
        const other = largestBut(logits, row, classes, label);
        const hinge = logits[row * classes + label] - logits[row * classes + other] + confidence;
        if (hinge > 0) {
          weights[row * classes + label] = constants[item];
          weights[row * classes + other] = -constants[item];
        }
        return hinge;
      });
      const slopes = hinges.some((hinge) => hinge > 0)
        ? z.combined(weights).dataSync()
        : new Float32Array(points.length);
      const broken = courses.map(({ item }, row) => clearLead(logits, row, classes, labels[item]) > confidence);
      return { hinges, slopes: slopes as Float32Array, broken };
    }),
  );
}
