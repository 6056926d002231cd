import type { Budget, Quality, Retraining } from '../../../src/report/schemas/retraining.ts';
import { absent, count, percent, points } from './numbers.ts';
import { cell, markExtremes, type Cell, type Column, type Table } from './table.ts';

const selectionColumns: Column[] = [
  { title: 'budget', align: 'left' },
  { title: 'inputs', align: 'right' },
  { title: 'ids', align: 'left' },
];

/** @returns one table per model: the selection per budget and, if it was retrained, the gain beside a random selection's */
export function retrainingTables(retraining: readonly Retraining[]): Table[] {
  return retraining.map((result) => (result.before ? retrainedTable(result, result.before) : selectionTable(result)));
}

function selectionTable(retraining: Retraining): Table {
  return {
    title: 'Selection for retraining',
    subtitle: subtitleOf(retraining),
    columns: selectionColumns,
    rows: retraining.budgets.map(({ budget, inputs, file }) => [
      cell(share(budget)),
      cell(count(inputs)),
      cell(file, 'faint'),
    ]),
    notes: ['to measure the gain of retraining on these inputs, set retraining: { retrain: true }'],
  };
}

function retrainedTable(retraining: Retraining, before: Quality): Table {
  const { acquisition, budgets, evaluated, attacked, attack } = retraining;
  const robust = before.robustAccuracy !== null;
  const names = ['accuracy', ...(robust ? ['robust'] : [])];
  return {
    title: 'Selection for retraining',
    subtitle: subtitleOf(retraining),
    columns: [
      ...selectionColumns.slice(0, 2),
      ...names.flatMap((name): Column[] => [
        { title: `${name}, ${acquisition}`, align: 'right' },
        { title: `${name}, random`, align: 'right' },
      ]),
    ],
    rows: [
      [cell('before', 'faint'), cell('', 'faint'), ...beforeCells(before, robust)],
      ...budgets.map((budget) => [
        cell(share(budget.budget)),
        cell(count(budget.inputs), 'faint'),
        ...qualityCells(budget, before, robust),
      ]),
    ],
    notes: [
      `accuracy: on ${count(evaluated)} other inputs${attack ? `; robust: accuracy under ${attack} on ${count(attacked)} of them` : ''}; in brackets: change in points`,
      `ids: ${budgets.map(({ file }) => file).join(', ')}`,
    ],
  };
}

function beforeCells({ accuracy, robustAccuracy }: Quality, robust: boolean): Cell[] {
  const values = robust ? [accuracy, accuracy, robustAccuracy, robustAccuracy] : [accuracy, accuracy];
  return values.map((value) => cell(`${percent(value)}${' '.repeat('  (+0.0)'.length)}`, 'faint'));
}

function qualityCells({ selected, random }: Budget, before: Quality, robust: boolean): Cell[] {
  const pair = (of: (quality: Quality) => number | null): Cell[] => {
    const values = [selected, random].map((quality) => quality && of(quality));
    const marks = markExtremes(values, 'larger');
    return values.map((value, index) => cell(changed(value, of(before)), marks[index] === 'best' ? 'best' : undefined));
  };
  return [...pair(({ accuracy }) => accuracy), ...(robust ? pair(({ robustAccuracy }) => robustAccuracy) : [])];
}

function changed(value: number | null, before: number | null): string {
  if (value === null || before === null) return absent;
  return `${percent(value)}  (${points(value - before)})`;
}

function subtitleOf({ name, dataset, acquisition, pool, poolSize }: Retraining): string {
  return `${name} on ${dataset} · ${acquisition} selects from ${count(poolSize)} inputs: ${pool}`;
}

const share = (budget: number): string => `${Number((budget * 100).toFixed(2))} %`;
