import type { ReportedGate } from '../../../../src/report/schemas/report.ts';
import { count, distance } from '../../tables/numbers.ts';
import { demandOf, isAboveWanted, measuredOf, stateOf } from '../../tables/gates.ts';
import { html, type Markup } from '../markup.ts';
import { domainOf, linear, percentTicks, ticks, type Scale } from './scale.ts';

/** Sizes in pixels of the plot of a failure, and of the one in a row of the table. */
const [width, height, side] = [400, 74, 14];
const small = { width: 132, height: 18, side: 4 };

/**
 * Draws a gate on a number line: the values that pass, the threshold, the measured value, and its interval.
 *
 * @returns an SVG
 */
export function numberLine(gate: ReportedGate): Markup {
  const { value, threshold, unit } = gate;
  const interval = boundsOf(gate);
  const isAmount = unit === 'distance' || unit === 'milliseconds';
  const isCount = unit === 'bytes' || unit === 'items';
  const bounds = isCount || isAmount ? ([0, Infinity] as const) : ([-1, 1] as const);
  const least = value >= 0 && threshold >= 0 ? 0 : bounds[0];
  const domain = domainOf([value, threshold, ...interval], { margin: 0.35, within: [least, bounds[1]] });
  const x = linear(domain, [side, width - side]);
  const marks = ticks(domain, 5);
  const show = isCount ? count : isAmount ? distance : percentTicks(marks);
  const [axis, middle] = [height - 20, 30];
  const isLeft = x(threshold) > width / 2;
  return html`<svg class="plot number-line" viewBox="0 0 ${width} ${height}" role="img" aria-label="${labelOf(gate)}">
    ${passing(gate, x, [side, width - side], { top: 14, height: axis - 14 })}
    <path class="axis" d="M${side} ${axis}H${width - side}" />
    ${marks.map((mark) => html`<path class="axis" d="M${x(mark)} ${axis}v4" /><text class="tick" x="${x(mark)}" y="${height - 3}">${show(mark)}</text>`)}
    <path class="threshold" d="M${x(threshold)} 10V${axis}" />
    <text class="need ${isLeft ? 'end' : ''}" x="${x(threshold) + (isLeft ? -5 : 5)}" y="11">${demandOf(gate)}</text>
    ${interval.length > 0 && html`<path class="interval ${stateOf(gate)}" d="M${x(interval[0])} ${middle + 4}H${x(interval[1])}" />`}
    <circle class="dot ${stateOf(gate)}" cx="${x(value)}" cy="${middle + 4}" r="5" />
  </svg>`;
}

/** Draws a gate in a row of the table: shares from 0 to 1, everything else from 0 to beyond value and threshold. */
export function smallNumberLine(gate: ReportedGate): Markup {
  const { value, threshold, unit, measurement } = gate;
  const interval = boundsOf(gate);
  const isShare = (unit ?? 'share') === 'share' && value === measurement.value;
  const values = [0, value, threshold, ...interval];
  const domain = isShare ? ([0, 1] as const) : ([1.15 * Math.min(...values), 1.15 * Math.max(...values) || 1] as const);
  const x = linear(domain, [small.side, small.width - small.side]);
  const range = [small.side, small.width - small.side] as const;
  return html`<svg
    class="plot mini"
    viewBox="0 0 ${small.width} ${small.height}"
    width="${small.width}"
    height="${small.height}"
    role="img"
    aria-label="${labelOf(gate)}"
  >
    ${passing(gate, x, range, { top: 5, height: 8 })}
    <path class="axis" d="M${range[0]} 9H${range[1]}" />
    ${interval.length > 0 && html`<path class="interval ${stateOf(gate)}" d="M${x(interval[0])} 9H${x(interval[1])}" />`}
    <path class="threshold" d="M${x(threshold)} 2V16" />
    <circle class="dot ${stateOf(gate)}" cx="${x(value)}" cy="9" r="3.2" />
  </svg>`;
}

/** The values that pass, as a band. */
function passing(
  gate: ReportedGate,
  x: Scale,
  [left, right]: readonly [number, number],
  { top, height }: { top: number; height: number },
): Markup {
  const at = Math.min(right, Math.max(left, x(gate.threshold)));
  const [from, to] = isAboveWanted(gate) ? [at, right] : [left, at];
  return html`<rect
    class="passing"
    x="${from}"
    y="${top}"
    width="${Math.round(100 * (to - from)) / 100}"
    height="${height}"
  />`;
}

/** Bounds of the interval of the value; empty if it has none. */
const boundsOf = ({ interval }: ReportedGate): number[] => (interval ? [interval.low, interval.high] : []);

function labelOf(gate: ReportedGate): string {
  const [low, high] = boundsOf(gate);
  const show = (bound: number): string =>
    gate.unit === 'distance' || gate.unit === 'milliseconds' ? distance(bound) : (100 * bound).toFixed(1);
  const interval = low === undefined ? '' : `, interval from ${show(low)} to ${show(high)}`;
  return `measured ${measuredOf(gate)}${interval}, required ${demandOf(gate)}`;
}
