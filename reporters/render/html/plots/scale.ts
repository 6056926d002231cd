/** Maps values of a domain to positions of a plot. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
}

/** @returns a linear scale, whose positions have at most two decimals; an empty domain is mapped to the start */
export function linear(domain: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const [low, high] = domain;
  const position = (value: number): number =>
    Math.round(100 * (high > low ? from + ((value - low) / (high - low)) * (to - from) : from)) / 100;
  return Object.assign(position, { domain });
}

/** @returns round values within a domain, about `count` of them, from the lowest to the highest */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  if (!(high > low)) return [low];
  const step = stepOf(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The distance between ticks: 1, 2 or 5 times a power of ten. */
function stepOf(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const multiple = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10;
  return multiple * power;
}

/** @returns a domain around values, widened by a share of its span and kept within bounds */
export function domainOf(
  values: readonly number[],
  { margin, within: [least, most] }: { margin: number; within: readonly [number, number] },
): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * margin;
  return [Math.max(least, low - room), Math.min(most, high + room)];
}

/** @returns a function that writes ticks of shares as percentages, with as many decimals as their distance needs */
export function percentTicks(values: readonly number[]): (share: number) => string {
  const step = values.length > 1 ? 100 * (values[1] - values[0]) : 1;
  const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(step) + 1e-9)));
  return (share) => (100 * share).toFixed(digits);
}
