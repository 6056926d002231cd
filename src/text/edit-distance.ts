/**
 * Levenshtein distance: the smallest number of inserted, deleted and substituted characters that turn one text into the other. Two
 * swapped neighbours are two edits.
 *
 *   d(i, j) = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + [a_i ≠ b_j])
 *
 * Characters are code points, so a letter outside of the basic plane is one. With a limit, only the band |i - j| <= limit is computed.
 *
 * @param most - the largest distance of interest
 * @returns the distance; Infinity if it is above the limit
 * @see Levenshtein 1966; Ukkonen 1985 (the band)
 */
export function editDistance(first: string, second: string, most = Infinity): number {
  const [a, b] = withoutCommonEnds(Array.from(first), Array.from(second));
  const band = Math.min(most, Math.max(a.length, b.length));
  if (Math.abs(a.length - b.length) > band) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = Array.from({ length: b.length + 1 }, () => Infinity);
    if (i <= band) row[0] = i;
    for (let j = Math.max(1, i - band); j <= Math.min(b.length, i + band); j++) {
      row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + Number(a[i - 1] !== b[j - 1]));
    }
    previous = row;
  }
  return previous[b.length] <= most ? previous[b.length] : Infinity;
}

function withoutCommonEnds(a: string[], b: string[]): [string[], string[]] {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start++;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
