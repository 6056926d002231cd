/** Median with quartiles of samples, or undefined where there are none. */
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

/** The ratio of samples that were taken side by side, pair by pair: what slows both down for a while cancels out. */
export function ratioOf(ours, theirs) {
  const pairs = Math.min(ours.length, theirs.length);
  return summarise(Array.from({ length: pairs }, (_, i) => ours[i] / theirs[i]));
}
