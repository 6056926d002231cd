import { describe, expect, test } from 'vitest';
import { gatherAttackSuccess, tabulateAttacks } from '../../../../src/report/tables/attack-success.ts';
import type { RobustnessMeasurement } from '../../../../src/report/schemas/robustness-measurement.ts';
import { gate, robustness, run } from '../../reporters/sample.ts';

const attacked = (rate: number | null, changes: Partial<RobustnessMeasurement> = {}): RobustnessMeasurement => ({
  ...robustness(0.5),
  attackSuccessRate: rate,
  ...changes,
});

describe('tabulateAttacks', () => {
  test('has a row per model and a column per attack, and names the model that is broken least', () => {
    const table = tabulateAttacks(
      [
        attacked(0.4, { subject: 'a' }),
        attacked(0.2, { subject: 'a', attack: 'deepFool', epsilon: 0.5 }),
        attacked(0.3, { subject: 'b' }),
        attacked(0.2, { subject: 'b', attack: 'deepFool', epsilon: 0.5 }),
        attacked(null, { subject: 'c' }),
      ].map((measurement) => ({ measurement })),
    );
    expect(table.attacks).toEqual(['pgd(0.3)', 'deepFool(0.5)']);
    expect(table.rows.map(({ name, rates }) => [name, ...rates])).toEqual([
      ['a', 0.4, 0.2],
      ['b', 0.3, 0.2],
      ['c', null, null],
    ]);
    expect(table.mostRobust).toEqual([['b'], []]);
  });

  test('adds the options in which attacks with the same name and epsilon differ', () => {
    const table = tabulateAttacks(
      [attacked(0.4), attacked(0.5, { parameters: { epsilon: 0.3, steps: 100, stepSize: 0.01 } })].map(
        (measurement) => ({
          measurement,
        }),
      ),
    );
    expect(table.attacks).toEqual(['pgd(0.3) steps 40', 'pgd(0.3) steps 100']);
    expect(table.rows).toHaveLength(1);
  });
});

describe('gatherAttackSuccess', () => {
  test('returns a table per data set, lists models of active learning first, and omits compressed models', () => {
    const models = [run('dre', 1, [0.9]), { ...run('dre', 2, [0.9]), id: 'all', name: 'all', acquisition: null }];
    const other = { ...run('margin', 1, [0.9]), id: 'other', dataset: 'mnist' };
    const gates = [
      gate(0.5, { model: 'all' }),
      gate(0.6, { model: 'dre-1' }),
      gate(0.7, { model: 'other' }),
      gate(0.1, {
        model: 'dre-1',
        measurement: attacked(0.9, { compression: 'quantize(2)', robustAccuracyBefore: 0.6 }),
      }),
    ];
    const tables = gatherAttackSuccess(gates, [...models, other]);
    expect(tables.map(({ dataset }) => dataset)).toEqual(['glyphs', 'mnist']);
    expect(tables[0].rows.map(({ name }) => name)).toEqual(['leNet5-dre-1', 'all']);
    expect(tables[0].mostRobust).toEqual([['leNet5-dre-1']]);
  });
});
