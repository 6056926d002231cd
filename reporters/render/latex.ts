import { plainLine } from '../../src/plain-text.ts';
import type { Cell, Mark, Table } from './tables/table.ts';

/**
 * Renders a table as LaTeX for the packages booktabs and amssymb: a `table` with a `tabular` inside, its title and subtitle as the
 * caption, and its notes as comments. The best value of a column is bold, the worst italic.
 */
export function renderLatex({ title, subtitle, columns, rows, notes }: Table): string {
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  return `${[
    ...notes.map((note) => `% ${plainLine(note)}`),
    '\\begin{table}',
    `  \\caption{${escapeLatex([title, ...(subtitle ? [subtitle] : [])].join(': '))}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(columns.map((column) => escapeLatex(column.title))),
    '    \\midrule',
    ...rows.map((row) => line(row.map(renderCell))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ].join('\n')}\n`;
}

function renderCell({ text, mark }: Cell): string {
  const shown = escapeLatex(text);
  return mark ? marked[mark](shown) : shown;
}

const bold = (text: string): string => `\\textbf{${text}}`;
const italic = (text: string): string => `\\textit{${text}}`;
const same = (text: string): string => text;

/** How a marked cell looks. Differences that are significant have a star. */
const marked: Record<Mark, (text: string) => string> = {
  best: bold,
  worst: italic,
  pass: (text) => `${text} $\\checkmark$`,
  fail: (text) => `${bold(text)} $\\times$`,
  undecided: (text) => `${bold(text)} ?`,
  above: (text) => `${bold(text)}*`,
  below: (text) => `${italic(text)}*`,
  faint: same,
  strong: bold,
};

/** Characters that LaTeX reads as commands, and signs of the tables that its text fonts lack. */
const signs: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '−': '$-$',
  '–': '--',
  '±': '$\\pm$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '→': '$\\rightarrow$',
  '✓': '$\\checkmark$',
  '✗': '$\\times$',
  Δ: '$\\Delta$',
  ε: '$\\varepsilon$',
  '▲': '$\\blacktriangle$',
  '▼': '$\\blacktriangledown$',
  '…': '\\dots{}',
};

/** The bars of a sparkline, lowest first. */
Array.from('▁▂▃▄▅▆▇█').forEach((bar, at) => (signs[bar] = `\\rule{0.4em}{0.${at + 1}em}`));

const special = new RegExp(
  `[${Object.keys(signs)
    .map((sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
    .join('')}]`,
  'gu',
);

/** Escapes a text for a line of LaTeX: nothing in it becomes a command. */
export const escapeLatex = (text: string): string =>
  plainLine(text)
    .trim()
    .replace(special, (sign) => signs[sign]);
