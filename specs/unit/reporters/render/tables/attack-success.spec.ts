import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { attackSuccessTables } from '../../../../../reporters/render/tables/attack-success.ts';
import { gatesTable } from '../../../../../reporters/render/tables/gates.ts';
import { renderMarkdown } from '../../../../../reporters/render/markdown/markdown.ts';
import { renderTerminal } from '../../../../../reporters/render/terminal/terminal.ts';
import type { AttackSuccessTable } from '../../../../../src/report/schemas/attack-success-table.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { gate, robustness } from '../../sample.ts';

const row = (name: string, ...rates: (number | null)[]) => ({
  model: name,
  name,
  acquisition: null,
  accuracy: 0.98,
  inputs: 500,
  rates,
});

const table: AttackSuccessTable = {
  dataset: 'glyphs',
  architecture: 'leNet5',
  attacks: ['fgsm(0.1)', 'jsma(40)', 'carliniWagner(2)'],
  rows: [row('dre', 0.1, 0.9, 1), row('all', 0.2, null, 0.95)],
  mostRobust: [['dre'], [], ['all']],
};

describe('the table of attack success rates', () => {
  test('marks the most robust model under each attack', () => {
    const [rendered] = attackSuccessTables([table]);
    expect(`\n${renderTerminal(rendered, { width: 100, chalk: new Chalk({ level: 0 }) })}`).toMatchInlineSnapshot(`
      "
      Attack success  leNet5 · glyphs · 500 inputs

        model  accuracy %  fgsm(0.1)  jsma(40)  carliniWagner(2)
        ────────────────────────────────────────────────────────
        dre          98.0     10.0 ▲      90.0           100.0
        all          98.0     20.0           –            95.0 ▲

        attack success rate in %: share of the correctly classified inputs that the attack breaks; ▲: most
        robust model under each attack"
    `);
    expect(renderMarkdown(rendered)).toContain('| dre | 98.0 | **10.0** ▲ | 90.0 | 100.0 |');
  });

  test('says that robust accuracy decides where the lowest rate is not marked, and names models with few correct inputs', () => {
    const rows = [row('dre', 0.1), { ...row('chance', 0), accuracy: 0.1 }];
    const [rendered] = attackSuccessTables([
      { ...table, attacks: ['fgsm(0.1)'], rows, mostRobust: [['dre']], warnings: ['chance: few'] },
    ]);
    expect(rendered.notes.slice(1)).toEqual([
      '▲: highest robust accuracy = accuracy × (1 − rate), not the lowest rate',
      '⚠ chance: few',
    ]);
    expect(rendered.rows.map((cells) => cells[2].mark)).toEqual(['best', undefined]);
  });

  test('is omitted for a single model and a single attack', () => {
    expect(
      attackSuccessTables([{ ...table, attacks: ['fgsm(0.1)'], rows: [row('dre', 0.1)], mostRobust: [[]] }]),
    ).toEqual([]);
  });
});

test('the notes of the gates list warnings, and the files that show broken inputs', () => {
  const measurement = { ...robustness(0.5), warnings: ['the gradient of the loss is 0 at 9 of 32 unbroken inputs'] };
  const examples = { file: 'adversarial/survives-pgd.png', broken: 3, items: [] };
  const gates = [{ ...gate(0.5, { measurement, examples }), file: 'specs/digits.spec.ts', test: 'survives PGD' }];
  expect(gatesTable({ gates } as unknown as Report)?.notes).toEqual([
    '⚠ survives PGD: the gradient of the loss is 0 at 9 of 32 unbroken inputs',
    '✗ survives PGD: inputs that the attack broke are shown in adversarial/survives-pgd.png',
  ]);
});
