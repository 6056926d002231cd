import { SquaredErrors } from './squared-errors.ts';
import type { Points } from './tally.ts';

/** The ends of intervals that cover all values: 0 = ends[0] < … < ends[k] = n. */
type Ends = Int32Array<ArrayBuffer>;

/** Number of groups of neighbouring values that a first estimate of the price is computed on. */
const coarseSize = 8192;
const mostTrials = 200;

/**
 * k-means in one dimension, exactly: returns the centroids of the k intervals of sorted values whose squared error is least.
 * Deterministic; there are fewer centroids than values.
 *
 *   minimise Σ_t e(t),   e(t) = Σ_{x in interval t} c(x) (x − mean(t))²
 *
 * The least error is convex in k. A price λ per interval therefore finds it: the intervals of least Σ (e + λ) are computed
 * in O(n log n) time whatever k is, and λ is searched until there are k of them.
 *
 * @see Grønlund, Larsen, Mathiasen, Nielsen, Schneider and Song 2017, arXiv:1701.07204, section 4; Aggarwal, Schieber and
 *   Tokuyama 1994, Discrete & Computational Geometry 12, for the number of intervals between two prices
 */
export function optimalCentroids(points: Points, count: number): Float64Array {
  const errors = new SquaredErrors(points);
  const { ends } = divide(points, errors, count);
  return Float64Array.from({ length: count }, (_, t) => errors.mean(ends[t], ends[t + 1]));
}

/** Returns the values in `size` groups of neighbours of about the same number of distinct values, each at its mean. */
export function merge({ values, counts }: Points, size: number): Points {
  const merged = { values: new Float64Array(size), counts: new Float64Array(size) };
  for (let group = 0; group < size; group++) {
    const end = Math.floor(((group + 1) * values.length) / size);
    let [sum, weight] = [0, 0];
    for (let i = Math.floor((group * values.length) / size); i < end; i++) {
      sum += counts[i] * values[i];
      weight += counts[i];
    }
    merged.values[group] = sum / weight;
    merged.counts[group] = weight;
  }
  return merged;
}

function divide(points: Points, errors: SquaredErrors, count: number): { ends: Ends; price: number } {
  const n = points.values.length;
  let price = (2 * errors.of(0, n)) / count ** 3; // if the error falls as 1 / k², as it does for many intervals
  const size = Math.max(coarseSize, 16 * count);
  if (n > 2 * size) {
    const coarse = merge(points, size);
    ({ price } = divide(coarse, new SquaredErrors(coarse), count));
  }
  let more = { ends: Int32Array.from({ length: n + 1 }, (_, i) => i), price: 0 }; // at no price, every value is alone
  let fewer = { ends: Int32Array.of(0, n), price: Number.POSITIVE_INFINITY };
  for (let trial = 0; trial < mostTrials && fewer.price > more.price * (1 + 1e-13); trial++) {
    const ends = atPrice(errors, n, price);
    const intervals = ends.length - 1;
    if (intervals === count) return { ends, price };
    if (intervals > count) more = { ends, price };
    else fewer = { ends, price };
    price = nextPrice(more, fewer, count, trial);
    if (!(price > more.price && price < fewer.price)) break; // no number lies between them
  }
  return { ends: join(fewer.ends, more.ends, count), price: more.price };
}

/** A price between both: where a power law through them has the wanted number; every third time, the middle. */
function nextPrice(
  more: { ends: Ends; price: number },
  fewer: { ends: Ends; price: number },
  count: number,
  trial: number,
): number {
  const [most, least] = [more.ends.length - 1, fewer.ends.length - 1];
  if (more.price === 0) return fewer.price * Math.min(0.5, (least / count) ** 3);
  if (fewer.price === Number.POSITIVE_INFINITY) return more.price * Math.max(2, (most / count) ** 3);
  const share = trial % 3 === 2 ? 0.5 : Math.log(most / count) / Math.log(most / least);
  return more.price * (fewer.price / more.price) ** share;
}

/**
 * Returns the intervals of least total squared error plus price. The best start of the last interval moves only forward with
 * its end, so a queue holds the starts that are best for some later end, each with the first such end.
 *
 * @see Galil and Park 1992, Theoretical Computer Science 92, section 4
 */
function atPrice(errors: SquaredErrors, n: number, price: number): Ends {
  const total = new Float64Array(n + 1);
  const previous = new Int32Array(n + 1);
  const starts = new Int32Array(n + 1);
  const firstEnds = new Int32Array(n + 1);
  let [head, tail] = [0, 0];
  firstEnds[0] = 1;
  const value = (start: number, end: number): number => total[start] + errors.of(start, end);
  for (let end = 1; end <= n; end++) {
    while (head < tail && firstEnds[head + 1] <= end) head++;
    previous[end] = starts[head];
    total[end] = value(starts[head], end) + price;
    while (tail > head && firstEnds[tail] > end && value(end, firstEnds[tail]) <= value(starts[tail], firstEnds[tail]))
      tail--;
    const rival = starts[tail];
    let low = Math.max(end, firstEnds[tail] - 1); // the rival is better up to here
    let high = low + 1;
    for (let step = 1; high <= n && value(end, high) > value(rival, high); step *= 2) {
      low = high;
      high = low + step < n ? low + step : low < n ? n : n + 1;
    }
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (value(end, middle) <= value(rival, middle)) high = middle;
      else low = middle;
    }
    if (high > n) continue;
    tail++;
    starts[tail] = end;
    firstEnds[tail] = high;
  }
  const ends = [n];
  for (let end = n; end > 0; end = previous[end]) ends.push(previous[end]);
  return Int32Array.from(ends.reverse());
}

/**
 * Joins two divisions that are optimal at the same price to one with a number of intervals between theirs, which is optimal
 * too: the first intervals of one, and the last of the other, from where an interval of `fewer` contains one of `more`.
 */
function join(fewer: Ends, more: Ends, count: number): Ends {
  const ahead = count - (fewer.length - 1);
  let i = 0;
  while (fewer[i + 1] < more[i + 1 + ahead]) i++;
  return Int32Array.from([...more.subarray(0, i + ahead + 1), ...fewer.subarray(i + 1)]);
}
