/**
 * Sums numbers in the order of NumPy's `sum`: up to 128 numbers in eight interleaved sums, more of them by halves. Where two shares differ
 * by rounding only, the order decides which of them is rounded up, so that counts equal cleanlab's.
 */
export function pairwiseSum(values: Float64Array): number {
  const { length } = values;
  if (length > 128) {
    const half = Math.floor(length / 2);
    const first = half - (half % 8);
    return pairwiseSum(values.subarray(0, first)) + pairwiseSum(values.subarray(first));
  }
  if (length < 8) return values.reduce((sum, value) => sum + value, 0);
  const sums = values.slice(0, 8);
  let at = 8;
  for (; at + 8 <= length; at += 8) for (let k = 0; k < 8; k++) sums[k] += values[at + k];
  const [a, b, c, d, e, f, g, h] = sums;
  return values.subarray(at).reduce((sum, value) => sum + value, a + b + (c + d) + (e + f + (g + h)));
}
