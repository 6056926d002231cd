import { show } from '../../show.ts';
import type { Answer } from '../contract.ts';
import type { Scores } from './contract.ts';
import { Unusable } from './failures.ts';

/** The answers to a batch: a score per class and input, or a label per input. */
export interface Table {
  /** The scores, row after row, or the labels. */
  readonly data: readonly number[];
  /** Number of classes; 0 for labels. */
  readonly columns: number;
}

/** Deepest nesting of lists in a reply. */
const deepest = 8;

/**
 * Brings the answers of a reply into one form. One whole number per input is a label; more numbers are scores.
 *
 * @throws Unusable if the answers are anything else
 */
export function tabulate(scores: Scores, count: number): Table {
  const data: number[] = [];
  collect(scores, data, deepest);
  if (data.length === count) {
    const other = data.find((value) => !Number.isSafeInteger(value) || value < 0);
    if (other === undefined) return { data, columns: 0 };
    throw new Unusable(
      `its reply has one score per input, such as ${other}. Expected one score per class and input, or a label per input`,
    );
  }
  const columns = data.length / count;
  if (Number.isSafeInteger(columns) && columns > 1) return { data, columns };
  throw new Unusable(
    `its reply has ${data.length} numbers for ${count} inputs. Expected one score per class and input, or a label per input`,
  );
}

/** The answers to all batches as one. @throws Unusable if they differ in their number of scores */
export function joined(tables: readonly Table[]): Answer {
  const [{ columns }] = tables;
  if (tables.some((table) => table.columns !== columns))
    throw new Unusable('its replies have different numbers of scores. Expected as many in each');
  const data = Float32Array.from(tables.flatMap((table) => table.data));
  return columns === 0 ? { labels: Int32Array.from(data) } : { data, rows: data.length / columns, columns };
}

function collect(value: unknown, data: number[], depth: number): void {
  if (Array.isArray(value) && depth > 0) {
    for (const item of value) collect(item, data, depth - 1);
    return;
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    for (const item of value as Float32Array) data.push(item);
    return;
  }
  if (typeof value === 'number' && Number.isFinite(value)) {
    data.push(value);
    return;
  }
  const hint =
    typeof value === 'string' ? '. A service that answers names of classes has to answer their positions' : '';
  throw new Unusable(`its reply has ${show(value)} among the answers. Expected finite numbers${hint}`);
}
