import { count } from '../../tables/numbers.ts';
import { html, trusted, type Markup } from '../markup.ts';
import { bandOf, pathOf, scalesOf, type LineChart } from './line-chart.ts';

/** Sizes in pixels of a panel. */
const [width, height, top, bottom, left, right] = [210, 118, 6, 16, 26, 8];

/**
 * Draws one panel per line. Each panel shows its line with a band, all other lines in grey behind it, and one line dashed for comparison.
 * The panels share their axes.
 *
 * @param chart - `against` is the name of the dashed line; `id` is unique on the page
 * @returns the panels, in the order of the lines
 */
export function smallMultiples({
  lines,
  label,
  reference,
  id,
  against,
}: LineChart & { id: string; against: string }): Markup {
  const { x, y, yTicks, showY } = scalesOf(lines, reference, [left, width - right], [height - bottom, top]);
  const [first, last] = [Math.min(...yTicks), Math.max(...yTicks)];
  const points = lines[0].points;
  const behind = lines
    .map((line) => `M${line.points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L')}`)
    .join('');
  const dashed = lines.find(({ name }) => name === against);
  return html`<svg class="hidden" aria-hidden="true">
      <defs>
        <g id="${id}" class="frame">
          <path class="grid" d="${trusted(yTicks.map((tick) => `M${left} ${y(tick)}H${width - right}`).join(''))}" />
          <path class="behind" d="${trusted(behind)}" />
          <path class="axis" d="M${left} ${height - bottom}H${width - right}" />
          ${[first, last].map((tick) => html`<text class="tick end" x="${left - 4}" y="${y(tick) + 4}">${showY(tick)}</text>`)}
          <text class="tick start" x="${left}" y="${height - 3}">${count(points[0].x)}</text>
          <text class="tick end" x="${width - right}" y="${height - 3}">${count(points[points.length - 1].x)}</text>
        </g>
      </defs>
    </svg>
    <ol class="multiples">
      ${lines.map((line) => {
        const end = line.points[line.points.length - 1];
        return html`<li>
          <p class="title"><span>${line.name}</span> <b>${(100 * end.y).toFixed(1)}</b></p>
          <svg
            class="plot panel"
            viewBox="0 0 ${width} ${height}"
            role="img"
            aria-label="${`${label}: ${line.name} ends at ${(100 * end.y).toFixed(1)} %`}"
          >
            <use href="#${id}" />
            ${dashed && dashed !== line && html`<g class="against">${pathOf(dashed, x, y)}</g>`}
            <g class="s0">
              ${bandOf(line, x, y)}${pathOf(line, x, y)}
              <circle cx="${x(end.x)}" cy="${y(end.y)}" r="2.4" />
            </g>
          </svg>
        </li>`;
      })}
    </ol>`;
}
