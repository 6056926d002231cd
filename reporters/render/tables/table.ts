import { wilson } from '../../../src/statistics/wilson.ts';

/**
 * A highlight of a cell: colour and symbol in the terminal, bold or italic and symbol in Markdown. `above` and `below` mark
 * significant differences.
 */
export type Mark = 'best' | 'worst' | 'pass' | 'fail' | 'undecided' | 'above' | 'below' | 'faint' | 'strong';

/** A cell of a table. */
export interface Cell {
  readonly text: string;
  readonly mark?: Mark;
  /** Colours the cell from red to green by this value in [-1, 1], if colours are supported. The text shows the value too. */
  readonly heat?: number;
}

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** `right` for numbers. */
  readonly align: 'left' | 'right';
}

/** One table of the report, independent of the output. The first column names the row. */
export interface Table {
  readonly title: string;
  /** Details beside the title; may be empty. */
  readonly subtitle: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What each row counts as, which marks show elsewhere. CSV, which has no marks, has it as a last column. */
  readonly outcomes?: readonly string[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
  /** Put one space between columns instead of two. @defaultValue false */
  readonly dense?: boolean;
  /** The only output that shows the table. @defaultValue both */
  readonly only?: 'terminal' | 'markdown';
}

/** Symbols after the text of marked cells, so that marks do not depend on colour. */
export const symbols: Record<Mark, string> = {
  best: '▲',
  worst: '▼',
  pass: '✓',
  fail: '✗',
  undecided: '?',
  above: '*',
  below: '*',
  faint: '',
  strong: '',
};

/** @returns a cell */
export const cell = (text: string, mark?: Mark): Cell => ({ text, mark });

/** A confidence interval of a value. */
interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Marks the best and the worst value of a column, where its interval lies apart from those of all others.
 *
 * @param intervals - one per value; null where the value is null, or has none, which marks nothing
 * @param better - whether larger or smaller values are better
 * @returns a mark or undefined per value
 */
export function markExtremes(
  values: readonly (number | null)[],
  intervals: readonly (Bounds | null)[],
  better: 'larger' | 'smaller',
): (Mark | undefined)[] {
  const numbers = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length < 2 || low === high) return values.map(() => undefined);
  const [best, worst] = better === 'larger' ? [high, low] : [low, high];
  return values.map((value, at) => {
    const own = intervals[at];
    const others = intervals.filter((_, index) => index !== at && values[index] !== null);
    const isApart = own && others.every((other) => other && (own.low > other.high || own.high < other.low));
    return !isApart ? undefined : value === best ? 'best' : value === worst ? 'worst' : undefined;
  });
}

/** @returns the interval of each share of n inputs, for marks; null where there is no share */
export const intervalsOfShares = (
  shares: readonly (number | null)[],
  n: number | readonly number[],
): (Bounds | null)[] =>
  shares.map((share, at) => {
    const inputs = typeof n === 'number' ? n : n[at];
    return Number.isFinite(share) && inputs > 0
      ? wilson(Math.min(inputs, Math.round(Number(share) * inputs)), inputs)
      : null;
  });
