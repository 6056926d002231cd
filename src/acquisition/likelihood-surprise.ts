import { kernelDensity } from '../geometry/kernel-density.ts';
import { columnVariances } from '../geometry/moments.ts';
import { elementsAt, rowsAt } from '../matrix/matrix.ts';
import { notNegative } from '../options.ts';
import { pacing } from '../pace.ts';
import { indicesByClass } from './choice/by-class.ts';
import { defineAcquisition } from './define.ts';
import { predictedClasses } from '../uncertainty/characteristics.ts';

export interface LikelihoodSurpriseOptions {
  /** Ignore features whose variance over the training inputs of any class is lower than this. @defaultValue 1e-5 */
  readonly leastVariance: number;
}

/** Number of pool inputs compared between two progress reports. */
const rowsAtOnce = 256;

/**
 * Likelihood-based surprise adequacy (LSA): query inputs that are least likely under the training inputs of their predicted
 * class.
 *
 *   a(x) = -log p(h(x) | ŷ),   p a Gaussian kernel density with Scott's bandwidth      (nats)
 *
 * If a class has fewer than two training inputs, its inputs are compared with those of all classes. If every feature is
 * constant in some class, each class ignores only its own constant features. A class whose features are all constant is compared
 * with all classes too.
 *
 * Needs `probabilities` [pool, classes], `features` [pool, d], `labelledFeatures` [labelled, d] and `labelledPredictions`
 * [labelled]; the labelled set is the training set. Scores [pool], all 0 if the labelled set has fewer than two inputs.
 * @see Kim et al. 2019, ICSE, eq. 1 to 3; Hu et al. 2021, whose code uses this name for distance-based surprise adequacy
 */
export const likelihoodSurprise = defineAcquisition({
  name: 'likelihoodSurprise',
  needs: ['probabilities', 'features', 'labelledFeatures', 'labelledPredictions'],
  leastLabelled: 2,
  defaults: { leastVariance: 1e-5 } as LikelihoodSurpriseOptions,
  limits: { leastVariance: notNegative },
  score: async (
    { size, probabilities, features, labelledFeatures, labelledPredictions },
    { leastVariance },
    progress,
  ) => {
    const scores = new Float64Array(size);
    const pace = pacing('select', progress);
    const everything = Array.from(labelledPredictions.keys());
    const training = [...indicesByClass(labelledPredictions)].filter(([, indices]) => indices.length > 1);
    const variances = new Map(
      training.map(([which, indices]) => [which, columnVariances(rowsAt(labelledFeatures, indices))]),
    );
    const overall = columnVariances(labelledFeatures);
    const varies = (found: Float64Array, column: number): boolean => found[column] >= leastVariance;
    const columns = Array.from(overall.keys());
    const inAll = columns.filter((column) => [...variances.values()].every((found) => varies(found, column)));
    const byClass = new Map(training);
    let done = 0;
    const keptBy = (found: Float64Array): number[] =>
      inAll.length > 0 ? inAll : columns.filter((column) => varies(found, column));
    for (const [which, inputs] of indicesByClass(predictedClasses(probabilities))) {
      const ofClass = keptBy(variances.get(which) ?? overall);
      const [indices, kept] =
        ofClass.length > 0 ? [byClass.get(which) ?? everything, ofClass] : [everything, keptBy(overall)];
      if (indices.length < 2 || kept.length === 0) continue;
      const density = await kernelDensity(elementsAt(labelledFeatures, indices, kept), () => pace(done, size));
      for (let start = 0; start < inputs.length; start += rowsAtOnce) {
        const part = inputs.slice(start, start + rowsAtOnce);
        density(elementsAt(features, part, kept)).forEach((value, i) => (scores[part[i]] = 0 - value));
        await pace((done += part.length), size);
      }
    }
    return scores;
  },
});
