import { Rows } from '../engine/matrix.ts';
import { rowsAt, type Matrix } from '../matrix.ts';
import { pacing } from '../pace.ts';
import { indicesByClass } from './by-class.ts';
import { defineAcquisition } from './define.ts';
import { predictedClasses } from './characteristics.ts';

/**
 * Distance-based surprise adequacy (DSA): query what is far from the training inputs of its predicted class, measured by how
 * far those are from the other classes.
 *
 *   a(x) = ‖h(x) - h(x_a)‖ / ‖h(x_a) - h(x_b)‖
 *
 * x_a is the training input of the same predicted class nearest to x, x_b the one of another class nearest to x_a. An input of
 * a class without training inputs is compared with those of all classes; where there is one class only the divisor is 1, and a
 * divisor of 0 makes anything but 0 the largest number.
 *
 * Needs `probabilities` [pool, classes], `features` [pool, d], `labelledFeatures` [labelled, d] and `labelledPredictions`
 * [labelled], the training set being the labelled one; scores [pool], all 0 where it is empty.
 * @see Kim et al. 2019, ICSE, eq. 4 to 6; Hu et al. 2021, whose code compares the pool with itself, so that every score is 0
 */
export const distanceSurprise = defineAcquisition({
  name: 'distanceSurprise',
  needs: ['probabilities', 'features', 'labelledFeatures', 'labelledPredictions'],
  score: async ({ size, probabilities, features, labelledFeatures, labelledPredictions }, _options, progress) => {
    const scores = new Float64Array(size);
    const pace = pacing('select', progress);
    const training = indicesByClass(labelledPredictions);
    const everything = Array.from(labelledPredictions.keys());
    const toOthers = distanceToOtherClasses(labelledFeatures, training);
    let done = 0;
    for (const [which, inputs] of indicesByClass(predictedClasses(probabilities))) {
      const indices = training.get(which) ?? everything;
      const rows = new Rows(rowsAt(labelledFeatures, indices));
      for (const input of indices.length > 0 ? inputs : []) {
        const { at, distance } = nearest(rows.squaredDistances(features.data, input * features.columns));
        scores[input] = ratio(Math.sqrt(distance), toOthers(indices[at]));
        await pace(++done, size);
      }
    }
    return scores;
  },
});

/** From a training input to the nearest one of another class; computed for those that are asked for, once. */
function distanceToOtherClasses(
  features: Matrix,
  byClass: ReadonlyMap<number, readonly number[]>,
): (index: number) => number {
  const known = new Map<number, number>();
  const order = [...byClass.values()].flat();
  const rows = new Rows(rowsAt(features, order));
  const [first, behind] = [new Int32Array(features.rows), new Int32Array(features.rows)]; // places of the class of each
  let start = 0;
  for (const indices of byClass.values()) {
    for (const index of indices) [first[index], behind[index]] = [start, start + indices.length];
    start += indices.length;
  }
  return (index) => {
    let distance = known.get(index);
    if (distance === undefined) {
      const distances = rows.squaredDistances(features.data, index * features.columns);
      const before = nearest(distances, 0, first[index]).distance;
      distance = Math.sqrt(Math.min(before, nearest(distances, behind[index], distances.length).distance));
      known.set(index, distance);
    }
    return distance;
  };
}

/** The smallest of some distances, and where it is; Infinity where there are none. */
function nearest(distances: Float32Array, start = 0, end = distances.length): { at: number; distance: number } {
  let at = start;
  let distance = Infinity;
  for (let i = start; i < end; i++) {
    if (distances[i] < distance) {
      at = i;
      distance = distances[i];
    }
  }
  return { at, distance };
}

function ratio(distance: number, toOthers: number): number {
  if (toOthers === Number.POSITIVE_INFINITY) return distance;
  return distance === 0 ? 0 : Math.min(distance / toOthers, Number.MAX_VALUE);
}
