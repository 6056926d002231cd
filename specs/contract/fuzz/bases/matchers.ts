import type { Subject } from '../subject.ts';
import type { Bases } from './library.ts';

/** Valid arguments of the matchers; the first is that of `expect`. */
export function matcherBases({ network, split, dataset, predictor, library }: Subject): Bases {
  const { fgsm, quantize, square } = library;
  const model = { classifier: network, split, dataset, labelled: Int32Array.of(0, 1, 2) };
  const asked = { classifier: predictor(), split };
  const options = { seed: 1, limit: 4 };
  const range = { epsilon: 0.1 };
  return {
    toBeBalanced: () => [split, { ratio: 0.5 }],
    toHaveConsistentLabels: () => [dataset, { atMost: 3 }],
    toHaveInputsInRange: () => [dataset, { inputRange: [0, 1], atMost: 1 }],
    toReachAccuracy: () => [asked, 0.5, { perClass: true, slices: { all: () => true }, confidence: 0.9 }],
    toBeCalibrated: () => [model, 0.5, { bins: 5, seed: 1 }],
    toBeRobustAgainst: () => [asked, square.with({ queries: 3 }), range.epsilon, { ...options, atLeast: 0.5 }],
    toBeRobustUpTo: () => [model, range.epsilon, { ...options, attack: fgsm, atLeast: 0.5 }],
    toHaveAttackSuccessRateBelow: () => [model, fgsm, range.epsilon, 0.5, options],
    toHaveCleverScoreAbove: () => [model, 0.1, { ...options, samples: 4, batches: 5, norm: 'l2', radius: 0.5 }],
    toRetainAccuracyAfter: () => [model, [quantize(8)], { within: 0.5 }],
    toRetainRobustnessAfter: () => [model, quantize(8), fgsm, range.epsilon, { ...options, within: 0.5 }],
    toAnswerWithin: () => [asked, 1e6, { percentile: 50, batch: 2, calls: 10 }],
    toFitIn: () => [model, 1000, { after: quantize(8) }],
    toKeepQuality: () => [
      model,
      { attacks: [[fgsm, range.epsilon]], compressions: [quantize(8)], within: 0.02, ...options },
    ],
  };
}
