import type { Random } from '../../random/index.ts';
import type { Points } from './tally.ts';

/**
 * k-means++: draws the first seed uniformly, and each further one with a probability proportional to the squared distance to
 * its nearest seed. Returns the seeds in ascending order, or all values if there are no more of them than seeds.
 *
 * In one dimension, the values nearest to a new seed are its neighbours. A tree keeps the sums of distances.
 *
 * @see Arthur and Vassilvitskii 2007, SODA, section 2.2
 */
export function drawSeeds({ values, counts }: Points, count: number, random: Random): Float64Array {
  const n = values.length;
  if (n <= count) return values;
  const distances = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const seeds = new Float64Array(count);
  let tree = new Tree(counts);
  for (let k = 0; k < count; k++) {
    const drawn = tree.draw(random);
    const at = distances[drawn] === 0 ? furthest(distances) : drawn;
    seeds[k] = values[at];
    const relax = (i: number): boolean => {
      const distance = (values[i] - values[at]) ** 2;
      if (distance >= distances[i]) return false;
      if (k > 0) tree.add(i, (distance - distances[i]) * counts[i]);
      distances[i] = distance;
      return true;
    };
    for (let i = at; i < n && relax(i); i++);
    for (let i = at - 1; i >= 0 && relax(i); i--);
    if (k === 0) tree = new Tree(distances.map((distance, i) => distance * counts[i]));
  }
  return seeds.sort();
}

/** Rounding can draw a point that is already a seed; take the point farthest from all seeds instead. */
function furthest(distances: Float64Array): number {
  return distances.reduce((best, distance, i) => (distance > distances[best] ? i : best), 0);
}

/** Prefix sums of non-negative weights; drawing and changing take logarithmic time (a Fenwick tree). */
class Tree {
  readonly #sums: Float64Array;

  constructor(weights: Float64Array) {
    this.#sums = new Float64Array(weights.length + 1);
    weights.forEach((weight, i) => this.add(i, weight));
  }

  add(index: number, weight: number): void {
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i] += weight;
  }

  /** Draws an index with a probability proportional to its weight. */
  draw(random: Random): number {
    const last = this.#sums.length - 1;
    let total = 0;
    for (let i = last; i > 0; i -= i & -i) total += this.#sums[i];
    let rest = random.uniform() * total;
    let index = 0;
    for (let step = 2 ** Math.floor(Math.log2(last)); step >= 1; step /= 2) {
      if (index + step > last || this.#sums[index + step] > rest) continue;
      index += step;
      rest -= this.#sums[index];
    }
    return Math.min(index, last - 1);
  }
}
