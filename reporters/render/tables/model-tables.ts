import type { AttackSuccessTable } from '../../../src/report/schemas/attack-success-table.ts';
import type { CompressionTable } from '../../../src/report/schemas/compression-table.ts';
import { count } from './numbers.ts';
import type { Column } from './table.ts';

/** The columns of a table with a row a model: its name, its accuracy, and what was tried on it. */
export const modelColumns = (tried: readonly string[]): Column[] => [
  { title: 'model', align: 'left' },
  { title: 'accuracy %', align: 'right' },
  ...tried.map((title): Column => ({ title, align: 'right' })),
];

/** Architecture, data set and number of inputs of such a table. */
export function subtitleOf({ dataset, architecture, rows }: AttackSuccessTable | CompressionTable): string {
  const sizes = [...new Set(rows.map(({ inputs }) => count(inputs)))].join(' or ');
  return [architecture, dataset, `${sizes} inputs`].filter(Boolean).join(' · ');
}
