import type { Bases } from './library.ts';

const pluginOptions = {
  seed: 1,
  engine: 'wasm',
  reportDir: 'reports',
  cache: false,
  thresholds: { accuracy: 0.5 },
  retraining: {
    tasks: true,
    retrain: false,
    acquisition: 'dre',
    budgets: [0.1],
    models: ['a'],
    attack: 'pgd',
    attackOptions: { steps: 3 },
    epsilon: 0.1,
    epochs: 1,
    limit: 5,
  },
};

/** Valid arguments of the plugin and its reporter. */
export const pluginBases: Bases = { dnn: () => [pluginOptions], DnnReporter: () => [pluginOptions] };
