/** Distinct values in ascending order, and how often each occurs. */
export interface Points {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** Returns the distinct values of an array and their counts. */
export function tally(all: Float32Array): Points {
  const sorted = all.slice().sort();
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (values.length > 0 && values[values.length - 1] === value) counts[counts.length - 1]++;
    else counts[values.push(value) - 1] = 1;
  }
  return { values: Float64Array.from(values), counts: Float64Array.from(counts) };
}
