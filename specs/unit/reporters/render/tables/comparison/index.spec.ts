import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { markdownDocument, terminalDocument } from '../../../../../../reporters/render/document.ts';
import { assemble } from '../../../../../../src/report/assemble.ts';
import type { ModelRecord } from '../../../../../../src/report/schemas/model-record.ts';
import type { Report } from '../../../../../../src/report/schemas/report.ts';
import { run } from '../../../sample.ts';

const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
const plain = new Chalk({ level: 0 });
const reportOf = (models: readonly ModelRecord[]): Report =>
  assemble([{ file: 'a', test: 'b', meta: { gates: [], models: [...models], engines: [] } }], {
    header,
    retraining: [],
    thresholds: {},
  });
const terminal = (models: readonly ModelRecord[], chalk = plain): string =>
  terminalDocument(reportOf(models), { width: 100, chalk });

/** Runs of six stages. The k-th function loses 2 k points of robustness, and its bias grows with k. */
function study(functions: readonly string[], seeds: readonly number[]): ModelRecord[] {
  return functions.flatMap((name, k) =>
    seeds.map((seed) => {
      const stages = Array.from({ length: 7 }, (_, stage) => stage);
      const record = run(
        name,
        seed,
        stages.map((stage) => 0.8 + 0.02 * stage - 0.001 * k * Math.min(1, stage)),
        stages.map((stage) => 0.06 * stage + (stage > 0 ? 0.001 * seed * stage - 0.02 * k - 0.0001 * k * stage : 0)),
      );
      const biased = record.stages.map((stage) =>
        stage.bias ? { ...stage, bias: { ...stage.bias, entropy: 0.1 * k, labels: 0.05 } } : stage,
      );
      return { ...record, stages: biased };
    }),
  );
}

describe('the comparison', () => {
  const functions = ['dre', 'randomSampling', 'maxEntropy', 'kMultisectionNeuronCoverage'];
  const full: ModelRecord = { ...run('none', 1, [0.9]), id: 'full', origin: 'trained', acquisition: null };

  test('fits a terminal of 100 columns', () => {
    const text = terminal([...study(functions, [1, 2]), full]);
    expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
    expect(text).toMatchSnapshot();
  });

  test('is rendered in Markdown', () => {
    expect(markdownDocument(reportOf([...study(functions, [1, 2]), full]))).toMatchSnapshot();
  });

  test('of thirty functions fits 100 columns', () => {
    const many = [...functions, ...Array.from({ length: 26 }, (_, k) => `determinantalPointProces${k}`)];
    const text = terminal(study(many, [1, 2]));
    expect(Math.max(...text.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
  });

  test('of one seed tests no significance, and states why', () => {
    const text = terminal(study(functions, [1]));
    expect(text).toContain('significance is not tested: a single seed does not show the spread between seeds');
    expect(text).not.toContain('− random');
    expect(text).toContain('Win-tie-loss');
  });

  test('of accuracies of one seed states the same', () => {
    const text = terminal([run('dre', 1, [0.5, 0.6]), run('margin', 1, [0.5, 0.6])]);
    expect(text).toContain('significance is not tested: a single seed');
    expect(text).not.toContain('Significance');
  });

  test('states that there are too few pairs for significance', () => {
    const short = study(functions, [1, 2]).map((record) => ({ ...record, stages: record.stages.slice(0, 3) }));
    const text = terminal(short);
    expect(text).toContain('over 4 pairs (seeds × stages)');
    expect(text).toContain('too few pairs for significance: a test of 3 functions needs at least 7');
    expect(text).not.toContain(' * ');
  });

  test('without robust accuracy tests accuracy', () => {
    const text = terminal(
      study(functions, [1, 2]).map((record) => ({
        ...record,
        stages: record.stages.map((stage) => ({ ...stage, robustness: null })),
      })),
    );
    expect(text).not.toContain('Robustness');
    expect(text).not.toContain('Bias and robustness');
    expect(text).toMatch(/Significance {2}accuracy\n\n.*− random +p +− dre +p/);
  });

  test('colours negative correlations of the heat map red', () => {
    const chalk = new Chalk({ level: 3 });
    expect(terminal(study(functions, [1, 2]), chalk)).toContain(
      `entropy           ${chalk.black.bgRgb(240, 90, 80)('−1.00')}`,
    );
  });
});
