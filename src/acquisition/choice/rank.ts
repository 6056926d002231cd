/** Returns the indices by descending score; equal scores by ascending index. */
export function highestFirst(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
}

/** Returns the indices by ascending value; equal values by ascending index. */
export function smallestFirst(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
}
