/**
 * Bin of a value among bins of equal width over [low, high]. Bin i holds low + i·width <= value < low + (i + 1)·width; the last
 * bin also holds its upper edge. Edges are computed as in NumPy. If the range has no width, every value is in bin 0.
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
