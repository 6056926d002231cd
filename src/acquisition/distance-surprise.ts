import { NearestRows } from '../engine/arrays/matrix.ts';
import { rowsAt, type Matrix } from '../matrix/matrix.ts';
import { pacing } from '../pace.ts';
import { indicesByClass } from './choice/by-class.ts';
import { defineAcquisition } from './define.ts';
import { predictedClasses } from '../uncertainty/characteristics.ts';

/**
 * Distance-based surprise adequacy (DSA): query inputs far from the training inputs of their predicted class, relative to the
 * distance of these training inputs from other classes.
 *
 *   a(x) = ‖h(x) - h(x_a)‖ / ‖h(x_a) - h(x_b)‖
 *
 * x_a is the training input of the same predicted class nearest to x. x_b is the training input of another class nearest to
 * x_a. If a class has no training inputs, its inputs are compared with those of all classes. If there is only one class, the
 * divisor is 1. If the divisor is 0, the score is `Number.MAX_VALUE`, or 0 for a dividend of 0.
 *
 * Needs `probabilities` [pool, classes], `features` [pool, d], `labelledFeatures` [labelled, d] and `labelledPredictions`
 * [labelled]; the labelled set is the training set. Scores [pool], all 0 if the labelled set is empty.
 * @see Kim et al. 2019, ICSE, eq. 4 to 6; Hu et al. 2021, whose code compares the pool with itself, so every score is 0
 */
export const distanceSurprise = defineAcquisition({
  name: 'distanceSurprise',
  needs: ['probabilities', 'features', 'labelledFeatures', 'labelledPredictions'],
  leastLabelled: 1,
  score: async ({ size, probabilities, features, labelledFeatures, labelledPredictions }, _options, progress) => {
    const scores = new Float64Array(size);
    if (labelledFeatures.rows === 0) return scores;
    const pace = pacing('select', progress);
    const training = grouped(labelledFeatures, labelledPredictions);
    const nearest = new Int32Array(size); // training input x_a of every input of the pool
    const distances = new Float32Array(size); // to it, squared
    let done = 0;
    for (const [which, inputs] of indicesByClass(predictedClasses(probabilities))) {
      for (const part of parts(inputs)) {
        const found = training.nearestOf(which, rowsAt(features, part));
        for (const [i, input] of part.entries()) [nearest[input], distances[input]] = [found.at[i], found.distances[i]];
        await pace((done += part.length) / 2, size);
      }
    }
    const toOthers = new Float64Array(labelledFeatures.rows);
    const asked = Int32Array.from(new Set(nearest));
    let known = 0;
    for (const [which, places] of indicesByClass(asked.map((index) => labelledPredictions[index]))) {
      for (const part of parts(places.map((place) => asked[place]))) {
        const found = training.distancesToOthers(which, rowsAt(labelledFeatures, part));
        for (const [i, index] of part.entries()) toOthers[index] = Math.sqrt(found[i]);
        await pace((1 + (known += part.length) / asked.length) * (size / 2), size);
      }
    }
    return scores.map((_, input) => ratio(Math.sqrt(distances[input]), toOthers[nearest[input]]));
  },
});

/** Number of inputs compared between two progress reports. */
const atOnce = 256;

function parts(indices: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(indices.length / atOnce) }, (_, i) =>
    indices.slice(i * atOnce, (i + 1) * atOnce),
  );
}

/** Training inputs grouped by class. */
interface Grouped {
  /** Finds the nearest training inputs of a class, or of all classes if it has none, and their squared distances. */
  nearestOf(which: number, points: Matrix): { readonly at: Int32Array; readonly distances: Float32Array };
  /** Returns squared distances to the nearest training inputs of other classes; Infinity if there are none. */
  distancesToOthers(which: number, points: Matrix): Float32Array;
}

function grouped(features: Matrix, classes: Int32Array): Grouped {
  const byClass = indicesByClass(classes);
  const order = [...byClass.values()].flat();
  const rows = new NearestRows(rowsAt(features, order));
  const ranges = new Map<number, readonly [start: number, end: number]>();
  let start = 0;
  for (const [which, { length }] of byClass) ranges.set(which, [start, (start += length)]);
  const ungrouped = lazily(() => new NearestRows(features));
  return {
    nearestOf(which, points) {
      const range = ranges.get(which);
      if (range === undefined) {
        const nearest = ungrouped().nearest(points, 0, features.rows);
        return { at: nearest.rows, distances: nearest.distances };
      }
      const nearest = rows.nearest(points, ...range);
      return { at: nearest.rows.map((row) => order[row]), distances: nearest.distances };
    },
    distancesToOthers(which, points) {
      const [first, behind] = ranges.get(which) as readonly [number, number];
      const before = rows.nearest(points, 0, first).distances;
      const after = rows.nearest(points, behind, order.length).distances;
      return before.map((distance, i) => Math.min(distance, after[i]));
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}

function ratio(distance: number, toOthers: number): number {
  if (toOthers === Number.POSITIVE_INFINITY) return distance;
  return distance === 0 ? 0 : Math.min(distance / toOthers, Number.MAX_VALUE);
}
