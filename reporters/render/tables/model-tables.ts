import type { AttackSuccessTable } from '../../../src/report/schemas/attack-success-table.ts';
import type { CompressionTable } from '../../../src/report/schemas/compression-table.ts';
import { count } from './numbers.ts';
import type { Column } from './table.ts';

/** @returns the columns of a table with one row per model: its name, its accuracy, and each attack or compression */
export const modelColumns = (methods: readonly string[]): Column[] => [
  { title: 'model', align: 'left' },
  { title: 'accuracy %', align: 'right' },
  ...methods.map((title): Column => ({ title, align: 'right' })),
];

/** @returns architecture, data set and number of inputs of such a table */
export function subtitleOf({ dataset, architecture, rows }: AttackSuccessTable | CompressionTable): string {
  const sizes = [...new Set(rows.map(({ inputs }) => count(inputs)))].join(' or ');
  return [architecture, dataset, `${sizes} inputs`].filter(Boolean).join(' · ');
}
