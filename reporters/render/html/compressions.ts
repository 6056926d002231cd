import type { CompressionTable } from '../../../src/report/schemas/compression-table.ts';
import type { Report } from '../../../src/report/schemas/report.ts';
import { compressionTables } from '../tables/compressions.ts';
import { signed } from '../tables/numbers.ts';
import { html, type Markup } from './markup.ts';
import { domainOf, linear, percentTicks, ticks } from './plots/scale.ts';
import { renderTable } from './table.ts';

/** Sizes in pixels: a row, the accuracies, the sizes, and the number beside them. */
const [rowHeight, top, accuracyWidth, sizeWidth, numberWidth, gap] = [26, 26, 190, 84, 40, 28];
const mostLetters = 36;
/** Largest number of rows that are drawn; the table below has all. */
const mostRows = 40;

/** @returns what compressions did to accuracies and sizes; undefined without compressions */
export function compressionsSection({ compressions }: Report): Markup | undefined {
  if (compressions.length === 0) return undefined;
  const tables = compressionTables(compressions);
  return html`<section id="compressions">
    <h2>Compression</h2>
    ${compressions.map(
      (table, at) =>
        html`<div class="scroll" tabindex="0" role="region" aria-label="chart of compressions">${chartOf(table)}</div>
          ${renderTable(tables[at], 'Compression')}`,
    )}
  </section>`;
}

interface Row {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly size: number | null;
}

/** Accuracy before and after as a pair of dots, and the size as a bar. */
function chartOf({ rows, compressions }: CompressionTable): Markup | undefined {
  const all = rows.flatMap(({ name, accuracy, changes, sizes }) =>
    compressions.flatMap((compression, at): Row[] => {
      const change = changes[at];
      if (change === null) return [];
      return [
        {
          name: rows.length > 1 ? `${name}: ${compression}` : compression,
          before: accuracy,
          after: accuracy + change / 100,
          size: sizes[at],
        },
      ];
    }),
  );
  const shown = all.slice(0, mostRows);
  if (shown.length === 0) return undefined;
  const domain = domainOf(
    shown.flatMap(({ before, after }) => [before, after]),
    { margin: 0.12, within: [0, 1] },
  );
  const names = shown.map(({ name }) =>
    Array.from(name).length > mostLetters
      ? `${Array.from(name)
          .slice(0, mostLetters - 1)
          .join('')}…`
      : name,
  );
  const accuracyFrom = 20 + 6.2 * Math.max(...names.map((name) => name.length));
  const sizeFrom = accuracyFrom + accuracyWidth + gap;
  const [x, size] = [linear(domain, [accuracyFrom, accuracyFrom + accuracyWidth]), linear([0, 1], [0, sizeWidth])];
  const width = sizeFrom + sizeWidth + numberWidth;
  const marks = ticks(domain, 4);
  const show = percentTicks(marks);
  const bottom = top + shown.length * rowHeight;
  const height = bottom + 22;
  return html`<svg
    class="plot compression"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${labelOf(shown)}"
  >
    <text class="tick start" x="${accuracyFrom}" y="12">accuracy %: before ○, after ●</text>
    <text class="tick start" x="${sizeFrom}" y="12">size %</text>
    ${marks.map((mark) => html`<path class="grid" d="M${x(mark)} ${top}V${bottom}" /><text class="tick" x="${x(mark)}" y="${bottom + 15}">${show(mark)}</text>`)}
    ${shown.map(({ before, after, size: share }, at) => {
      const y = top + at * rowHeight + rowHeight / 2;
      return html`<text class="name start" x="0" y="${y + 4}">${names[at]}</text>
        <path class="${after < before ? 'loss' : 'gain'}" d="M${x(before)} ${y}H${x(after)}" /><circle
          class="before"
          cx="${x(before)}"
          cy="${y}"
          r="3.6"
        /><circle class="${after < before ? 'loss' : 'gain'}" cx="${x(after)}" cy="${y}" r="3.6" />
        ${share !== null && html`<rect class="room" x="${sizeFrom}" y="${y - 5}" width="${sizeWidth}" height="10" /><rect class="size" x="${sizeFrom}" y="${y - 5}" width="${Math.min(sizeWidth, size(share))}" height="10" /><text class="tick start" x="${sizeFrom + sizeWidth + 7}" y="${y + 4}">${(100 * share).toFixed(1)}</text>`}`;
    })}
  </svg>`;
}

const labelOf = (rows: readonly Row[]): string =>
  `accuracy and size after compression: ${rows.map(({ name, before, after, size }) => `${name} ${signed(100 * (after - before), 2)} points${size === null ? '' : `, ${(100 * size).toFixed(1)} % of the size`}`).join('; ')}`;
