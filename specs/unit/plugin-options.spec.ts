import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/errors.ts';
import { dnn, type DnnOptions } from '../../src/plugin.ts';

describe('the options of dnn()', () => {
  test.each<DnnOptions>([
    {},
    { seed: -3, engine: 'wasm', reportDir: 'out', cache: false, retraining: true },
    {
      retraining: {
        retrain: true,
        acquisition: 'margin',
        budgets: [0.01, 1],
        models: ['digits'],
        attack: 'pgd',
        attackOptions: { steps: 5 },
        epsilon: 0.1,
        epochs: 3,
        limit: 9,
      },
    },
    { thresholds: { accuracy: 0.9, robustAccuracy: { dre: 0.5 }, area: 0.1, differenceToRandom: -1 } },
    { seed: undefined, undecided: 'fail' },
    { workers: 'auto' },
    { workers: 0 },
  ])('%j are accepted', (options) => {
    expect(dnn(options)).toMatchObject({ name: 'vitest-dnn' });
  });

  test.each<[unknown, string]>([
    [
      { sed: 1 },
      'dnn: there is no option "sed".\nExpected one of: seed, engine, reportDir, base, retraining, thresholds, cache, undecided, workers.\nRemove it or correct its name.',
    ],
    [{ seed: 1.5 }, 'dnn: seed is 1.5.\nExpected an integer.'],
    [{ seed: Number.NaN }, 'dnn: seed is NaN.\nExpected an integer.'],
    [{ engine: 'gpu' }, "dnn: engine is 'gpu'.\nExpected one of 'auto', 'node-gpu', 'node', 'wasm', 'cpu'."],
    [{ undecided: 'ignore' }, "dnn: undecided is 'ignore'.\nExpected one of 'warn', 'pass', 'fail'."],
    [{ workers: 'all' }, "dnn: workers is 'all'.\nExpected 'auto', or an integer from 0 to 64."],
    [{ workers: 1.5 }, 'dnn: workers is 1.5.'],
    [{ reportDir: '' }, "dnn: reportDir is ''."],
    [{ cache: true }, 'dnn: cache is true.\nExpected the path of a folder, or false.'],
    [{ retraining: { budgets: [0] } }, 'dnn({ retraining }): budgets is [0].'],
    [{ retraining: { budgets: [] } }, 'dnn({ retraining }): budgets is [].'],
    [{ retraining: { epoch: 1 } }, 'dnn({ retraining }): there is no option "epoch".'],
    [{ retraining: { epochs: 0 } }, 'dnn({ retraining }): epochs is 0.'],
    [{ retraining: { models: 'all' } }, "dnn({ retraining }): models is 'all'."],
    [{ retraining: { attack: () => {} } }, 'dnn({ retraining }): attack is the function attack.'],
    [{ thresholds: { acuracy: 1 } }, 'dnn({ thresholds }): there is no option "acuracy".'],
    [{ thresholds: { accuracy: { dre: 'high' } } }, "dnn({ thresholds }): accuracy is { dre: 'high' }."],
    [{ thresholds: [] }, 'dnn: thresholds is [].'],
    ['seed', "dnn: the options are 'seed'."],
    [null, 'dnn: the options are null.'],
  ])('%j are rejected', (options, message) => {
    const configure = (): unknown => dnn(options as DnnOptions);
    expect(configure).toThrow(InvalidOptionError);
    expect(configure).toThrow(message);
  });
});
