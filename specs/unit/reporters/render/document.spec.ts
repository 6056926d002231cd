import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import stringWidth from 'string-width';
import { markdownDocument, terminalDocument } from '../../../../reporters/render/document.ts';
import { count, percent, points, signed, spread } from '../../../../reporters/render/tables/numbers.ts';
import { renderMarkdown } from '../../../../reporters/render/markdown/markdown.ts';
import { cell, markExtremes, type Table } from '../../../../reporters/render/tables/table.ts';
import { renderTerminal } from '../../../../reporters/render/terminal/terminal.ts';
import { assemble } from '../../../../src/report/assemble.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import { gate, retraining, run } from '../sample.ts';

const plain = new Chalk({ level: 0 });
const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;

function sampleReport(): Report {
  const runs = [1, 2].flatMap((seed) => [
    run('dre', seed, [0.5, 0.9 + 0.01 * seed], [0.1, 0.6]),
    run('randomSampling', seed, [0.5, 0.88], [0.1, 0.55 + 0.01 * seed]),
  ]);
  const loss = {
    quantity: 'accuracy loss by quantize(8)',
    value: 0.002,
    relation: 'at most',
    threshold: 0.01,
    passed: true,
  } as const;
  return assemble(
    [
      {
        file: 'specs/digits.spec.ts',
        test: 'survives PGD',
        meta: { gates: [gate(0.64), gate(0.41)], models: runs, engines: ['wasm 4.22.0, 1 thread'] },
      },
      {
        file: 'specs/digits.spec.ts',
        test: 'fits | a <device>',
        meta: { gates: [gate(0.98, loss), gate(0.7, { negated: true, passed: false })], models: [], engines: [] },
      },
    ],
    {
      header,
      retraining: [retraining, { ...retraining, name: 'other', before: null }],
      thresholds: { robustAccuracy: { dre: 0.7 } },
    },
  );
}

describe('the report', () => {
  test('in a terminal', () => {
    expect(terminalDocument(sampleReport(), { width: 120, chalk: plain })).toMatchSnapshot();
  });

  test('in a narrow terminal keeps every line short', () => {
    const text = terminalDocument(sampleReport(), { width: 60, chalk: plain });
    const tables = text.split('\n').filter((line) => /^ {2}\S.* {2}/.test(line) && !/: |threshold/.test(line));
    expect(Math.max(...tables.map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
    expect(text).toMatchSnapshot();
  });

  test('in Markdown', () => {
    expect(markdownDocument(sampleReport())).toMatchSnapshot();
  });

  test('names the faster engine, once, where the slow one measured', () => {
    const meta = { gates: [gate(0.9)], models: [], engines: ['cpu 4.22.0, 1 thread'] };
    const report = assemble(
      [1, 2].map((n) => ({ file: `${n}.spec.ts`, test: 'a', meta })),
      {
        header,
        retraining: [],
        thresholds: {},
      },
    );
    for (const text of [terminalDocument(report, { width: 80, chalk: plain }), markdownDocument(report)]) {
      expect(text).toContain('cpu 4.22.0, 1 thread');
      expect(text.match(/Use engine "wasm"/g)).toHaveLength(1);
    }
    expect(markdownDocument(sampleReport())).not.toContain('Use engine');
  });

  test('is no output at all where nothing was measured, and a sentence in Markdown', () => {
    const nothing = assemble([], { header, retraining: [], thresholds: {} });
    expect(terminalDocument(nothing, { width: 80, chalk: plain })).toBe('');
    expect(markdownDocument(nothing)).toContain('Nothing was measured.');
  });

  test('compares nothing with itself', () => {
    const single = [{ file: 'a', test: 'b', meta: { gates: [], models: [run('dre', 1, [0.5, 0.6])], engines: [] } }];
    expect(markdownDocument(assemble(single, { header, retraining: [], thresholds: {} }))).not.toContain(
      'Acquisition functions',
    );
  });

  test('shows a threshold that a model fails, compared with others or not', () => {
    const single = [{ file: 'a', test: 'b', meta: { gates: [], models: [run('dre', 1, [0.5, 0.6])], engines: [] } }];
    expect(markdownDocument(assemble(single, { header, retraining: [], thresholds: { accuracy: 0.7 } }))).toContain(
      '✗ threshold: accuracy of dre 60.0 %, demanded at least 70.0 %',
    );
  });
});

describe('a table', () => {
  const table: Table = {
    title: 'Numbers',
    subtitle: '',
    columns: [
      { title: 'name', align: 'left' },
      { title: 'value', align: 'right' },
    ],
    rows: [
      [cell('数字', 'faint'), cell('1.5', 'best')],
      [cell('plain'), cell('10.25')],
    ],
    notes: [],
  };

  test('aligns numbers by what a terminal shows, marked or not', () => {
    expect(renderTerminal(table, { width: 80, chalk: plain })).toBe(
      ['Numbers', '', '  name     value', '  ──────────────', '  数字     1.5 ▲', '  plain  10.25'].join('\n'),
    );
  });

  test('paints marks, which do not depend on colour', () => {
    const colourful = renderTerminal(table, { width: 80, chalk: new Chalk({ level: 1 }) });
    expect(colourful).toContain('\u001B[32m  1.5 ▲\u001B[39m');
  });

  test('cannot be broken out of in Markdown', () => {
    const evil = { ...table, rows: [[cell('a | b\n<script>'), cell('*')]] };
    expect(renderMarkdown(evil)).toContain('| a \\| b \\<script\\> | \\* |');
  });
});

describe('numbers', () => {
  test('percentages, points and signs', () => {
    expect([percent(0.9412), percent(null), points(0.002), points(-0.0123), points(0.00001)]).toEqual([
      '94.1 %',
      '–',
      '+0.2',
      '−1.2',
      '0.0',
    ]);
    expect([signed(-0.04, 1), signed(12, 0)]).toEqual(['0.0', '+12']);
  });

  test('spreads', () => {
    const value = { mean: 0.5, deviation: 0.25 };
    expect([spread(value, 2, 100, 1), spread(value, 1, 100, 1), spread(null, 1, 1, 1)]).toEqual([
      '50.0 ± 25.0',
      '50.0',
      '–',
    ]);
  });

  test('thousands', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  test('extremes, where there are two', () => {
    expect(markExtremes([1, 3, null, 2], 'larger')).toEqual(['worst', 'best', undefined, undefined]);
    expect(markExtremes([1, 3], 'smaller')).toEqual(['best', 'worst']);
    expect(markExtremes([2, 2, null], 'larger')).toEqual([undefined, undefined, undefined]);
    expect(markExtremes([2], 'larger')).toEqual([undefined]);
  });
});
