import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { markdownDocument, terminalDocument } from '../../../../../reporters/render/document.ts';
import { renderCsv } from '../../../../../reporters/render/csv.ts';
import { renderLatex } from '../../../../../reporters/render/latex.ts';
import type { Table } from '../../../../../reporters/render/tables/table.ts';
import { gatesTable } from '../../../../../reporters/render/tables/gates.ts';
import { assemble } from '../../../../../src/report/assemble.ts';
import type { Gate } from '../../../../../src/report/schemas/gate.ts';
import { gate, robustness } from '../../sample.ts';

const undecided = (inputs: number): Gate =>
  gate(0.7, {
    passed: false,
    outcome: 'undecided',
    advice: ['a budget of about { seconds: 750 }, or a sample of { limit: 80 } inputs'],
    measurement: { ...robustness(0.7), inputs, unfinished: { seconds: 60, inputs: 500 } },
  });

const reportOf = (gates: Gate[]) =>
  assemble(
    [{ file: 'specs/digits.spec.ts', test: 'survives PGD', meta: { gates, models: [], engines: ['wasm 4.22.0'] } }],
    {
      header: { package: 'vitest-dnn', version: '1.0.0', seed: 0 },
      retraining: [],
      thresholds: {},
    },
  );

describe('the table of gates', () => {
  test('counts failed, undecided and passed gates', () => {
    const report = reportOf([gate(0.5), undecided(80), gate(0.7), gate(0.8)]);
    expect(gatesTable(report)?.subtitle).toBe('1 failed, 1 undecided, 2 passed');
    expect(gatesTable(reportOf([gate(0.7)]))?.subtitle).toBe('1 passed');
  });

  test('shows an undecided gate as such in a test that passes because it fails, by test.fails', () => {
    const task = {
      file: 'a',
      test: 'b',
      meta: { gates: [undecided(80)], models: [], engines: [] },
      state: 'passed' as const,
      fails: true,
    };
    const report = assemble([task], {
      header: { package: 'vitest-dnn', version: '1.0.0', seed: 0 },
      retraining: [],
      thresholds: {},
    });
    expect(report.gates[0]).toMatchObject({ outcome: 'undecided', countsAs: 'passed' });
    expect(gatesTable(report)?.subtitle).toBe('1 undecided');
  });

  test('shows of how many inputs some decided a gate', () => {
    const measurement = { ...robustness(0.7), inputs: 80, sequential: { threshold: 0.5, inputs: 500 } };
    const table = gatesTable(reportOf([gate(0.7, { measurement })]));
    expect(table?.subtitle).toBe('1 passed');
    expect(table?.rows[1].at(-1)?.text).toBe('80 of 500');
  });

  test('shows how many inputs an undecided gate is about, and what to try', () => {
    const table = gatesTable(reportOf([undecided(80)]));
    const [, row] = table?.rows ?? [];
    expect(row.map(({ text }) => text).slice(2)).toEqual(['70.0 %', '[66.0, 74.0]', '≥ 60.0 %', '80 of 500']);
    expect(row[2].mark).toBe('undecided');
    expect(table?.notes).toEqual([
      '? survives PGD: undecided, because the budget of 60 s ended after 80 of 500 inputs; the interval is over those',
      '→ survives PGD: try a budget of about { seconds: 750 }, or a sample of { limit: 80 } inputs',
    ]);
  });

  test('shows no value if no input was done', () => {
    const [, row] = gatesTable(reportOf([undecided(0)]))?.rows ?? [];
    expect(row[2].text).toBe('–');
    expect(row[5].text).toBe('0 of 500');
  });

  test('marks undecided gates in the terminal and in Markdown', () => {
    const report = reportOf([undecided(80)]);
    expect(terminalDocument(report, { width: 120, chalk: new Chalk({ level: 0 }) })).toContain('70.0 % ?');
    expect(markdownDocument(report)).toContain('**70.0 %** ?');
    expect(report.attacks).toEqual([]);
  });

  const open = (changes: Partial<Gate>): Gate =>
    gate(0.62, { outcome: 'undecided', undecided: 'warn', passed: true, moreInputs: 1803, ...changes });

  test('counts gates whose interval holds the threshold, and how many of them fail', () => {
    const failing = open({ undecided: 'fail', passed: false, moreInputs: null });
    const table = gatesTable(reportOf([open({}), failing, gate(0.8), gate(0.5)]));
    expect(table?.subtitle).toBe('1 failed, 2 undecided (1 fails), 1 passed');
    expect(table?.rows[1][2].mark).toBe('undecided');
    expect(table?.notes).toEqual([
      '? survives PGD: undecided, because the 95 % interval holds the threshold; by its value it passes; about 1,803 more inputs would decide it at the present rate',
      '? survives PGD: undecided, because the 95 % interval holds the threshold; undecided gates fail here; no number of inputs would decide it at the present rate',
    ]);
  });

  test('shows which end of the interval decides, and another confidence', () => {
    const interval = { low: 0.61, high: 0.63, confidence: 0.999 };
    const table = gatesTable(reportOf([open({ decide: 'interval', interval, outcome: 'failed', passed: false })]));
    expect(table?.subtitle).toBe('1 failed');
    expect(table?.rows[1].map(({ text }) => text).slice(3, 5)).toEqual(['[61.0, 63.0] (99.9 %)', 'lower end ≥ 60.0 %']);
    expect(table?.notes).toEqual([
      '? survives PGD: the interval holds the threshold; about 1,803 more inputs would decide it at the present rate',
    ]);
  });

  test('shows undecided gates in Markdown, CSV and LaTeX', () => {
    const report = reportOf([open({})]);
    expect(markdownDocument(report)).toContain('1 undecided');
    const table = gatesTable(report) as Table;
    expect(renderCsv(table)).toContain('≥ 60.0 %,500,undecided\r\n');
    expect(renderLatex(table)).toContain('\\textbf{62.0 \\%} ?');
  });
});
