import { describe, expect, test } from 'vitest';
import { assemble, type TestedTask } from '../../../src/report/assemble.ts';
import { validateReport } from '../../../src/report/validate.ts';
import { gate, retraining, run } from '../reporters/sample.ts';

const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
const context = { header, retraining: [retraining], thresholds: { accuracy: 0.6, robustAccuracy: { dre: 0.9 } } };
const tasks: TestedTask[] = [
  {
    file: 'b.spec.ts',
    test: 'one',
    meta: {
      gates: [gate(0.7)],
      models: [run('dre', 2, [0.5, 0.6]), run('dre', 1, [0.5, 0.7])],
      engines: ['wasm 4.22.0, 1 thread'],
    },
  },
  {
    file: 'a.spec.ts',
    test: 'two',
    meta: { gates: [gate(0.5), gate(0.8)], models: [run('dre', 1, [0.5, 0.7])], engines: ['cpu 4.22.0, 1 thread'] },
  },
  { file: 'a.spec.ts', test: 'one', meta: { gates: [], models: [], engines: ['wasm 4.22.0, 1 thread'] } },
];

describe('assemble', () => {
  const report = assemble(tasks, context);

  test('returns a report that matches the schema', () => {
    expect(validateReport(report, 'the report')).toBe(report);
  });

  test('lists every engine once', () => {
    expect(report.header).toEqual({ ...header, engines: ['cpu 4.22.0, 1 thread', 'wasm 4.22.0, 1 thread'] });
  });

  test('sorts gates by file and test, and keeps their order within a test', () => {
    expect(report.gates.map(({ file, test: name, value }) => [file, name, value])).toEqual([
      ['a.spec.ts', 'two', 0.5],
      ['a.spec.ts', 'two', 0.8],
      ['b.spec.ts', 'one', 0.7],
    ]);
  });

  test('keeps the order of the tests in their file', () => {
    const inFile = (test: string): TestedTask => ({
      file: 'a',
      test,
      meta: { gates: [gate(0.7)], models: [], engines: [] },
    });
    const { gates } = assemble([inFile('z'), inFile('m'), inFile('a')], { header, retraining: [], thresholds: {} });
    expect(gates.map(({ test: name }) => name)).toEqual(['z', 'm', 'a']);
  });

  test.each([
    ['failed', false, [undefined, undefined, undefined]],
    ['passed', false, [undefined, 'passed', 'passed']],
    ['passed', true, [undefined, 'passed', 'passed']],
    ['failed', true, ['failed', undefined, undefined]],
    ['skipped', false, ['skipped', 'skipped', 'skipped']],
  ] as const)('counts the assertions of a test that %s (test.fails: %s) as Vitest does', (state, fails, outcomes) => {
    const error = { matcher: 'toFitIn', message: 'It threw.', negated: false, reproduce: 'npx vitest run' };
    const meta = { gates: [gate(0.7), gate(0.5)], errors: [error], models: [], engines: [] };
    const reported = assemble([{ file: 'a', test: 'b', meta, state, fails }], {
      header,
      retraining: [],
      thresholds: {},
    });
    expect(validateReport(reported, 'the report')).toBe(reported);
    expect([...reported.gates, ...(reported.errors ?? [])].map(({ countsAs }) => countsAs)).toEqual(outcomes);
  });

  test('lists every model once', () => {
    expect(report.models.map(({ id }) => id)).toEqual(['dre-1', 'dre-2']);
  });

  test('does not depend on the order in which workers finish', () => {
    expect(JSON.stringify(assemble([...tasks].reverse(), context))).toBe(JSON.stringify(report));
  });

  test('compares the means with the thresholds, and fails a quantity that was not measured', () => {
    expect(report.thresholds).toEqual([
      {
        quantity: 'accuracy',
        setting: 'one',
        acquisition: 'dre',
        atLeast: 0.6,
        value: expect.closeTo(0.65),
        passed: true,
      },
      { quantity: 'robustAccuracy', setting: 'one', acquisition: 'dre', atLeast: 0.9, value: null, passed: false },
    ]);
  });

  test('checks the thresholds of a single run only if there is no comparison of several runs', () => {
    const alone = { ...run('margin', 1, [0.1, 0.2]), setting: 'another' };
    const checked = (models: TestedTask['meta']['models']) =>
      assemble([{ file: 'a', test: 'b', meta: { gates: [], models, engines: [] } }], {
        header,
        retraining: [],
        thresholds: { accuracy: 0.6 },
      }).thresholds.map(({ acquisition, passed }) => [acquisition, passed]);

    expect(checked([run('dre', 1, [0.5, 0.7]), run('dre', 2, [0.5, 0.7]), alone])).toEqual([['dre', true]]);
    expect(checked([alone])).toEqual([['margin', false]]);
  });
});
