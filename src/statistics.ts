/**
 * Entry point for studies: the statistics with which the reports compare acquisition functions and state how sure a share is. It
 * loads no tensor engine.
 *
 * @module
 * @example
 * import { holm, wilcoxon } from 'vitest-dnn/statistics';
 *
 * const pValues = others.map((accuracies) => wilcoxon(own, accuracies).pValue);
 * const significant = holm(pValues).map((p) => p <= 0.05);
 */
export {
  annotationsToReach,
  areaUnderCurve,
  clopperPearson,
  deviation,
  divergenceOf,
  friedman,
  histogram,
  confidenceSequence,
  holm,
  jensenShannon,
  kolmogorovSmirnov,
  learningCurve,
  mcnemar,
  mean,
  median,
  midRanks,
  pearson,
  pearsonTest,
  spreadOf,
  sumOfDifferences,
  wilcoxon,
  wilson,
  winTieLoss,
} from './statistics/index.ts';
export type {
  FriedmanResult,
  PearsonTestOptions,
  PearsonTestResult,
  ShareInterval,
  Spread,
  WilcoxonOptions,
  WilcoxonResult,
  WinTieLoss,
} from './statistics/index.ts';
export { InvalidOptionError } from './errors.ts';
