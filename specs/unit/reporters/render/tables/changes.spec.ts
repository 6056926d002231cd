import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { markdownDocument, terminalDocument } from '../../../../../reporters/render/document.ts';
import { changesTables } from '../../../../../reporters/render/tables/changes.ts';
import { renderTerminal } from '../../../../../reporters/render/terminal/terminal.ts';
import { assemble } from '../../../../../src/report/assemble.ts';
import type { Examples } from '../../../../../src/report/schemas/examples.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { validateReport } from '../../../../../src/report/validate.ts';
import { gate } from '../../sample.ts';

const item = {
  position: 7,
  label: 'setosa',
  clean: { class: 'setosa', confidence: 0.9 },
  adversarial: { class: 'versicolor', confidence: 0.6 },
  l2: 0.3,
  linf: 0.2,
};
const change = (value: string, clean: number, adversarial: number) => ({ value, clean, adversarial });

const table: Examples = {
  file: null,
  broken: 12,
  items: [
    { ...item, changes: [change('petal length', 1.4, 1.7), change('petal width', 0.2, 0.45)] },
    { ...item, position: 11, label: 'virginica', changes: [change('petal width', 2.1, 1.875)] },
  ],
  moved: [
    { value: 'petal length', meanChange: 0.31 },
    { value: 'petal width', meanChange: 0.2 },
  ],
};
const bump = [0, 0, 0.25, 0.5, 1, 0.5, 0.25, 0];
const series: Examples = {
  file: null,
  broken: 3,
  items: [
    {
      ...item,
      changes: [change('step 4 of speed', 1, 0.75)],
      line: { channel: 'speed', clean: bump, adversarial: bump.map((value, step) => (step === 4 ? 0.75 : value)) },
    },
  ],
  moved: [{ value: 'step 4 of speed', meanChange: 0.25 }],
};

function reportOf(examples: Examples): Report {
  const meta = { gates: [gate(0.41, { examples })], models: [], engines: [] };
  const header = { package: 'vitest-dnn', version: '1.2.3', seed: 1 } as const;
  return assemble([{ file: 'a.spec.ts', test: 'one', meta }], { header, retraining: [], thresholds: {} });
}
const rendered = (examples: Examples): string =>
  changesTables(reportOf(examples).gates)
    .map((one) => renderTerminal(one, { width: 120, chalk: new Chalk({ level: 0 }) }))
    .join('\n');

test('the largest changes of rows of a table are listed per input, with the mean over all', () => {
  expect(rendered(table)).toMatchInlineSnapshot(`
    "Largest changes  one · robust accuracy under pgd(0.3) · 2 of 12 inputs that the attack broke

      input  prediction              largest change          second
      ─────────────────────────────────────────────────────────────────────────────
      #7     setosa → versicolor     petal length 1.4 → 1.7  petal width 0.2 → 0.45
      #11    virginica → versicolor  petal width 2.1 → 1.88

      mean change over 12 inputs that the attack broke: petal length 0.31, petal width 0.2"
  `);
});

test('a series is drawn before and after the attack on one scale, with its change', () => {
  expect(rendered(series)).toMatchInlineSnapshot(`
    "Largest changes  one · robust accuracy under pgd(0.3) · 1 of 3 inputs that the attack broke

      input  prediction           line               values by step  largest change
      ───────────────────────────────────────────────────────────────────────────────────────
      #7     setosa → versicolor  original speed     ▁▁▃▅█▅▃▁        step 4 of speed 1 → 0.75
                                  adversarial speed  ▁▁▃▅▆▅▃▁
                                  change             ▅▅▅▅▁▅▅▅ ±0.25

      mean change over 3 inputs that the attack broke: step 4 of speed 0.25"
  `);
});

test('long lines keep their peaks', () => {
  const clean = Array.from({ length: 200 }, (_, step) => (step === 101 ? 1 : 0));
  const [{ rows }] = changesTables(
    reportOf({ ...series, items: [{ ...item, line: { clean, adversarial: clean } }] }).gates,
  );
  expect(rows[0][3].text).toBe(`${'▁'.repeat(24)}█${'▁'.repeat(23)}`);
});

test('every report shows the changes', () => {
  const report = reportOf(table);
  expect(validateReport(report, 'the report')).toBe(report);
  expect(terminalDocument(report, { width: 120, chalk: new Chalk({ level: 0 }) })).toContain('petal length 1.4 → 1.7');
  expect(markdownDocument(report)).toContain(
    '| #7 | setosa → versicolor | petal length 1.4 → 1.7 | petal width 0.2 → 0.45 |',
  );
});

test('pictures, and gates without broken inputs, have no such table', () => {
  expect(changesTables(reportOf({ file: 'adversarial/x.png', broken: 1, items: [item] }).gates)).toEqual([]);
  const { gates } = reportOf(table);
  expect(changesTables([{ ...gates[0], examples: undefined }])).toEqual([]);
});
