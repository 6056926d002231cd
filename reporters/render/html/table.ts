import { symbols, type Cell, type Table } from '../tables/table.ts';
import { html, type Markup } from './markup.ts';

/**
 * @param section - title of the section, which is not repeated
 * @returns a table of the report, with its title, subtitle and notes; wide tables scroll
 */
export function renderTable(table: Table, section?: string): Markup {
  return html`<section class="table">
    ${table.title !== section && html`<h3>${table.title}</h3>`}${table.subtitle && html`<p class="subtitle">${table.subtitle}</p>`}${renderGrid(table)}${notesOf(table.notes)}
  </section>`;
}

/** @returns the table alone; its columns can be sorted if there are several rows */
export function renderGrid({ title, columns, rows, dense }: Table): Markup {
  const grid = html`<table class="grid ${dense ? 'dense' : ''}" ${rows.length > 2 && !dense && html` data-sortable=""`}>
    <thead>
      <tr>
        ${columns.map(({ title: column, align }) => html`<th scope="col" class="${align}">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, at) => renderCell(cell, columns[at].align, at === 0))}
          </tr>`,
      )}
    </tbody>
  </table>`;
  return scrolling(title, grid);
}

/** A region that scrolls sideways on narrow screens, also by keyboard. */
export const scrolling = (label: string, content: Markup): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;

function renderCell({ text, mark, heat }: Cell, align: string, isName: boolean): Markup {
  const symbol = mark && symbols[mark] ? html` <span class="mark">${symbols[mark]}</span>` : undefined;
  const style = heat === undefined ? undefined : html` style="${heatOf(heat)}"`;
  const classes = [align, mark ?? '', heat === undefined ? '' : 'heat'].filter(Boolean).join(' ');
  if (isName) return html`<th scope="row" class="${classes}">${text}${symbol}</th>`;
  return html`<td class="${classes}" ${style}>${text}${symbol}</td>`;
}

/** The colour of a value in [-1, 1]: the ends of the scale differ in hue, and values near zero are pale. */
export function heatOf(value: number): string {
  const share = Math.round(Math.min(1, Math.abs(value)) * 70);
  return `--heat:${share}%;--hue:var(--${value < 0 ? 'low' : 'high'})`;
}

export const notesOf = (notes: readonly string[]): Markup | false =>
  notes.length > 0 &&
  html`<ul class="notes">
    ${notes.map((note) => html`<li>${note}</li>`)}
  </ul>`;
