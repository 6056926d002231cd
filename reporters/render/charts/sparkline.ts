const bars = '▁▂▃▄▅▆▇█';

/** @returns a line with one bar per value: the lowest bar at `low`, the highest at `high` */
export function sparkline(values: readonly number[], low: number, high: number): string {
  return values
    .map((value) => bars[high > low ? Math.round(((value - low) / (high - low)) * (bars.length - 1)) : 0])
    .join('');
}
