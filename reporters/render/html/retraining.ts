import type { Report } from '../../../src/report/schemas/report.ts';
import { retrainingTables } from '../tables/retraining.ts';
import { html, imageSource, trusted, type Markup } from './markup.ts';
import { renderTable } from './table.ts';

/** Pictures beside the report, by their path in the report folder. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

/** @returns the inputs selected for retraining, with thumbnails of the first of them; undefined without a selection */
export function retrainingSection({ retraining }: Report, pictures: Pictures): Markup | undefined {
  if (retraining.length === 0) return undefined;
  const tables = retrainingTables(retraining);
  return html`<section id="retraining">
    <h2>Selection for retraining</h2>
    ${retraining.map(({ budgets, name }, at) => {
      const file = budgets.findLast(
        ({ thumbnails }) => thumbnails !== undefined && pictures.has(thumbnails),
      )?.thumbnails;
      const picture = file === undefined ? undefined : pictures.get(file);
      return html`${renderTable(tables[at], 'Selection for retraining')}${
        picture &&
        html`<figure class="thumbnails">
          <img
            src="${trusted(imageSource(picture))}"
            alt="${`inputs selected to retrain ${name}, highest priority first`}"
          />
          <figcaption>highest priority first</figcaption>
        </figure>`
      }`;
    })}
  </section>`;
}
