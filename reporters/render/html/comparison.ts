import type { ComparisonRow, Spread } from '../../../src/report/schemas/comparison-row.ts';
import { comparesRuns, type Comparison } from '../../../src/report/schemas/comparison.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { comparisonTables } from '../tables/comparison/index.ts';
import type { Table } from '../tables/table.ts';
import { html, type Markup } from './markup.ts';
import { lineChart, mostLines, type Line } from './plots/line-chart.ts';
import { smallMultiples } from './plots/small-multiples.ts';
import { renderTable } from './table.ts';

/** @returns the comparisons of acquisition functions: curves, then tables */
export function comparisonSections(report: Report): Markup[] {
  const compared = report.comparisons.filter((comparison) => tablesOf(report, comparison).length > 0);
  return compared.map((comparison, at) => {
    const { dataset, architecture, training } = comparison;
    const title = [
      'Acquisition functions',
      ...(compared.length > 1 ? [[dataset, architecture, training].filter(Boolean).join(', ')] : []),
    ].join(': ');
    return html`<section id="${at === 0 ? 'comparison' : `comparison-${at + 1}`}">
      <h2>${title}</h2>
      ${comparesRuns(comparison) && comparison.stages > 0 && html`<div class="charts">${curves(comparison, 'accuracy', at)}${curves(comparison, 'robustAccuracy', at)}</div>`}
      ${tablesOf(report, comparison).map((table) => renderTable(table, 'Acquisition functions'))}
    </section>`;
  });
}

/** The tables of a comparison. Curves are drawn; a matrix of many functions has signs, a small one has counts, both in colours. */
function tablesOf(report: Report, comparison: Comparison): Table[] {
  const tables = comparisonTables({ ...report, comparisons: [comparison] });
  const signs = tables.find(({ only }) => only === 'terminal');
  const dropped = comparison.rows.length > mostLines ? 'markdown' : 'terminal';
  const shown = tables.filter(({ title, only }) => only !== dropped && title !== 'Learning curves');
  return shown.map((table) => (table.only === 'markdown' && signs ? coloured(table, signs) : heated(table)));
}

/** A table in the colours of another one. */
const coloured = (table: Table, { rows }: Table): Table => ({
  ...table,
  rows: table.rows.map((row, at) => row.map((cell, column) => ({ ...cell, heat: rows[at][column].heat }))),
});

/** Colours the biases of selections by their size. */
function heated(table: Table): Table {
  if (table.title !== 'Selection bias') return table;
  const numbers = table.rows.flatMap((row) =>
    row
      .slice(1)
      .map(({ text }) => Number(text))
      .filter(Number.isFinite),
  );
  const largest = Math.max(...numbers) || 1;
  const rows = table.rows.map((row) =>
    row.map((cell, at) =>
      at > 0 && Number.isFinite(Number(cell.text)) ? { ...cell, heat: Number(cell.text) / largest } : cell,
    ),
  );
  return { ...table, rows };
}

/** Curves of one quantity: one chart for a few functions, a panel per function for many. */
function curves(
  { rows, attack, fullAccuracy, seeds }: Comparison,
  quantity: 'accuracy' | 'robustAccuracy',
  at: number,
): Markup | undefined {
  const lines = rows.map((row) => lineOf(row, quantity)).filter(({ points }) => points.length > 1);
  if (lines.length === 0) return undefined;
  const what = quantity === 'accuracy' ? 'accuracy' : `accuracy under ${attack}`;
  const reference =
    quantity === 'accuracy' && fullAccuracy !== null ? { y: fullAccuracy, name: 'all labels' } : undefined;
  const chart = { label: `${what} in % by number of labels`, xTitle: 'labels', lines, reference };
  const bands = seeds.length > 1 ? `; bands: ± one standard deviation over ${seeds.length} seeds` : '';
  const many = lines.length > mostLines;
  const ordered = many ? [...lines].sort((a, b) => areaOf(b) - areaOf(a)) : lines;
  const note = many ? '; best area first, the others in grey, random sampling dashed' : '';
  const title = quantity === 'accuracy' ? 'Learning curves' : 'Robustness curves';
  return html`<figure class="${many ? 'wide' : ''}">
    <figcaption><b>${title}</b> ${chart.label}${bands}${note}</figcaption>
    ${many ? smallMultiples({ ...chart, lines: ordered, id: `curves-${at}-${quantity}`, against: 'randomSampling' }) : lineChart(chart)}
  </figure>`;
}

function lineOf({ acquisition, curve }: ComparisonRow, quantity: 'accuracy' | 'robustAccuracy'): Line {
  const points = curve.flatMap((point) => {
    const value: Spread | null = point[quantity];
    return value === null
      ? []
      : [{ x: point.labelled, y: value.mean, low: value.mean - value.deviation, high: value.mean + value.deviation }];
  });
  return { name: acquisition, points };
}

const areaOf = ({ points }: Line): number => points.reduce((sum, { y }) => sum + y, 0);
