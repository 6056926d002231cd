import { groupBy } from '../../../src/report/groups.ts';
import type { Report, ReportedGate } from '../../../src/report/schemas/report.ts';
import type { RobustnessMeasurement } from '../../../src/report/schemas/robustness-measurement.ts';
import { wilson } from '../../../src/statistics/wilson.ts';
import { attackSuccessTables } from '../tables/attack-success.ts';
import { html, type Markup } from './markup.ts';
import { lineChart, mostLines, type Line, type Point } from './plots/line-chart.ts';
import { renderTable } from './table.ts';

/** A gate under attack. */
interface Attacked {
  readonly gate: ReportedGate;
  readonly measurement: RobustnessMeasurement;
  readonly name: string;
  readonly dataset: string;
}

/** @returns robust accuracy by epsilon, and the success of attacks; undefined without attacks that were measured at several sizes */
export function attacksSection(report: Report): Markup | undefined {
  const charts = chartsOf(report);
  const tables = attackSuccessTables(report.attacks);
  if (charts.length + tables.length === 0) return undefined;
  return html`<section id="attacks">
    <h2>Attacks</h2>
    ${charts.length > 0 && html`<div class="charts">${charts}</div>`}${tables.map((table) => renderTable(table))}
  </section>`;
}

/** One chart per attack and data set, with a line per model. */
function chartsOf(report: Report): Markup[] {
  const groups = groupBy(attackedIn(report), ({ dataset, measurement: { attack, norm, compression = '' } }) =>
    JSON.stringify([dataset, attack, norm, compression]),
  );
  return [...groups.values()].flatMap((group) => {
    const [
      {
        dataset,
        measurement: { attack, norm, compression },
      },
    ] = group;
    const lines = [...groupBy(group, ({ name }) => name)].map(([name, attacked]): Line => ({
      name,
      points: pointsOf(attacked),
    }));
    const shown = lines.filter(({ points }) => points.length > 2).slice(0, mostLines);
    if (shown.length === 0) return [];
    const label = `robust accuracy in % under ${attack} by epsilon in ${norm}${compression ? ` after ${compression}` : ''}${dataset ? `, ${dataset}` : ''}`;
    return [
      html`<figure>
        <figcaption><b>Robust accuracy over epsilon</b> ${label}; bands: 95 % intervals</figcaption>
        ${lineChart({ label, xTitle: 'epsilon', lines: shown })}
      </figure>`,
    ];
  });
}

function attackedIn({ gates, models }: Report): Attacked[] {
  return gates.flatMap((gate) => {
    const { measurement, model } = gate;
    if (
      measurement.kind !== 'robustness' ||
      measurement.inputs === 0 ||
      measurement.unfinished ||
      measurement.sequential
    )
      return [];
    const record = models.find(({ id }) => id === model);
    return [{ gate, measurement, name: record?.name ?? measurement.subject, dataset: record?.dataset ?? '' }];
  });
}

/** Robust accuracy by epsilon, from clean accuracy at 0; the lowest one where several were measured. */
function pointsOf(attacked: readonly Attacked[]): Point[] {
  const byEpsilon = new Map<number, Point>();
  for (const { measurement } of attacked) {
    const { epsilon, robustAccuracy, cleanAccuracy, curve = [], inputs, attackedInputs = inputs } = measurement;
    for (const point of [{ epsilon: 0, robustAccuracy: cleanAccuracy }, ...curve, { epsilon, robustAccuracy }]) {
      const share = point.robustAccuracy;
      const { low, high } = wilson(Math.round(share * attackedInputs), attackedInputs);
      if (share <= (byEpsilon.get(point.epsilon)?.y ?? 1))
        byEpsilon.set(point.epsilon, { x: point.epsilon, y: share, low, high });
    }
  }
  return [...byEpsilon.values()].sort((a, b) => a.x - b.x);
}
