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
    const toOthers = distanceToOtherClasses(labelledFeatures, labelledPredictions);
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
function distanceToOtherClasses(features: Matrix, classes: Int32Array): (index: number) => number {
  const rows = new Rows(features);
  const known = new Map<number, number>();
  return (index) => {
    let distance = known.get(index);
    if (distance === undefined) {
      const distances = rows.squaredDistances(features.data, index * features.columns);
      distance = Math.sqrt(nearest(distances.map((d, i) => (classes[i] === classes[index] ? Infinity : d))).distance);
      known.set(index, distance);
    }
    return distance;
  };
}

function nearest(distances: Float32Array): { at: number; distance: number } {
  let at = 0;
  for (let i = 1; i < distances.length; i++) if (distances[i] < distances[at]) at = i;
  return { at, distance: distances[at] };
}

function ratio(distance: number, toOthers: number): number {
  if (toOthers === Number.POSITIVE_INFINITY) return distance;
  return distance === 0 ? 0 : Math.min(distance / toOthers, Number.MAX_VALUE);
}
