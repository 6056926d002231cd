import type { Comparison } from '../../../../src/report/schemas/comparison.ts';
import { signed } from '../numbers.ts';
import { cell, type Cell, type Column, type Table } from '../table.ts';

/** One letter per function, so that a matrix of thirty functions stays narrow. */
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letterOf = (index: number): string => letters[index] ?? String(index + 1);

/** @returns the wins of each function against each other: as signs in the terminal, where columns are narrow, as counts in Markdown */
export function rivalryTables({ rows, winTieLoss, quantity, attack, stages }: Comparison): Table[] {
  if (rows.length < 2 || stages < 1) return [];
  const title = 'Win-tie-loss';
  const subtitle = `row against column, ${quantity === 'accuracy' ? 'accuracy' : `accuracy under ${attack}`}; differences up to half a point are ties`;
  const columns: Column[] = [
    { title: 'function', align: 'left' },
    { title: 'all', align: 'right' },
    ...rows.map((_, index): Column => ({ title: letterOf(index), align: 'right' })),
  ];
  const table = (total: (counts: number[][]) => Cell, cellOf: (counts: number[]) => Cell): Cell[][] =>
    rows.map(({ acquisition }, row) => [
      cell(`${letterOf(row)} ${acquisition}`),
      total(winTieLoss[row]),
      ...winTieLoss[row].map((counts, column) => (row === column ? cell('') : cellOf(counts))),
    ]);
  return [
    {
      title,
      subtitle,
      columns,
      rows: table(
        (counts) => cell(signed(sum(counts, 0) - sum(counts, 2), 0)),
        (counts) => signCell(counts),
      ),
      notes: [
        '+: more wins than losses, −: more losses than wins, ·: equally many; all: wins minus losses over seeds and stages',
      ],
      dense: true,
      only: 'terminal',
    },
    {
      title,
      subtitle,
      columns,
      rows: table(
        (counts) => cell([0, 1, 2].map((place) => sum(counts, place)).join('-'), 'strong'),
        (counts) => cell(counts.join('-')),
      ),
      notes: ['wins-ties-losses over seeds and stages'],
      only: 'markdown',
    },
  ];
}

const sum = (counts: readonly (readonly number[])[], place: number): number =>
  counts.reduce((total, rival) => total + rival[place], 0);

/** The sign of wins minus losses; the colour shows the size. */
function signCell([wins, ties, losses]: readonly number[]): Cell {
  const lead = (wins - losses) / Math.max(1, wins + ties + losses);
  return { text: lead > 0 ? '+' : lead < 0 ? '−' : '·', heat: lead };
}
