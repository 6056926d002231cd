/**
 * The bin of a value among equally wide bins over [low, high]: bin i holds low + i·width <= value < low + (i + 1)·width, the
 * last one its upper edge too. Edges are computed as NumPy computes them. A range without width has one bin that counts,
 * the first.
 *
 * @param value - within [low, high]
 * @returns an integer in [0, bins)
 */
export function binOf(value: number, bins: number, low: number, high: number): number {
  if (high === low) return 0;
  const width = (high - low) / bins;
  const edge = (bin: number): number => low + bin * width;
  const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
  if (value < edge(bin)) return bin - 1; // the division may round across an edge
  return bin < bins - 1 && value >= edge(bin + 1) ? bin + 1 : bin;
}
