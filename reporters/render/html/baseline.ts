import { number } from '../../../src/report/number.ts';
import type { Report, ReportedGate } from '../../../src/report/schemas/report.ts';
import { baselinesTable } from '../tables/baselines.ts';
import { html, type Markup } from './markup.ts';
import { renderTable } from './table.ts';

/** @returns the table of committed baselines; undefined without one */
export function baselinesSection(report: Report): Markup | undefined {
  const table = baselinesTable(report);
  return (
    table &&
    html`<section id="baselines">
      <h2>Baselines</h2>
      ${renderTable(table, 'Baselines')}
    </section>`
  );
}

/** @returns the facts of a comparison with a baseline, as pairs of name and text */
export function baselineFacts({ baseline }: ReportedGate): [string, string][] {
  if (!baseline) return [];
  const { file, value, inputs, worse, better, pValue, differences = [], examples = [] } = baseline;
  const named = examples.map(
    ({ position, id, label, predicted }) => `${id ?? `#${position}`} (${label} → ${predicted})`,
  );
  const compared = `${worse} of ${inputs} inputs got worse, ${better} better; p = ${Number(pValue.toPrecision(2))} in McNemar’s exact test`;
  return [
    ['baseline', value === null ? `none in ${file}` : `${number(value)} in ${file}`],
    ...(inputs > 0 ? [['changed', compared] satisfies [string, string]] : []),
    ...(differences.length > 0 ? [['setting', differences.join('; ')] satisfies [string, string]] : []),
    ...(named.length > 0 ? [['worse', named.join(', ')] satisfies [string, string]] : []),
  ];
}
