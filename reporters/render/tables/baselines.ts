import type { GateBaseline } from '../../../src/report/schemas/gate-baseline.ts';
import { groupBy } from '../../../src/report/groups.ts';
import type { ObsoleteCheck, Report } from '../../../src/report/schemas/report.ts';
import { absent, percent } from './numbers.ts';
import { cell, type Cell, type Mark, type Table } from './table.ts';

/** The numbers that the table shows, by title of the column. */
const columns = {
  kept: ['kept', 'noise'],
  improved: ['improved'],
  failed: ['dropped', 'changed', 'missing'],
  written: ['written'],
  updated: ['updated'],
} satisfies Record<string, GateBaseline['status'][]>;

/** @returns the table of committed baselines, one row per file; undefined if no gate compares with one and none is obsolete */
export function baselinesTable({ gates, obsolete = [] }: Report): Table | undefined {
  const compared = gates.flatMap(({ baseline }) => (baseline ? [baseline] : []));
  if (compared.length + obsolete.length === 0) return undefined;
  const byFile = groupBy([...compared, ...obsolete], ({ file }) => file);
  const names = Object.keys(columns) as (keyof typeof columns)[];
  return {
    title: 'Baselines',
    subtitle: '',
    columns: [
      { title: 'file', align: 'left' },
      ...[...names, 'obsolete'].map((title) => ({ title, align: 'right' as const })),
    ],
    rows: [...byFile].map(([file, checks]) => {
      const numberOf = (statuses: readonly string[]): number =>
        checks.filter((check) => 'status' in check && statuses.includes(check.status)).length;
      const gone = checks.filter((check) => !('status' in check)).length;
      return [
        cell(file),
        ...names.map((name) => countCell(name, numberOf(columns[name]))),
        countCell('obsolete', gone),
      ];
    }),
    notes: [...byFile].flatMap(([file, checks]) => notesOf(file, checks)),
  };
}

const marks: Readonly<Record<string, Mark>> = { failed: 'fail', kept: 'pass' };

function countCell(column: string, count: number): Cell {
  return count === 0 ? cell(absent, 'faint') : cell(String(count), marks[column] ?? 'strong');
}

function notesOf(file: string, checks: readonly (GateBaseline | ObsoleteCheck)[]): string[] {
  const written = checks.filter((check) => 'status' in check && ['written', 'updated'].includes(check.status));
  const obsolete = checks.filter((check): check is ObsoleteCheck => !('status' in check));
  const removed = obsolete.some((check) => check.removed);
  return [
    ...(written.length + Number(removed) > 0 ? [`→ commit ${file}`] : []),
    ...obsolete.map(({ test, check }) => `${removed ? 'removed' : 'obsolete'}: ${test} › ${check}`),
    ...(obsolete.length > 0 && !removed
      ? [`→ no test makes the obsolete checks of ${file}: vitest -u removes them`]
      : []),
  ];
}

/** @returns what a gate on a baseline demands, as the table of gates shows it */
export function baselineDemand({ status, value, least }: GateBaseline): string {
  switch (status) {
    case 'written':
      return 'written as baseline';
    case 'missing':
      return 'a baseline';
    case 'changed':
      return 'the setting of the baseline';
    default:
      return `≥ ${percent(value)} − ${Number((100 * least).toFixed(2))}${status === 'kept' ? '' : `, ${words[status]}`}`;
  }
}

const words = { noise: 'within chance', dropped: 'dropped', improved: 'improved', updated: 'updated' } as const;
