import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../../../../src/report/comparison/compare.ts';
import { run } from '../../reporters/sample.ts';

describe('compare', () => {
  const dre = run('dre', 1, [0.5, 0.7, 0.9], [0.1, 0.2, 0.4]);
  const random = run('randomSampling', 1, [0.5, 0.6, 0.8], [0.1, 0.3, 0.5]);

  test('measures the last stage and the curve of a function, and its difference to random sampling', () => {
    const [{ rows, ...setting }] = compare([dre, random]);
    expect(setting).toEqual({
      setting: 'one',
      dataset: 'glyphs',
      architecture: 'leNet5',
      training: 'adversarialTraining',
      initial: 200,
      labels: 600,
      stages: 2,
      attack: 'pgd(0.3)',
      seeds: [1],
      fullAccuracy: null,
      quantity: 'robustAccuracy',
      winTieLoss: [
        [
          [0, 0, 0],
          [2, 0, 0],
        ],
        [
          [0, 0, 2],
          [0, 0, 0],
        ],
      ],
      correlations: null, // two functions always lie on a line
    });
    const [first, second] = rows;
    expect(first.acquisition).toBe('randomSampling'); // the more robust one
    expect(second).toMatchObject({ acquisition: 'dre', runs: 1, accuracy: { mean: 0.9, deviation: 0 } });
    expect(second.robustAccuracy?.mean).toBe(0.4);
    expect(second.area.mean).toBeCloseTo(((0.5 + 0.7) / 2 + (0.7 + 0.9) / 2) / 2);
    expect(second.robustArea?.mean).toBeCloseTo(((0.1 + 0.2) / 2 + (0.2 + 0.4) / 2) / 2);
    expect(second.differenceToRandom?.mean).toBeCloseTo(10 + 10); // points, over the stages
    expect(first.differenceToRandom?.mean).toBe(0);
    expect(second.bias?.entropy.mean).toBeCloseTo(0.01);
    expect(second.seconds.mean).toBe(6);
  });

  test('computes the mean and the sample standard deviation over seeds', () => {
    const [{ rows, seeds }] = compare([run('dre', 2, [0.5, 0.8]), run('dre', 1, [0.5, 0.6])]);
    expect(seeds).toEqual([1, 2]);
    expect(rows).toHaveLength(1);
    expect(rows[0].accuracy.mean).toBeCloseTo(0.7);
    expect(rows[0].accuracy.deviation).toBeCloseTo(Math.SQRT2 / 10);
  });

  test('returns no difference without random sampling with the same seed', () => {
    const [{ rows }] = compare([dre, { ...random, seed: 2, id: 'other' }]);
    expect(rows.find(({ acquisition }) => acquisition === 'dre')?.differenceToRandom).toBeNull();
  });

  test('compares each setting separately', () => {
    const other = { ...dre, setting: 'two', dataset: 'mnist', id: 'two' };
    expect(compare([other, dre]).map(({ dataset }) => dataset)).toEqual(['glyphs', 'mnist']);
  });

  test('omits models that active learning did not train', () => {
    expect(
      compare([
        { ...dre, origin: 'trained' },
        { ...dre, stages: [] },
      ]),
    ).toEqual([]);
  });

  test('uses the accuracy of a single stage as the area', () => {
    const [{ rows }] = compare([run('dre', 1, [0.5])]);
    expect(rows[0]).toMatchObject({ area: { mean: 0.5 }, robustArea: null, bias: null });
  });

  test('does not depend on the order of the records', () => {
    const names = ['dre', 'margin', 'randomSampling'];
    const records = names.flatMap((name, i) =>
      [1, 2, 3].map((seed) => run(name, seed, [0.5, 0.6 + 0.1 * i + 0.01 * seed])),
    );
    const expected = JSON.stringify(compare(records));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(records, { minLength: records.length }),
        (shuffled) => JSON.stringify(compare(shuffled)) === expected,
      ),
    );
  });
});
