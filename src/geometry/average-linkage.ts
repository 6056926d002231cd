import { Rows } from '../engine/arrays/matrix.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { unpaced, type Pace } from '../pace.ts';

/** A merge of two clusters, each identified by its first point. */
export interface Merge {
  readonly first: number;
  readonly second: number;
  /** Mean squared distance between the points of the two clusters. */
  readonly height: number;
}

/**
 * Hierarchical clustering with average linkage of squared Euclidean distances.
 *
 *   d(A, B) = mean_{a ∈ A, b ∈ B} ‖a - b‖² = ‖μ_A - μ_B‖² + s_A + s_B,   s the mean squared distance to the mean
 *
 * This form needs no distance matrix: nearest-neighbour chains find all n - 1 merges in O(n² d) time and O(n d) memory.
 *
 * @returns merges by ascending height
 * @see Murtagh 1983, The Computer Journal 26(4); Müllner 2011, arXiv:1109.2378, section 3.1
 */
export async function averageLinkage(points: Matrix, pace: Pace = unpaced): Promise<Merge[]> {
  const clusters = new Clustering(points);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < points.rows - 1) {
    if (chain.length === 0) chain.push(clusters.any());
    const [before, top] = [chain.at(-2), chain[chain.length - 1]];
    const { cluster, distance } = clusters.nearest(top, before);
    if (cluster === before) {
      chain.length -= 2;
      merges.push({ ...clusters.merge(top, cluster), height: distance });
      await pace(merges.length, points.rows);
    } else {
      const at = chain.indexOf(cluster); // found only by rounding: distances decrease along a chain
      if (at >= 0) chain.length = at;
      chain.push(cluster);
    }
  }
  return merges.sort((a, b) => a.height - b.height);
}

/** The remaining clusters, each identified by its first point. Their means fill the first slots of `rows` without gaps. */
class Clustering {
  readonly #columns: number;
  readonly #rows: Rows;
  readonly #means: Float32Array;
  readonly #scatters: Float64Array;
  readonly #sizes: Float64Array;
  /** The cluster in a slot, and the slot of a cluster. */
  readonly #clusters: Int32Array;
  readonly #slots: Int32Array;
  #left: number;

  constructor(points: Matrix) {
    this.#columns = points.columns;
    this.#rows = new Rows(points);
    this.#means = points.data.slice();
    this.#scatters = new Float64Array(points.rows);
    this.#sizes = new Float64Array(points.rows).fill(1);
    this.#clusters = Int32Array.from({ length: points.rows }, (_, i) => i);
    this.#slots = this.#clusters.slice();
    this.#left = points.rows;
  }

  any(): number {
    return this.#clusters[0];
  }

  /** Returns the nearest other cluster; of equally near ones the preferred, then the first. */
  nearest(cluster: number, preferred?: number): { cluster: number; distance: number } {
    const own = this.#slots[cluster];
    const distances = this.#rows.squaredDistances(this.#means, own * this.#columns, this.#left);
    const scatters = this.#scatters;
    const scatter = scatters[own];
    const favourite = preferred === undefined ? -1 : this.#slots[preferred];
    let best = favourite;
    let least = best < 0 ? Number.POSITIVE_INFINITY : distances[best] + (scatter + scatters[best]);
    for (let slot = 0; slot < distances.length; slot++) {
      const distance = distances[slot] + (scatter + scatters[slot]);
      if (distance > least || slot === own) continue;
      const sooner = distance < least || (best !== favourite && this.#clusters[slot] < this.#clusters[best]);
      if (sooner) [best, least] = [slot, distance];
    }
    return { cluster: this.#clusters[best], distance: least };
  }

  merge(one: number, other: number): { first: number; second: number } {
    const [first, second] = [Math.min(one, other), Math.max(one, other)];
    const [a, b] = [this.#slots[first], this.#slots[second]];
    const total = this.#sizes[a] + this.#sizes[b];
    const share = this.#sizes[b] / total;
    let squares = 0;
    for (let j = 0; j < this.#columns; j++) {
      const at = a * this.#columns + j;
      const difference = this.#means[b * this.#columns + j] - this.#means[at];
      squares += difference * difference;
      this.#means[at] += share * difference;
    }
    this.#scatters[a] = (1 - share) * this.#scatters[a] + share * this.#scatters[b] + share * (1 - share) * squares;
    this.#sizes[a] = total;
    this.#rows.set(a, this.#means, a * this.#columns);
    this.#moveLastTo(b);
    return { first, second };
  }

  #moveLastTo(slot: number): void {
    const last = --this.#left;
    if (slot === last) return;
    const columns = this.#columns;
    this.#rows.copy(last, slot);
    this.#means.copyWithin(slot * columns, last * columns, (last + 1) * columns);
    this.#scatters[slot] = this.#scatters[last];
    this.#sizes[slot] = this.#sizes[last];
    this.#clusters[slot] = this.#clusters[last];
    this.#slots[this.#clusters[slot]] = slot;
  }
}
