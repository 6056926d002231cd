const bars = '▁▂▃▄▅▆▇█';

/** A line of bars, one a value; a value at `low` has the lowest bar, one at `high` the highest. */
export function sparkline(values: readonly number[], low: number, high: number): string {
  return values
    .map((value) => bars[high > low ? Math.round(((value - low) / (high - low)) * (bars.length - 1)) : 0])
    .join('');
}
