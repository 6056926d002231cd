import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import { cutMiddle, plainLine, plainText } from '../../../src/plain-text.ts';
import { symbols, type Cell, type Table } from '../tables/table.ts';
import { pad, shorten, wrap } from './text.ts';

/** Properties of a terminal. */
export interface TerminalOptions {
  /** Width in columns. */
  readonly width: number;
  /** Colours strings; level 0 turns colours off. */
  readonly chalk: ChalkInstance;
}

const indent = '  ';
const gapOf = ({ dense }: Table): string => (dense ? ' ' : '  ');

/**
 * Renders a table as aligned text. Columns that do not fit are shown below, and the first column is repeated there.
 *
 * @returns the lines of the table, joined
 */
export function renderTerminal(original: Table, { width, chalk }: TerminalOptions): string {
  const table = asText(original);
  const space = Math.max(width - indent.length, 40);
  const texts = plainTexts(table, space);
  const widths = widthsOf(table, texts);
  const sheets = fit(widths, space, gapOf(table)).map((columns) => renderSheet(table, columns, texts, widths, chalk));
  const notes = table.notes.flatMap((note) => wrap(note, space)).map((line) => indent + chalk.dim(line));
  return [...headingOf(table, width, chalk), '', sheets.join('\n\n'), ...(notes.length > 0 ? ['', ...notes] : [])].join(
    '\n',
  );
}

/** Longest text of a cell and of a line beside it in characters, whatever a stranger calls a model. */
const [longestCell, longestLine] = [300, 1000];

/** The table without characters that act on a terminal. */
function asText({ title, subtitle, columns, rows, notes, ...others }: Table): Table {
  const shown = (text: string): string => cutMiddle(plainText(text.replace(/[\n\r\t]/g, ' ')), longestCell);
  return {
    ...others,
    title: shown(title),
    subtitle: cutMiddle(plainLine(subtitle), longestLine),
    columns: columns.map((column) => ({ ...column, title: shown(column.title) })),
    rows: rows.map((row) => row.map((cell) => ({ ...cell, text: shown(cell.text) }))),
    notes: notes.map((note) => cutMiddle(plainLine(note), longestLine)),
  };
}

/** Title and subtitle, wrapped if they do not fit on one line. */
function headingOf({ title, subtitle }: Table, width: number, chalk: ChalkInstance): string[] {
  if (!subtitle) return [chalk.bold(title)];
  const [first, ...others] = wrap(subtitle, width - indent.length, stringWidth(title));
  return [`${chalk.bold(title)}  ${chalk.dim(first)}`, ...others.map((line) => indent + chalk.dim(line))];
}

/** Groups of columns that fit side by side. Each group starts with the first column. */
function fit(widths: readonly number[], width: number, gap: string): number[][] {
  const sheets: number[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (let column = 1; column < widths.length; column++) {
    if (used + gap.length + widths[column] > width) {
      sheets.push([0]);
      used = widths[0];
    }
    sheets[sheets.length - 1].push(column);
    used += gap.length + widths[column];
  }
  return sheets.length > 0 ? sheets : [[0]];
}

function renderSheet(
  table: Table,
  columns: readonly number[],
  texts: readonly (readonly string[])[],
  widths: readonly number[],
  chalk: ChalkInstance,
): string {
  const gap = gapOf(table);
  const line = (cells: readonly string[]): string => (indent + cells.join(gap)).trimEnd();
  const head = columns.map((index) =>
    chalk.dim(pad(table.columns[index].title, widths[index], table.columns[index].align)),
  );
  const rule = chalk.dim(
    '─'.repeat(columns.reduce((sum, index) => sum + widths[index], (columns.length - 1) * gap.length)),
  );
  const body = table.rows.map((row, at) =>
    line(
      columns.map((index) =>
        paint(pad(texts[at][index], widths[index], table.columns[index].align), row[index], chalk),
      ),
    ),
  );
  return [line(head), indent + rule, ...body].join('\n');
}

/** Texts of the cells without colour. In a column with symbols, every cell has room for one, so that numbers stay aligned. */
function plainTexts(table: Table, space: number): string[][] {
  const roomFor = table.columns.map((_, index) => table.rows.some((row) => symbolOf(row[index]) !== ''));
  const texts = table.rows.map((row) =>
    row.map((cell, index) => (roomFor[index] ? `${cell.text} ${symbolOf(cell) || ' '}` : cell.text)),
  );
  const [first, ...others] = widthsOf(table, texts);
  const left = space - others.reduce((sum, width) => sum + gapOf(table).length + width, 0);
  const longest = Math.min(first, Math.max(left, shortestName));
  return texts.map(([name, ...values]) => [shorten(name, longest), ...values]);
}

/** Least width of row names: they are shortened to it before columns move below. */
const shortestName = 28;

function widthsOf({ columns }: Table, texts: readonly (readonly string[])[]): number[] {
  return columns.map(({ title }, index) =>
    Math.max(...[title, ...texts.map((row) => row[index])].map((text) => stringWidth(text))),
  );
}

const symbolOf = ({ mark }: Cell): string => (mark ? symbols[mark] : '');

/** The text of a cell, in the colour of its mark or of its heat. */
function paint(text: string, { mark, heat }: Cell, chalk: ChalkInstance): string {
  if (heat !== undefined) return warm(text, heat, chalk);
  switch (mark) {
    case 'best':
    case 'above':
    case 'pass':
      return chalk.green(text);
    case 'worst':
    case 'below':
    case 'fail':
      return chalk.red(text);
    case 'undecided':
      return chalk.yellow(text);
    case 'faint':
      return chalk.dim(text);
    case 'strong':
      return chalk.bold(text);
    default:
      return text;
  }
}

/** A red background below zero, a green one above, stronger for larger values; values near zero are dimmed. */
function warm(text: string, heat: number, chalk: ChalkInstance): string {
  const size = Math.min(1, Math.abs(heat));
  if (size < 0.05) return chalk.dim(text);
  const full = heat < 0 ? [240, 90, 80] : [70, 190, 110];
  const [red, green, blue] = full.map((channel) => Math.round(255 + (channel - 255) * size));
  return chalk.black.bgRgb(red, green, blue)(text);
}
