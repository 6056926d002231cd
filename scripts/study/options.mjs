import { availableParallelism } from 'node:os';
import { acquisitionFunctions } from '../../dist/src/acquisition/index.js'; // npm run study builds it first

/** All acquisition functions, and the ones compared by default. */
export const known = Object.keys(acquisitionFunctions);
export const baselines = ['randomSampling', 'maxEntropy', 'margin', 'leastConfidence', 'deepGini', 'dre'];

/** Data sets, each with the number of stages in the paper. */
export const datasets = { mnist: 24, 'fashion-mnist': 29 };

/** All numeric options: description, default (the paper's, where it states one) and least valid value. */
export const numbers = {
  stages: { default: undefined, least: 1, text: 'stages after the first model (24 on mnist, 29 on fashion-mnist)' },
  initial: { default: 200, least: 1, text: 'labels of the first model' },
  pool: { default: undefined, least: 1, text: 'inputs in the pool (the whole training split)' },
  query: { default: 200, least: 1, text: 'labels bought per stage' },
  epochs: { default: 20, least: 1, text: 'training epochs per stage' },
  warmup: { default: undefined, least: 0, text: 'epochs per stage over which epsilon grows (all of them)' },
  batch: { default: 64, least: 1, text: 'inputs per batch' },
  rate: { default: 0.001, least: 0, text: 'learning rate of Adam' },
  steps: { default: 40, least: 1, text: 'PGD steps in training' },
  'evaluation-steps': { default: 50, least: 1, text: 'PGD steps in evaluation' },
  epsilon: { default: 0.3, least: 0, text: 'size of the perturbations' },
  alpha: { default: 0.01, least: 0, text: 'step size of PGD' },
  limit: { default: 1000, least: 1, text: 'test inputs attacked per stage, or measured after compression (2000)' },
  workers: { default: availableParallelism(), least: 1, text: 'processes at a time' },
};

/** The values set by --small, unless an option overrides them. */
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

/** Options that accept fractions. */
export const fractions = new Set(['rate', 'epsilon', 'alpha']);
