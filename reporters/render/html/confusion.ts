import type { Report } from '../../../src/report/schemas/report.ts';
import { Canvas } from '../../../src/report/contact-sheet/canvas.ts';
import { pngOfCanvas } from '../../../src/report/contact-sheet/png.ts';
import { count, percent } from '../tables/numbers.ts';
import { html, imageSource, trusted, type Markup } from './markup.ts';
import { perClass, type Confusion } from './per-class.ts';
import { heatOf, renderGrid, scrolling } from './table.ts';

/** Largest number of classes whose counts are written out; more are drawn as an image. */
const mostWritten = 26;

/** @returns confusion matrix and per-class table of every gated model; undefined if no gate measured them */
export function confusionSection(report: Report): Markup | undefined {
  const measured = confusionsIn(report);
  if (measured.length === 0) return undefined;
  return html`<section id="classes">
    <h2>Classes</h2>
    ${measured.map(
      ({ name, confusion }) =>
        html`<div class="classes-of">
          <h3>${name}</h3>
          <p class="subtitle">
            ${count(sum(confusion.counts.flat()))} inputs, ${percent(accuracyOf(confusion))} correct
          </p>
          <div class="columns">
            <figure>
              ${confusion.classes.length > mostWritten ? imageOf(confusion) : matrix(confusion, name)}
              <figcaption>rows: true class, columns: predicted class; colours by share of the row</figcaption>
            </figure>
            ${renderGrid(perClass(confusion, name))}
          </div>
        </div>`,
    )}
  </section>`;
}

/** Each model once, with the largest of its measurements. */
function confusionsIn({ gates, models }: Report): { name: string; confusion: Confusion }[] {
  const byModel = new Map<string, { name: string; confusion: Confusion; inputs: number }>();
  for (const { measurement, model } of gates) {
    if (measurement.kind !== 'accuracy' || !measurement.confusion) continue;
    const { confusion } = measurement;
    const record = models.find(({ id }) => id === model);
    const name = record ? `${record.name} on ${record.dataset}` : measurement.subject;
    const key = model ?? measurement.subject;
    if ((byModel.get(key)?.inputs ?? 0) < measurement.inputs)
      byModel.set(key, { name, confusion, inputs: measurement.inputs });
  }
  return [...byModel.values()];
}

function matrix({ classes, counts }: Confusion, name: string): Markup {
  const head = classes.map((label) => html`<th scope="col"><span>${label}</span></th>`);
  const rows = counts.map((row, truth) => {
    const total = sum(row) || 1;
    return html`<tr>
      <th scope="row">${classes[truth]}</th>
      ${row.map((value, predicted) =>
        value === 0
          ? html`<td class="none">·</td>`
          : html`<td class="heat" style="${heatOf(((truth === predicted ? 1 : -1) * value ** 0.5) / total ** 0.5)}">
              ${count(value)}
            </td>`,
      )}
    </tr>`;
  });
  const isLong = classes.some((label) => Array.from(label).length > 3);
  return scrolling(
    `confusion matrix of ${name}`,
    html`<table class="matrix ${isLong ? 'long' : ''}">
      <thead>
        <tr>
          <td></td>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

/** A pixel per pair of classes. */
function imageOf({ classes, counts }: Confusion): Markup {
  const size = classes.length;
  const canvas = new Canvas(size, size, [255, 255, 255]);
  counts.forEach((row, truth) => {
    const total = sum(row) || 1;
    row.forEach((value, predicted) => {
      const share = Math.sqrt(value / total);
      const end = truth === predicted ? [27, 108, 168] : [184, 58, 12];
      canvas.pixels.set(
        end.map((channel) => Math.round(255 + share * (channel - 255))),
        (truth * size + predicted) * 3,
      );
    });
  });
  return html`<img
    class="matrix"
    src="${trusted(imageSource(pngOfCanvas(canvas)))}"
    width="${size}"
    height="${size}"
    alt="confusion matrix of ${size} classes"
  />`;
}

const accuracyOf = ({ counts }: Confusion): number => sum(counts.map((row, at) => row[at])) / (sum(counts.flat()) || 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
