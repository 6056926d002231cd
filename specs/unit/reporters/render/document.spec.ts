import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import stringWidth from 'string-width';
import { failureLines, markdownDocument, terminalDocument } from '../../../../reporters/render/document.ts';
import { count, percent, points, signed, spread } from '../../../../reporters/render/tables/numbers.ts';
import { renderMarkdown } from '../../../../reporters/render/markdown/markdown.ts';
import { cell, intervalsOfShares, markExtremes, type Table } from '../../../../reporters/render/tables/table.ts';
import { renderTerminal } from '../../../../reporters/render/terminal/terminal.ts';
import { assemble } from '../../../../src/report/assemble.ts';
import type { Report } from '../../../../src/report/schemas/report.ts';
import { validateReport } from '../../../../src/report/validate.ts';
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
  test('is rendered for a terminal', () => {
    expect(terminalDocument(sampleReport(), { width: 120, chalk: plain })).toMatchSnapshot();
  });

  test('keeps every line short in a narrow terminal', () => {
    const text = terminalDocument(sampleReport(), { width: 60, chalk: plain });
    const tables = text.split('\n').filter((line) => /^ {2}\S.* {2}/.test(line) && !/: |threshold/.test(line));
    expect(Math.max(...tables.map((line) => stringWidth(line)))).toBeLessThanOrEqual(60);
    expect(text).toMatchSnapshot();
  });

  test('is rendered in Markdown', () => {
    expect(markdownDocument(sampleReport())).toMatchSnapshot();
  });

  test('counts errors, expected failures and skipped tests, in the order of the file', () => {
    const error = (message: string) => ({ matcher: 'toFitIn', message, negated: false, reproduce: 'npx vitest run' });
    const none = { models: [], engines: [] };
    const mixed = assemble(
      [
        {
          file: 'a',
          test: 'z',
          state: 'failed',
          meta: { gates: [], errors: [error('It threw.\nTry again.')], ...none },
        },
        { file: 'a', test: 'fails', state: 'passed', fails: true, meta: { gates: [gate(0.5)], ...none } },
        { file: 'a', test: 'rejects', state: 'passed', meta: { gates: [], errors: [error('It threw too.')], ...none } },
        { file: 'a', test: 'skips', state: 'skipped', meta: { gates: [gate(0.5)], ...none } },
        { file: 'a', test: 'a', state: 'failed', fails: true, meta: { gates: [gate(0.7)], ...none } },
      ],
      { header, retraining: [], thresholds: {} },
    );
    expect(validateReport(mixed, 'report')).toBe(mixed);
    const text = terminalDocument(mixed, { width: 120, chalk: plain });
    expect(text).toContain('Gates  1 failed, 1 error, 2 passed, 1 skipped');
    expect(text.match(/^ {2}\S+ +(robust|toFitIn).*/gm)).toEqual([
      expect.stringMatching(/^ {2}z +toFitIn +error ✗/),
      expect.stringMatching(/^ {2}fails .*50\.0 % ✓.*≥ 60\.0 %, fails as expected/),
      expect.stringMatching(/^ {2}rejects +toFitIn +error ✓.*fails as expected/),
      expect.stringMatching(/^ {2}skips .*50\.0 % {3}.*skipped/),
      expect.stringMatching(/^ {2}a .*70\.0 % ✗.*≥ 60\.0 %, should fail/),
    ]);
    expect(text).toContain('✗ z: It threw.\n');
    expect(markdownDocument(mixed)).toContain('1 failed, 1 error, 2 passed, 1 skipped');
  });

  test('says once per data set that it is a part of a public one', () => {
    const part = '40,000 + 10,000 of 60,000 + 10,000 items';
    const read = { ...run('dre', 1, [0.5]), dataset: `fashion-mnist (part: ${part})`, part };
    const taken = { ...run('dre', 2, [0.5]), dataset: 'mnist', part: '2,000 + 200 of 60,000 + 10,000 items' };
    const meta = { gates: [gate(0.9)], models: [read, { ...read, id: 'other', name: 'other' }, taken], engines: [] };
    const parts = assemble([{ file: 'a', test: 'b', meta }], { header, retraining: [], thresholds: {} });
    expect(validateReport(parts, 'report')).toBe(parts);
    const text = terminalDocument(parts, { width: 200, chalk: plain });
    expect(text.match(/.*is not the whole public data set.*/g)).toEqual([
      'fashion-mnist (part: 40,000 + 10,000 of 60,000 + 10,000 items) is not the whole public data set (training + test). Results do not compare with those on all of it.',
      'mnist (part: 2,000 + 200 of 60,000 + 10,000 items) is not the whole public data set (training + test). Results do not compare with those on all of it.',
    ]);
    expect(markdownDocument(parts)).toContain('mnist (part: 2,000 + 200 of 60,000 + 10,000 items) is not the whole');
  });

  test('recommends the faster engine once if the slow one was used', () => {
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

  test('is empty in a terminal and a sentence in Markdown if nothing was measured', () => {
    const nothing = assemble([], { header, retraining: [], thresholds: {} });
    expect(terminalDocument(nothing, { width: 80, chalk: plain })).toBe('');
    expect(markdownDocument(nothing)).toContain('Nothing was measured.');
  });

  test('is a line per failure for a brief terminal', () => {
    expect(failureLines(sampleReport())).toEqual([
      'DNN failed specs/digits.spec.ts > survives PGD: robust accuracy under pgd(0.3) 41.0 % [37.0, 45.0], required ≥ 60.0 %. Reproduce: npx vitest run specs/digits.spec.ts -t "survives PGD"',
      'DNN failed specs/digits.spec.ts > fits | a <device>: robust accuracy under pgd(0.3) 70.0 % [66.0, 74.0], required < 60.0 %. Reproduce: npx vitest run specs/digits.spec.ts -t "survives PGD"',
      'DNN failed ✗ threshold: robustAccuracy of dre is 60.0 %, required at least 70.0 %',
    ]);
    const one = { header, retraining: [], thresholds: {} };
    expect(
      failureLines(assemble([{ file: 'a', test: 'b', meta: { gates: [gate(0.9)], models: [], engines: [] } }], one)),
    ).toEqual([]);
  });

  test('has no comparison for a single run', () => {
    const single = [{ file: 'a', test: 'b', meta: { gates: [], models: [run('dre', 1, [0.5, 0.6])], engines: [] } }];
    expect(markdownDocument(assemble(single, { header, retraining: [], thresholds: {} }))).not.toContain(
      'Acquisition functions',
    );
  });

  test('shows a failed threshold of a single run', () => {
    const single = [{ file: 'a', test: 'b', meta: { gates: [], models: [run('dre', 1, [0.5, 0.6])], engines: [] } }];
    expect(markdownDocument(assemble(single, { header, retraining: [], thresholds: { accuracy: 0.7 } }))).toContain(
      '✗ threshold: accuracy of dre is 60.0 %, required at least 70.0 %',
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

  test('aligns marked and unmarked numbers by their width in the terminal', () => {
    expect(renderTerminal(table, { width: 80, chalk: plain })).toBe(
      ['Numbers', '', '  name     value', '  ──────────────', '  数字     1.5 ▲', '  plain  10.25'].join('\n'),
    );
  });

  test('colours marks, which keep their symbols', () => {
    const colourful = renderTerminal(table, { width: 80, chalk: new Chalk({ level: 1 }) });
    expect(colourful).toContain('\u001B[32m  1.5 ▲\u001B[39m');
  });

  test('escapes the text of cells in Markdown', () => {
    const evil = { ...table, rows: [[cell('a | b\n<script>'), cell('*')]] };
    expect(renderMarkdown(evil)).toContain('| a \\| b \\<script\\> | \\* |');
  });
});

describe('the numbers', () => {
  test('are formatted as percentages, as points and with signs', () => {
    expect([percent(0.9412), percent(null), points(0.002), points(-0.0123), points(0.00001)]).toEqual([
      '94.1 %',
      '–',
      '+0.2',
      '−1.2',
      '0.0',
    ]);
    expect([signed(-0.04, 1), signed(12, 0)]).toEqual(['0.0', '+12']);
  });

  test('are formatted with their standard deviation', () => {
    const value = { mean: 0.5, deviation: 0.25 };
    expect([spread(value, 2, 100, 1), spread(value, 1, 100, 1), spread(null, 1, 1, 1)]).toEqual([
      '50.0 ± 25.0',
      '50.0',
      '–',
    ]);
  });

  test('are formatted with thousands separators', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  test('are marked as best and worst where their intervals lie apart from all others', () => {
    const around = (values: readonly (number | null)[], half: number) =>
      values.map((value) => (value === null ? null : { low: value - half, high: value + half }));
    const marked = (values: readonly (number | null)[], half: number) =>
      markExtremes(values, around(values, half), 'larger');
    expect(marked([1, 3, null, 2], 0.4)).toEqual(['worst', 'best', undefined, undefined]);
    expect(marked([1, 3, null, 2.5], 0.4)).toEqual(['worst', undefined, undefined, undefined]);
    expect(marked([1, 3, null, 2], 0.6)).toEqual([undefined, undefined, undefined, undefined]);
    expect(markExtremes([1, 3], around([1, 3], 0.1), 'smaller')).toEqual(['best', 'worst']);
    expect(markExtremes([1, 3], [null, null], 'smaller')).toEqual([undefined, undefined]);
    expect(marked([2, 2, null], 0)).toEqual([undefined, undefined, undefined]);
    expect(marked([2], 0.1)).toEqual([undefined]);
    expect(markExtremes([0.9, 0.8], intervalsOfShares([0.9, 0.8], 1000), 'larger')).toEqual(['best', 'worst']);
    expect(markExtremes([0.9, 0.8], intervalsOfShares([0.9, 0.8], [100, 50]), 'larger')).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('names that act on a terminal or a page', () => {
  const hostile =
    '\u001b[2J\u001b]8;;http://x\u0007a](http://evil) <b>|`*\u202eb\u2028c\n# d www.e mailto:f &lt; $g$ ~~h~~ \ud800';
  const meta = {
    gates: [
      gate(0.41, {
        quantity: hostile,
        warnings: [hostile],
        examples: { file: 'adversarial/x-0.png', broken: 1, items: [] },
      }),
    ],
    models: [{ ...run('dre', 1, [0.5]), name: hostile, dataset: hostile, architecture: hostile, part: hostile }],
    engines: [hostile],
  };
  const report = assemble([{ file: hostile, test: hostile, meta }], {
    header: { ...header, version: hostile },
    retraining: [{ ...retraining, name: hostile, pool: hostile, warnings: [hostile] }],
    thresholds: {},
  });
  // oxlint-disable-next-line no-control-regex -- these are the characters that may not appear
  const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|[\ud800-\udbff](?![\udc00-\udfff])/;

  test('are text in the terminal', () => {
    const text = terminalDocument(report, { width: 120, chalk: plain });
    expect(text).not.toMatch(acting);
    expect(text).toContain('\\u001b[2J\\u001b]8;;http://x\\u0007a](http://evil) <b>|`*\\u202eb c # d');
  });

  test('are text in Markdown, and in the description of an image', () => {
    const text = markdownDocument(report, { images: true });
    expect(text).not.toMatch(acting);
    expect(text).not.toMatch(/(?<!\\)(<b>|\]\(http|:\/\/|www\.|mailto:|\$g|~~h|&lt)/);
    expect(text.match(/^!\[.*\]\(adversarial\/x-0\.png\)$/gm)).toHaveLength(1);
    expect(text.match(/^#+ .*/gm)?.filter((line) => line.startsWith('# '))).toEqual(['# Quality of the networks']);
  });

  test('are cut where they would fill the screen', () => {
    const long = {
      ...report,
      gates: report.gates.map((each) => ({ ...each, test: 'x'.repeat(10_000), quantity: 'y'.repeat(10_000) })),
    };
    const text = terminalDocument(long, { width: 120, chalk: plain });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(2000);
  });
});
