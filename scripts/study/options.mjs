import { availableParallelism } from 'node:os';
import { acquisitionFunctions } from '../../dist/src/acquisition/index.js'; // npm run study builds it first

/** Every acquisition function, and those that are compared unless others are asked for. */
export const known = Object.keys(acquisitionFunctions);
export const baselines = ['randomSampling', 'maxEntropy', 'margin', 'leastConfidence', 'deepGini', 'dre'];

/** Data sets, with the stages that the paper gives them. */
export const datasets = { mnist: 24, 'fashion-mnist': 29 };

/** Every option: what it sets, its default in the paper or here, and the least value that makes sense. */
export const numbers = {
  stages: { default: undefined, least: 1, text: 'stages after the first model (24 on mnist, 29 on fashion-mnist)' },
  initial: { default: 200, least: 1, text: 'labels of the first model' },
  pool: { default: undefined, least: 1, text: 'inputs that labels are bought from (the whole training split)' },
  query: { default: 200, least: 1, text: 'labels bought in a stage' },
  epochs: { default: 20, least: 1, text: 'epochs of training in a stage' },
  warmup: { default: undefined, least: 0, text: 'epochs over which epsilon grows in a stage (all of them)' },
  batch: { default: 64, least: 1, text: 'inputs in a batch' },
  rate: { default: 0.001, least: 0, text: 'learning rate of Adam' },
  steps: { default: 40, least: 1, text: 'steps of PGD while training' },
  'evaluation-steps': { default: 50, least: 1, text: 'steps of PGD while evaluating' },
  epsilon: { default: 0.3, least: 0, text: 'size of the perturbations' },
  alpha: { default: 0.01, least: 0, text: 'step size of PGD' },
  limit: { default: 1000, least: 1, text: 'test inputs attacked after a stage, or measured compressed (2000)' },
  workers: { default: availableParallelism(), least: 1, text: 'processes at a time' },
};

/** What --small sets, where no option says otherwise. */
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

/** Numbers that need not be whole. */
export const fractions = new Set(['rate', 'epsilon', 'alpha']);
