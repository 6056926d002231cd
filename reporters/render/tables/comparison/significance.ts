import type { ComparisonRow, Opponent, Significance } from '../../../../src/report/schemas/comparison-row.ts';
import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { absent, signed } from '../numbers.ts';
import type { Mark } from '../table.ts';
import type { FunctionColumn } from './column.ts';

const opponents: readonly [Opponent, string][] = [
  ['randomSampling', 'random'],
  ['dre', 'dre'],
];

const level = 0.05;

/** @returns columns of the differences to random sampling and to dre, significant ones marked; empty if nothing was tested */
export function significanceColumns({ rows }: Comparison): FunctionColumn[] {
  return opponents.flatMap(([name, short]) => {
    if (rows.every(({ against }) => against[name] === null)) return [];
    const testOf = ({ against }: ComparisonRow): Significance | null => against[name];
    return [
      {
        title: `− ${short}`,
        show: (row) => (testOf(row) ? signed((testOf(row) as Significance).difference, 1) : absent),
        mark: (row) => markOf(testOf(row)),
      },
      {
        title: 'p',
        show: (row) => (testOf(row) ? showP((testOf(row) as Significance).corrected) : absent),
        mark: () => 'faint' as const,
      },
      ...(fewestSeeds(rows) < neededFor(rows.filter((row) => testOf(row)).length)
        ? []
        : [
            {
              title: 'p seeds',
              show: (row: ComparisonRow) =>
                testOf(row) ? showP((testOf(row) as Significance).overSeeds.corrected) : absent,
              mark: (row: ComparisonRow) =>
                testOf(row)?.overSeeds.significant ? ('strong' as const) : ('faint' as const),
            },
          ]),
    ];
  });
}

function markOf(test: Significance | null): Mark | undefined {
  if (!test?.significant) return undefined;
  return test.difference > 0 ? 'above' : 'below';
}

const showP = (p: number): string => (p < 0.001 ? '<.001' : p.toFixed(3));

/** @returns notes that explain the marks, or why there are none */
export function significanceNotes({ rows, seeds }: Comparison): string[] {
  if (rows.length < 2) return [];
  if (seeds.length < 2)
    return ['significance is not tested: a single seed does not show the spread between seeds; run several seeds'];
  const tested = opponents.flatMap(([name, short]) => {
    const tests = rows.flatMap(({ against }) => against[name] ?? []);
    return tests.length > 0
      ? [{ short, functions: tests.length, pairs: Math.min(...tests.map(({ pairs }) => pairs)) }]
      : [];
  });
  if (tested.length === 0) return [];
  const { functions, pairs } = tested[0];
  const needed = neededFor(functions);
  const fewest = fewestSeeds(rows);
  return [
    `${tested.map(({ short }) => `− ${short}`).join(', ')}: mean difference to that function in points, over ${pairs} pairs (seeds × stages)`,
    pairs < needed
      ? `too few pairs for significance: a test of ${several(functions)} needs at least ${needed} pairs; run more seeds or stages`
      : `* p < ${level} in Wilcoxon’s signed-rank test; p is Holm-corrected over ${several(functions)}`,
    fewest < needed
      ? `stages of one run are not independent, so p is too small; a test over seeds alone needs at least ${needed} seeds, and ${fewest} ran`
      : 'stages of one run are not independent, so p is too small; p seeds: the same test over seeds alone, of the means over stages',
  ];
}

/** The least number of pairs that can be significant: the least two-sided p of n pairs is 2 / 2^n. */
const neededFor = (functions: number): number => Math.floor(Math.log2(functions / level)) + 2;

/** The least number of seeds behind a test. */
const fewestSeeds = (rows: Comparison['rows']): number =>
  Math.min(...rows.flatMap(({ against }) => opponents.flatMap(([name]) => against[name]?.overSeeds.pairs ?? [])));

const several = (functions: number): string => `${functions} ${functions === 1 ? 'function' : 'functions'}`;
