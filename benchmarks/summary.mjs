/** Returns the median and quartiles of samples, or undefined if there are none. */
export function summarise(samples) {
  if (samples.length === 0) return undefined;
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75), samples: sorted.length };
}

/** Returns the summary of the ratios between paired samples. Temporary slowdowns of both sides cancel out. */
export function ratioOf(ours, theirs) {
  const pairs = Math.min(ours.length, theirs.length);
  return summarise(Array.from({ length: pairs }, (_, i) => ours[i] / theirs[i]));
}
