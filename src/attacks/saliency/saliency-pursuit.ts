import { tf } from '../../engine/tensors.ts';
import { tidyNumbers } from '../../engine/operations/tidy-numbers.ts';
import type { Network } from '../../models/network/contract.ts';
import { breather } from '../../pace.ts';
import { linearised } from '../../gradients/jacobian.ts';
import { gatherRows, largestOf } from '../../matrix/rows.ts';
import { boundAt, widthAt } from '../../norms/range.ts';
import { salientPair, type Saliency } from './salient-pair.ts';

export interface SaliencyPursuit {
  readonly classifier: Network;
  /** Clean inputs, [n, values per item]. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  /** The target classes, [n]. */
  readonly targets: Int32Array;
  /** Whether an input arrives in any class but its label, not only in its target. */
  readonly anyClass: boolean;
  /** The share of values that may be changed. */
  readonly gamma: number;
  /** The change of a value, in units of the input; null: the width of the range. */
  readonly theta: number | null;
}

/** An input that has not arrived, and its values that may still be changed. */
interface Course {
  readonly item: number;
  readonly open: Int32Array;
}

/**
 * Changes the most salient pair of values of each input, step by step, until the input arrives. A step takes two backward
 * passes. Inputs that have arrived, or have no pair left, leave the batch.
 *
 * @returns the last points, [n, values per item]
 */
export async function saliencyPursuit(pursuit: SaliencyPursuit): Promise<Float32Array> {
  const { inputs, labels, gamma } = pursuit;
  const length = inputs.length / labels.length;
  const steps = Math.ceil((length * gamma) / 2);
  const points = inputs.slice();
  const breathe = breather();
  let courses = Array.from(labels, (_, item): Course => ({ item, open: openValues(pursuit, item) }));
  for (let step = 0; step < steps && courses.length > 0; step++) {
    const pairs = mostSalient(pursuit, points, courses);
    courses = courses.flatMap(({ item, open }, row) => {
      const pair = pairs[row];
      if (!pair) return [];
      for (const i of pair) points[item * length + i] = moved(pursuit, points[item * length + i], i);
      return [{ item, open: without(open, pair) }];
    });
    await breathe();
  }
  return points;
}

/** The pair to change per input; undefined if it has arrived or has no pair. */
function mostSalient(
  pursuit: SaliencyPursuit,
  points: Float32Array,
  courses: readonly Course[],
): ReturnType<typeof salientPair>[] {
  const { arrived, gains, losses } = saliencyMaps(pursuit, points, courses);
  const length = points.length / pursuit.labels.length;
  return courses.map(({ open }, row) => {
    if (arrived[row]) return undefined;
    const rowOf = (values: Float32Array): Float32Array => values.subarray(row * length, (row + 1) * length);
    return salientPair({ gains: rowOf(gains), losses: rowOf(losses), open });
  });
}

/** Which inputs have arrived, and the gains and losses of the logits, [courses, values per item]. */
function saliencyMaps(
  { classifier, labels, targets, anyClass, theta }: SaliencyPursuit,
  points: Float32Array,
  courses: readonly Course[],
): { arrived: boolean[] } & Pick<Saliency, 'gains' | 'losses'> {
  const { classes, itemShape } = classifier;
  const items = courses.map(({ item }) => item);
  const side = lowers(theta) ? -1 : 1;
  const towards = new Float32Array(items.length * classes); // the side for the target
  const others = new Float32Array(items.length * classes).fill(-side); // the opposite side for the others
  items.forEach((item, row) => {
    towards[row * classes + targets[item]] = side;
    others[row * classes + targets[item]] = 0;
  });
  return tidyNumbers(() => {
    const rows = gatherRows(points, items, points.length / labels.length);
    return linearised(classifier, tf.tensor(rows, [items.length, ...itemShape]), (z) => {
      const predicted = largestOf(z.logits.dataSync() as Float32Array, classes);
      const arrived = items.map((item, row) =>
        anyClass ? predicted[row] !== labels[item] : predicted[row] === targets[item],
      );
      if (!arrived.includes(false)) return { arrived, gains: rows, losses: rows };
      const [gains, losses] = [towards, others].map((weights) => z.combined(weights).dataSync() as Float32Array);
      return { arrived, gains, losses };
    });
  });
}

/** The values of an input further than a hundredth of the range from the border that theta moves them to. */
function openValues({ classifier, inputs, labels, theta }: SaliencyPursuit, item: number): Int32Array {
  const length = inputs.length / labels.length;
  const [lowest, highest] = classifier.inputRange;
  return Int32Array.from({ length }, (_, i) => i).filter((i) => {
    const value = inputs[item * length + i];
    const width = widthAt(classifier.inputRange, i);
    const margin = width < Infinity ? 0.01 * width : 0;
    return lowers(theta) ? value > boundAt(lowest, i) + margin : value < boundAt(highest, i) - margin;
  });
}

/** Removes a pair of values from some ascending values, in place; a filter would call a function for each. */
function without(values: Int32Array, [p, q]: readonly [number, number]): Int32Array {
  const [at, to] = [values.indexOf(p), values.indexOf(q)];
  values.copyWithin(at, at + 1, to).copyWithin(to - 1, to + 1);
  return values.subarray(0, values.length - 2);
}

/** Whether theta lowers values. */
const lowers = (theta: number | null): boolean => theta !== null && theta < 0;

function moved({ classifier, theta }: SaliencyPursuit, value: number, at: number): number {
  const [lowest, highest] = classifier.inputRange;
  const change = theta ?? widthAt(classifier.inputRange, at);
  return Math.min(Math.max(value + change, boundAt(lowest, at)), boundAt(highest, at));
}
