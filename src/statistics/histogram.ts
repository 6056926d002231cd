import { InvalidOptionError } from '../errors.ts';

/**
 * The share of the values in each of equal bins; the last bin is closed. Values outside the range count in the outermost
 * bins, so that the shares sum to 1. A range of no width puts everything in the first bin.
 *
 * @returns shares [bins]
 * @throws InvalidOptionError on no values, on bins below 1 and on a range that is not finite or turned round
 */
export function histogram(values: ArrayLike<number>, bins: number, [low, high]: readonly [number, number]): Float64Array {
  if (values.length === 0 || !Number.isInteger(bins) || bins < 1 || !(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new InvalidOptionError(
      `histogram: ${values.length} values in ${bins} bins over [${low}, ${high}].\nExpected at least one value, at least one bin and low <= high.`,
    );
  }
  const shares = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) shares[binOf(values[i], bins, low, high)] += 1 / values.length;
  return shares;
}

/** The bin of a value, edges as NumPy computes them: bin i holds [low + i·width, low + (i + 1)·width). */
export function binOf(value: number, bins: number, low: number, high: number): number {
  if (!(high > low)) return 0;
  const edge = (i: number): number => low + (i * (high - low)) / bins;
  let bin = Math.max(0, Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)));
  if (bin > 0 && value < edge(bin)) bin--; // the division may round across an edge
  else if (bin < bins - 1 && value >= edge(bin + 1)) bin++;
  return bin;
}
