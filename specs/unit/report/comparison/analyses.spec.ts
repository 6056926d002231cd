import { describe, expect, test } from 'vitest';
import { compare } from '../../../../src/report/comparison/compare.ts';
import type { ModelRecord } from '../../../../src/report/schemas/model-record.ts';
import { run } from '../../reporters/sample.ts';

/** Robust accuracies of 200 inputs that increase by stage. `lead` is added in every stage except the first. */
const rising = (stages: number, lead: number): number[] =>
  Array.from({ length: stages }, (_, stage) => (stage === 0 ? 0 : (10 * stage + lead) / 200));
const flat = (stages: number): number[] => Array.from({ length: stages }, () => 0.9);
const of = (name: string, seeds: readonly number[], lead: number, stages = 7): ModelRecord[] =>
  seeds.map((seed) => run(name, seed, flat(stages), rising(stages, lead + seed)));

const withBias = (records: readonly ModelRecord[], entropy: number): ModelRecord[] =>
  records.map((record) => ({
    ...record,
    stages: record.stages.map((stage) => (stage.bias ? { ...stage, bias: { ...stage.bias, entropy } } : stage)),
  }));

describe('the test of significance', () => {
  const seeds = [1, 2];
  const [comparison] = compare([...of('randomSampling', seeds, 0), ...of('dre', seeds, 4), ...of('margin', seeds, 0)]);
  const rowOf = (name: string) => comparison.rows.find(({ acquisition }) => acquisition === name);

  test('is exact for ties of twelve stages with the same lead, and corrected over two functions', () => {
    expect(rowOf('dre')?.against.randomSampling).toEqual({
      pairs: 12,
      difference: expect.closeTo(2),
      pValue: 2 / 2 ** 12,
      corrected: 4 / 2 ** 12,
      significant: true,
      overSeeds: { pairs: 2, pValue: 0.5, corrected: 1, significant: false },
    });
    expect(rowOf('margin')?.against).toMatchObject({
      randomSampling: { difference: 0, pValue: 1, significant: false },
      dre: { difference: expect.closeTo(-2), significant: true },
    });
    expect(rowOf('dre')?.against.dre).toBeNull();
  });

  test('is omitted for a single seed, and against a function that did not run', () => {
    const [single] = compare([...of('randomSampling', [1], 0), ...of('margin', [1], 4)]);
    for (const { against } of single.rows) expect(against).toEqual({ randomSampling: null, dre: null });
    const [alone] = compare(of('margin', seeds, 0));
    expect(alone.rows[0].against).toEqual({ randomSampling: null, dre: null });
  });

  test('ignores seeds that only one of the functions ran', () => {
    const [uneven] = compare([...of('randomSampling', [1, 2, 3], 0), ...of('margin', [2, 3, 4], 4)]);
    expect(uneven.rows.find(({ acquisition }) => acquisition === 'margin')?.against.randomSampling?.pairs).toBe(12);
  });
});

test('win-tie-loss counts the stages after the first, and half a point as a tie', () => {
  const [{ rows, winTieLoss }] = compare([...of('dre', [1], 0), ...of('margin', [1], 1), ...of('maxEntropy', [1], 2)]);
  expect(rows.map(({ acquisition }) => acquisition)).toEqual(['maxEntropy', 'margin', 'dre']);
  expect(winTieLoss).toEqual([
    [
      [0, 0, 0],
      [0, 6, 0],
      [6, 0, 0],
    ],
    [
      [0, 6, 0],
      [0, 0, 0],
      [0, 6, 0],
    ],
    [
      [0, 0, 6],
      [0, 6, 0],
      [0, 0, 0],
    ],
  ]);
});

describe('bias and robustness', () => {
  const one = withBias(of('dre', [1, 2], 4), 0.01);
  const two = withBias(of('margin', [1, 2], 2), 0.02);
  const three = withBias(of('maxEntropy', [1, 2], 0), 0.03);

  test('are correlated across functions stage by stage, and a constant bias has no correlation', () => {
    const [{ correlations }] = compare([...one, ...two, ...three]);
    expect(correlations?.entropy).toEqual(Array.from({ length: 6 }, () => expect.closeTo(-1)));
    expect(correlations?.labels).toEqual(Array.from({ length: 6 }, () => null));
  });

  test('are not correlated with only two functions, or without robustness', () => {
    expect(compare([...one, ...two])[0].correlations).toBeNull();
    const plain = [...one, ...two, ...three].map((record) => ({
      ...record,
      stages: record.stages.map((stage) => ({ ...stage, robustness: null })),
    }));
    expect(compare(plain)[0]).toMatchObject({ quantity: 'accuracy', correlations: null });
  });
});

describe('the annotations', () => {
  const trained: ModelRecord = { ...run('none', 1, [0.9]), id: 'full', origin: 'trained', acquisition: null };
  const runs = [run('dre', 1, [0.5, 0.895, 0.9]), run('dre', 2, [0.5, 0.6, 0.91]), run('margin', 1, [0.5, 0.6, 0.7])];

  test('are counted up to the accuracy of a model of the same kind that was trained on all labels', () => {
    const [{ rows, fullAccuracy }] = compare([...runs, trained]);
    expect(fullAccuracy).toBe(0.9);
    expect(rows.map(({ annotations }) => annotations)).toEqual([
      { reached: 2, labels: { mean: 500, deviation: expect.closeTo(100 * Math.SQRT2) } },
      { reached: 0, labels: null },
    ]);
  });

  test.each<Partial<ModelRecord>>([{ dataset: 'mnist' }, { architecture: 'vgg8' }, { training: 'standardTraining' }])(
    'are unknown if the model trained on all labels differs by %j',
    (change) => {
      const [{ rows, fullAccuracy }] = compare([...runs, { ...trained, ...change }]);
      expect(fullAccuracy).toBeNull();
      expect(rows[0].annotations).toBeNull();
    },
  );
});

test('functions with the same name and different options have separate rows', () => {
  const variant = (characteristic: string, seed: number): ModelRecord => ({
    ...run('dre', seed, [0.5, 0.6]),
    id: `${characteristic}-${seed}`,
    options: { acquisition: { name: 'dre', options: { characteristic, bins: 50 } } },
  });
  const [{ rows }] = compare([variant('entropy', 1), variant('gini', 1), variant('gini', 2)]);
  expect(rows.map(({ acquisition, runs }) => [acquisition, runs])).toEqual([
    ['dre(characteristic entropy)', 1],
    ['dre(characteristic gini)', 2],
  ]);
  expect(compare([variant('gini', 1), variant('gini', 2)])[0].rows[0].acquisition).toBe('dre');
});
