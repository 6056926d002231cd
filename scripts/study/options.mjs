import { availableParallelism } from 'node:os';
import { acquisitionFunctions } from '../../dist/src/acquisition/index.js'; // npm run study builds it first

/** The names of all acquisition functions, and those compared by default. */
export const names = Object.keys(acquisitionFunctions);
export const baselines = ['randomSampling', 'maxEntropy', 'margin', 'leastConfidence', 'deepGini', 'dre'];

/** Data sets with their number of stages in the paper. */
export const datasets = { mnist: 24, 'fashion-mnist': 29 };

/** Each numeric option: its default (the paper's, if it states one), its least valid value and its description. */
export const numbers = {
  stages: { default: undefined, least: 1, text: 'stages after the first model (24 for mnist, 29 for fashion-mnist)' },
  initial: { default: 200, least: 1, text: 'labels of the first model' },
  pool: { default: undefined, least: 1, text: 'inputs whose labels can be bought (the whole training split)' },
  query: { default: 200, least: 1, text: 'labels bought per stage' },
  epochs: { default: 20, least: 1, text: 'epochs of training per stage' },
  warmup: { default: undefined, least: 0, text: 'epochs over which epsilon grows in each stage (all of them)' },
  batch: { default: 64, least: 1, text: 'inputs per batch' },
  rate: { default: 0.001, least: 0, text: 'learning rate of Adam' },
  steps: { default: 40, least: 1, text: 'steps of PGD in training' },
  'evaluation-steps': { default: 50, least: 1, text: 'steps of PGD in evaluation' },
  epsilon: { default: 0.3, least: 0, text: 'size of the perturbations' },
  alpha: { default: 0.01, least: 0, text: 'step size of PGD' },
  limit: {
    default: 1000,
    least: 1,
    text: 'test inputs attacked after each stage, or measured with --compression (2000)',
  },
  workers: { default: availableParallelism(), least: 1, text: 'processes at the same time' },
};

/** The values of --small; other options override them. */
export const small = {
  stages: 6,
  query: 100,
  pool: 10_000,
  epochs: 6,
  batch: 16,
  steps: 5,
  alpha: 0.1,
  'evaluation-steps': 10,
  limit: 500,
};

/** Options that may be fractions. */
export const fractions = new Set(['rate', 'epsilon', 'alpha']);
