import type { Bases } from './library.ts';

const [x, y] = [
  [0.5, 0.6, 0.7, 0.9],
  [0.4, 0.65, 0.6, 0.7],
];

/** Valid arguments of the statistics. */
export const statisticsBases: Bases = {
  annotationsToReach: () => [[10, 20, 30, 40], x, 0.65, 0.01],
  areaUnderCurve: () => [[1, 2, 3, 4], x],
  clopperPearson: () => [3, 10, 0.9],
  deviation: () => [x],
  divergenceOf: () => [[0.5, 0.9], x, 10],
  friedman: () => [[x, y, [0.1, 0.2, 0.3, 0.4]]],
  histogram: () => [x, 5, [0, 1]],
  holm: () => [[0.01, 0.2, 0.03]],
  jensenShannon: () => [
    [0.5, 0.5],
    [0.25, 0.75],
  ],
  kolmogorovSmirnov: () => [x, (value: number) => value],
  learningCurve: () => [[x, y]],
  mcnemar: () => [12, 5],
  mean: () => [x],
  median: () => [x],
  midRanks: () => [x],
  pearson: () => [x, y],
  pearsonTest: () => [x, y, { alternative: 'greater' }],
  spreadOf: () => [x],
  sumOfDifferences: () => [x, y],
  wilcoxon: () => [x, y, { alternative: 'less', method: 'exact' }],
  wilson: () => [3, 10, 0.9],
  winTieLoss: () => [x, y, 0.01],
};
