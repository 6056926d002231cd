/**
 * What a cell stands out by: a colour and a symbol in the terminal, bold and the symbol in Markdown. `above` and `below` are
 * significant differences.
 */
export type Mark = 'best' | 'worst' | 'pass' | 'fail' | 'above' | 'below' | 'faint' | 'strong';

export interface Cell {
  readonly text: string;
  readonly mark?: Mark;
  /** Coloured from red to green by this value in [-1, 1], where there is colour; the text says it too. */
  readonly heat?: number;
}

export interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly align: 'left' | 'right';
}

/** One table of the report, before it is known where it is shown. The first column names the row. */
export interface Table {
  readonly title: string;
  /** What the table is about, beside its title. */
  readonly subtitle: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
  /** One space between columns instead of two. */
  readonly dense?: boolean;
  /** Where the table is shown. @defaultValue everywhere */
  readonly only?: 'terminal' | 'markdown';
}

/** Shown after the text of a marked cell, so that the mark does not depend on colour. */
export const symbols: Record<Mark, string> = {
  best: '▲',
  worst: '▼',
  pass: '✓',
  fail: '✗',
  above: '*',
  below: '*',
  faint: '',
  strong: '',
};

export const cell = (text: string, mark?: Mark): Cell => ({ text, mark });

/**
 * Marks the best and the worst of the values of a column; nothing where fewer than two differ.
 *
 * @param better - whether larger or smaller values are better
 */
export function markExtremes(values: readonly (number | null)[], better: 'larger' | 'smaller'): (Mark | undefined)[] {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length < 2 || low === high) return values.map(() => undefined);
  const [best, worst] = better === 'larger' ? [high, low] : [low, high];
  return values.map((value) => (value === best ? 'best' : value === worst ? 'worst' : undefined));
}
