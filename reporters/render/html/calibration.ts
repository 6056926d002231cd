import type { CalibrationMeasurement } from '../../../src/report/schemas/calibration-measurement.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { count, percent } from '../tables/numbers.ts';
import { html, type Markup } from './markup.ts';
import { linear } from './plots/scale.ts';

/** Side of the square of a diagram, room for its labels, and height of the histogram below it, in pixels. */
const side = 240;
const room = 36;
const histogram = 36;

/** @returns a reliability diagram of every model whose calibration was measured; undefined if there is none */
export function calibrationSection(report: Report): Markup | undefined {
  const measured = report.gates.flatMap(({ measurement, model }) => {
    if (measurement.kind !== 'calibration') return [];
    const record = report.models.find(({ id }) => id === model);
    return [{ name: record ? `${record.name} on ${record.dataset}` : measurement.subject, measurement }];
  });
  if (measured.length === 0) return undefined;
  return html`<section id="calibration">
    <h2>Calibration</h2>
    <div class="charts">
      ${measured.map(
        ({ name, measurement }) =>
          html`<figure>
            <figcaption>
              <b>${name}</b>
              ${count(measurement.inputs)} inputs; expected calibration error ${percent(measurement.value)}, largest
              ${percent(measurement.maximumError)}; mean confidence ${percent(measurement.meanConfidence)}, accuracy
              ${percent(measurement.accuracy)}
            </figcaption>
            ${diagram(measurement, name)}
          </figure>`,
      )}
    </div>
  </section>`;
}

/** Accuracy by confidence: a dot per bin, its distance to the diagonal, and the number of inputs below. */
function diagram({ reliability }: CalibrationMeasurement, name: string): Markup {
  const x = linear([0, 1], [room, room + side]);
  const y = linear([0, 1], [side + 8, 8]);
  const bottom = side + 8 + 24 + histogram;
  const most = Math.max(...reliability.map(({ inputs }) => inputs), 1);
  const height = linear([0, most], [0, histogram]);
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const worded = reliability
    .filter(({ inputs }) => inputs > 0)
    .map(({ confidence, accuracy }) => `${percent(confidence)} confident, ${percent(accuracy)} right`)
    .join('; ');
  return html`<svg
    class="plot reliability"
    viewBox="0 0 ${room + side + 12} ${bottom + 22}"
    role="img"
    aria-label="reliability diagram of ${name}: ${worded}"
  >
    ${marks.map(
      (mark) =>
        html`<path class="grid" d="M${x(0)} ${y(mark)}H${x(1)}M${x(mark)} ${y(0)}V${y(1)}" /><text
            class="end tick"
            x="${room - 6}"
            y="${y(mark) + 4}"
          >
            ${100 * mark}</text
          ><text class="tick" x="${x(mark)}" y="${side + 24}">${100 * mark}</text>`,
    )}
    <path class="reference" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" />
    ${reliability.map(({ from, to, inputs, confidence, accuracy }) => {
      if (confidence === null || accuracy === null) return null;
      const bar = height(inputs);
      return html`<path class="gap" d="M${x(confidence)} ${y(confidence)}V${y(accuracy)}" /><circle
          class="dot"
          cx="${x(confidence)}"
          cy="${y(accuracy)}"
          r="4"
        /><rect class="room" x="${x(from)}" y="${bottom - bar}" width="${x(to) - x(from)}" height="${bar}" />`;
    })}
    <text class="tick" x="${x(0.5)}" y="${bottom + 16}">
      confidence %, with the number of inputs; upwards: accuracy %
    </text>
  </svg>`;
}
