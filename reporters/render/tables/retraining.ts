import { groupBy } from '../../../src/report/groups.ts';
import type { Budget, Quality, Retraining } from '../../../src/report/schemas/retraining.ts';
import { absent, count, percent, points } from './numbers.ts';
import { cell, intervalsOfShares, markExtremes, type Cell, type Column, type Table } from './table.ts';

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
  const { warnings = [] } = retraining;
  return {
    title: 'Selection for retraining',
    subtitle: subtitleOf(retraining),
    columns: selectionColumns,
    rows: bySize(retraining).map(({ title, inputs, file }) => [cell(title), cell(count(inputs)), cell(file, 'faint')]),
    notes:
      warnings.length > 0
        ? warnings.map(warn)
        : ['to measure the gain of retraining on these inputs, set retraining: { retrain: true }'],
  };
}

function retrainedTable(retraining: Retraining, before: Quality): Table {
  const { acquisition, evaluated, attacked, attack, warnings = [] } = retraining;
  const robust = attack !== null;
  const names = ['accuracy', ...(robust ? ['robust'] : [])];
  const budgets = bySize(retraining);
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
        cell(budget.title),
        cell(count(budget.inputs), 'faint'),
        ...qualityCells(budget, before, { robust, evaluated, attacked }),
      ]),
    ],
    notes: [
      `accuracy: on ${count(evaluated)} other inputs${attack ? `; robust: accuracy under ${attack} on ${count(attacked)} of them` : ''}; in brackets: change in points`,
      `ids: ${budgets.map(({ file }) => file).join(', ')}`,
      ...warnings.map(warn),
    ],
  };
}

const warn = (warning: string): string => `⚠ ${warning}`;

/** The budgets with their titles, such as `1 %`. Budgets that round to the same number of inputs are one row: `1 %, 2 %`. */
function bySize({ budgets }: Retraining): (Budget & { readonly title: string })[] {
  return [...groupBy(budgets, ({ inputs }) => String(inputs)).values()].map((same) => ({
    ...same[0],
    title: [...new Set(same.map(({ budget }) => share(budget)))].join(', '),
  }));
}

function beforeCells({ accuracy, robustAccuracy }: Quality, robust: boolean): Cell[] {
  const values = robust ? [accuracy, accuracy, robustAccuracy, robustAccuracy] : [accuracy, accuracy];
  return values.map((value) =>
    cell(value === null ? absent : `${percent(value)}${' '.repeat('  (+0.0)'.length)}`, 'faint'),
  );
}

function qualityCells(
  { selected, random }: Budget,
  before: Quality,
  { robust, evaluated, attacked }: { robust: boolean; evaluated: number; attacked: number },
): Cell[] {
  const pair = (of: (quality: Quality) => number | null, inputs: number): Cell[] => {
    const values = [selected, random].map((quality) => quality && of(quality));
    const marks = markExtremes(values, intervalsOfShares(values, inputs), 'larger');
    return values.map((value, index) => cell(changed(value, of(before)), marks[index] === 'best' ? 'best' : undefined));
  };
  return [
    ...pair(({ accuracy }) => accuracy, evaluated),
    ...(robust ? pair(({ robustAccuracy }) => robustAccuracy, attacked) : []),
  ];
}

function changed(value: number | null, before: number | null): string {
  if (value === null || before === null) return absent;
  return `${percent(value)}  (${points(value - before)})`;
}

function subtitleOf({ name, dataset, acquisition, pool, poolSize }: Retraining): string {
  const model = name.includes(` on ${dataset}`) ? name : `${name} on ${dataset}`;
  if (poolSize === 0) return model;
  return `${model} · ${acquisition} selects from ${count(poolSize)} inputs: ${pool}`;
}

const share = (budget: number): string => `${Number((budget * 100).toFixed(2))} %`;
