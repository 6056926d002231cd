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

  test('shows the smallest and the largest radius of a list', () => {
    const parameters = { epsilon: [20, 0, 0.1], steps: 40 };
    const { attacks } = tabulateAttacks([{ measurement: attacked(0.4, { epsilon: 20, parameters }) }]);
    expect(attacks).toEqual(['pgd(0 to 20 by value)']);
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

describe('the most robust model', () => {
  /** A model with this many correct and unbroken inputs of 200. */
  const counted = (
    subject: string,
    correct: number,
    standing: number,
    changes: Partial<RobustnessMeasurement> = {},
  ) => ({
    measurement: attacked(correct > 0 ? (correct - standing) / correct : null, {
      subject,
      inputs: 200,
      cleanAccuracy: correct / 200,
      robustAccuracy: standing / 200,
      value: standing / 200,
      ...changes,
    }),
  });

  test('has the highest robust accuracy, not the lowest rate of few correct inputs', () => {
    const table = tabulateAttacks([counted('trained', 190, 120), counted('chance', 20, 20), counted('blind', 0, 0)]);
    expect(table.rows.map(({ name, rates }) => [name, rates[0]])).toEqual([
      ['blind', null],
      ['chance', 0],
      ['trained', 70 / 190],
    ]);
    expect(table.mostRobust).toEqual([['trained']]);
    expect(table.warnings).toEqual([
      'blind: 0 of 200 inputs are classified correctly, so it has no attack success rate',
      'chance: 20 of 200 inputs are classified correctly; its rates are shares of these 20, uncertain by up to ±20 points, ' +
        'and do not compare with those of better models',
    ]);
  });

  test('is none if all are equal, however the shares round', () => {
    const table = tabulateAttacks([counted('a', 150, 49), counted('b', 190, 49), counted('c', 77, 49)]);
    expect(table.mostRobust).toEqual([[]]);
  });

  test('is found by the number of attacked inputs where a gate counts the correct ones, if its interval lies apart', () => {
    const rate = counted('a', 100, 50, { inputs: 100, attackedInputs: 200, value: 0.5 });
    const table = tabulateAttacks([rate, counted('b', 120, 90)]);
    expect(table.rows.map(({ inputs }) => inputs)).toEqual([200, 200]);
    expect(table.mostRobust).toEqual([['b']]);
    expect(tabulateAttacks([rate, counted('b', 120, 55)]).mostRobust).toEqual([[]]);
    expect(table).not.toHaveProperty('warnings');
  });

  test('has few correct inputs if all models have, which is said once', () => {
    const few = ['a', 'b'].map((name) =>
      counted(name, 18, 9, { inputs: 20, cleanAccuracy: 0.9, robustAccuracy: 0.45 }),
    );
    expect(tabulateAttacks(few).warnings).toEqual([
      'all models: fewer than 30 inputs are classified correctly (18), so a rate is uncertain by up to ±21 points',
    ]);
  });
});

test('columns with one name tell apart a curve, and options that are objects', () => {
  const curve = [0.1, 0.3].map((epsilon) => ({ epsilon, robustAccuracy: 0.5 }));
  const nested = (steps: number) => ({ parameters: { epsilon: 0.3, inner: { steps } } });
  const titles = (...measurements: RobustnessMeasurement[]) =>
    tabulateAttacks(measurements.map((measurement) => ({ measurement }))).attacks;
  expect(titles(attacked(0.4), attacked(0.5, { curve }))).toEqual(['pgd(0.3) alone', 'pgd(0.3) in a curve of 2']);
  expect(titles(attacked(0.4, nested(1)), attacked(0.5, nested(2)))).toEqual([
    'pgd(0.3) inner {"steps":1}',
    'pgd(0.3) inner {"steps":2}',
  ]);
  expect(titles(attacked(0.4), attacked(0.5, { norm: 'l2' }))).toEqual(['pgd(0.3) norm linf', 'pgd(0.3) norm l2']);
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
