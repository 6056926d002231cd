import { count } from '../../tables/numbers.ts';
import { html, trusted, type Markup } from '../markup.ts';
import { domainOf, linear, percentTicks, ticks, type Scale } from './scale.ts';

/** A point of a line: a share, with the half width of its band. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

/** A line of a chart. */
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** What a chart of shares shows. */
export interface LineChart {
  /** The chart in words, for readers who do not see it. */
  readonly label: string;
  readonly xTitle: string;
  readonly lines: readonly Line[];
  /** A horizontal line of reference. */
  readonly reference?: { readonly y: number; readonly name: string };
}

/** Sizes in pixels. */
const [width, height, top, bottom, left] = [420, 260, 12, 38, 36];
const lineGap = 14;
const mostLetters = 24;

/** Largest number of lines that are told apart by colour and a label at their end. */
export const mostLines = 8;

/** @returns a line chart of shares in percent as an SVG: bands, lines, and their names at their ends */
export function lineChart({ label, xTitle, lines, reference }: LineChart): Markup {
  const names = lines.map(({ name }) => cut(name));
  const right = 22 + 6.2 * Math.max(...names.map((name) => name.length), 4);
  const { x, y, yTicks, showY } = scalesOf(lines, reference, [left, width - right]);
  const ends = spread(lines.map(({ points }) => y(points[points.length - 1].y)));
  return html`<svg class="plot chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${yTicks.map((tick) => html`<path class="grid" d="M${left} ${y(tick)}H${width - right}" /><text class="tick end" x="${left - 6}" y="${y(tick) + 4}">${showY(tick)}</text>`)}
    ${xTicksOf(x).map((tick) => html`<path class="axis" d="M${x(tick)} ${height - bottom}v4" /><text class="tick" x="${x(tick)}" y="${height - bottom + 17}">${showX(tick)}</text>`)}
    <path class="axis" d="M${left} ${height - bottom}H${width - right}" />
    <text class="tick" x="${(left + width - right) / 2}" y="${height - 4}">${xTitle}</text>
    ${reference && html`<path class="reference" d="M${left} ${y(reference.y)}H${width - right}" /><text class="tick start" x="${left + 4}" y="${y(reference.y) - 4}">${reference.name}</text>`}
    ${lines.map((line, at) => html`<g class="s${at % mostLines}">${bandOf(line, x, y)}${pathOf(line, x, y)}${line.points.length <= 12 && line.points.map((point) => html`<circle cx="${x(point.x)}" cy="${y(point.y)}" r="2.2" />`)}<path class="leader" d="M${width - right + 4} ${y(line.points[line.points.length - 1].y)}L${width - right + 14} ${ends[at]}" /><text class="name" x="${width - right + 18}" y="${ends[at] + 4}">${names[at]}</text></g>`)}
  </svg>`;
}

/** Scales and ticks of the vertical axis, which ends at round values. */
export function scalesOf(
  lines: readonly Line[],
  reference: LineChart['reference'],
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number] = [height - bottom, top],
): { x: Scale; y: Scale; yTicks: number[]; showY: (share: number) => string } {
  const points = lines.flatMap((line) => line.points);
  const values = points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]);
  const wide = domainOf([...values, ...(reference ? [reference.y] : [])], { margin: 0.05, within: [0, 1] });
  const yTicks = ticks(wide, 5);
  const places = points.map((point) => point.x);
  return {
    x: linear([Math.min(...places), Math.max(...places)], [from, to]),
    y: linear(wide, [low, high]),
    yTicks,
    showY: percentTicks(yTicks),
  };
}

const xTicksOf = (x: Scale): number[] => ticks(x.domain, 5);
const showX = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));

/** @returns the path of a line */
export function pathOf({ points }: Line, x: Scale, y: Scale): Markup {
  return html`<path
    class="stroke"
    d="${trusted(`M${points.map((point) => `${x(point.x)} ${y(point.y)}`).join('L')}`)}"
  />`;
}

/** @returns the band around a line; nothing if its points have none */
export function bandOf({ points }: Line, x: Scale, y: Scale): Markup | undefined {
  if (points.every(({ low, high }) => low === high)) return undefined;
  const upper = points.map((point) => `${x(point.x)} ${y(Math.min(1, point.high ?? point.y))}`);
  const lower = points.map((point) => `${x(point.x)} ${y(Math.max(0, point.low ?? point.y))}`).reverse();
  return html`<path class="band" d="${trusted(`M${[...upper, ...lower].join('L')}Z`)}" />`;
}

/** Moves labels apart that would overlap: those of a group lie evenly around the mean of their places. */
function spread(places: readonly number[]): number[] {
  const order = Array.from(places.keys()).sort((a, b) => places[a] - places[b]);
  const groups: number[][] = [];
  const startOf = (group: readonly number[]): number => {
    const middle = group.reduce((sum, at) => sum + places[at], 0) / group.length;
    const room = ((group.length - 1) * lineGap) / 2;
    return Math.min(height - bottom - 2 * room, Math.max(top, middle - room));
  };
  for (const at of order) {
    groups.push([at]);
    for (let last = groups.length - 1; last > 0; last--) {
      const [above, below] = [groups[last - 1], groups[last]];
      if (startOf(above) + above.length * lineGap <= startOf(below)) break;
      groups.splice(last - 1, 2, [...above, ...below]);
    }
  }
  const moved = [...places];
  for (const group of groups)
    group.forEach((at, i) => (moved[at] = Math.round(100 * (startOf(group) + i * lineGap)) / 100));
  return moved;
}

const cut = (name: string): string =>
  Array.from(name).length > mostLetters
    ? `${Array.from(name)
        .slice(0, mostLetters - 1)
        .join('')}…`
    : name;
