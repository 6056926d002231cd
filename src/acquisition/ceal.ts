import { notNegative } from '../options.ts';
import { entropies, predictedClasses } from '../uncertainty/characteristics.ts';
import { defineAcquisition } from './define.ts';
import { highestFirst } from './choice/rank.ts';

export interface CealOptions {
  /** δ of the first stage, in nats: inputs of lower entropy take the predicted class as their label. @defaultValue 0.05 */
  readonly threshold: number;
  /** Decrease of the threshold per stage, in nats. @defaultValue 0.0033 */
  readonly decay: number;
}

/**
 * CEAL, cost-effective active learning: query the most uncertain inputs, and train on the most certain ones with their
 * predicted classes as labels.
 *
 *   a(x) = H[ p(y|x) ];   pseudo labels argmax_y p(y|x) where H < δ_s,   δ_s = max(0, threshold − decay (s − 1)) in stage s
 *
 * Needs `probabilities` [pool, classes] and `stage`; returns indices, and pseudo labels for some inputs that are not selected.
 * Pseudo labels apply to one stage and are not annotations. Scores [pool], in nats.
 * @see Wang et al. 2017, arXiv:1701.03551, eq. 3 and algorithm 1 (threshold and decay for uncertainty by entropy)
 */
export const ceal = defineAcquisition({
  name: 'ceal',
  needs: ['probabilities', 'stage'],
  defaults: { threshold: 0.05, decay: 0.0033 } as CealOptions,
  limits: { threshold: notNegative, decay: notNegative },
  score: ({ probabilities }) => entropies(probabilities),
  select: ({ probabilities, stage }, count, _random, { threshold, decay }) => {
    const uncertainty = entropies(probabilities);
    const order = highestFirst(uncertainty);
    const predicted = predictedClasses(probabilities);
    const limit = threshold - decay * (stage - 1);
    const indices = order.slice(count).filter((index) => uncertainty[index] < limit);
    return {
      selected: order.slice(0, count),
      pseudoLabelled: { indices, labels: indices.map((index) => predicted[index]) },
    };
  },
});
