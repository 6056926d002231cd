import type { AccuracyOfPart } from '../../../src/report/schemas/measurement.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { count, percent } from '../tables/numbers.ts';
import type { Table } from '../tables/table.ts';
import { html, type Markup } from './markup.ts';
import { renderGrid } from './table.ts';

/** @returns the accuracy of slices of the inputs, weakest first, per gate that names slices; undefined if none does */
export function slicesSection(report: Report): Markup | undefined {
  const measured = report.gates.flatMap(({ measurement, test }) =>
    measurement.kind === 'accuracy' && measurement.slices
      ? [{ name: `${measurement.subject}, ${test}`, slices: measurement.slices }]
      : [],
  );
  if (measured.length === 0) return undefined;
  return html`<section id="slices">
    <h2>Slices</h2>
    ${measured.map(
      ({ name, slices }) =>
        html`<h3>${name}</h3>
          <p class="subtitle">weakest first; the intervals hold for all slices at once</p>
          ${renderGrid(slicesTable(slices, name))}`,
    )}
  </section>`;
}

const slicesTable = (slices: readonly AccuracyOfPart[], name: string): Table => ({
  title: `slices of ${name}`,
  subtitle: '',
  columns: [
    { title: 'slice', align: 'left' },
    ...['inputs', 'accuracy', 'interval'].map((title) => ({ title, align: 'right' as const })),
  ],
  rows: slices.map((slice) => [
    { text: slice.name },
    { text: count(slice.inputs), mark: 'faint' as const },
    { text: percent(slice.value) },
    { text: `[${(100 * slice.interval.low).toFixed(1)}, ${(100 * slice.interval.high).toFixed(1)}]`, mark: 'faint' },
  ]),
  notes: [],
});
