import { Rows } from '../engine/arrays/matrix.ts';
import { rowsAt, type Matrix } from '../matrix/matrix.ts';

/** Safety factor of the bounds: distances are accurate to six digits. */
const slack = 1 + 1e-5;

/**
 * Tracks the nearest centroid of every point while centroids move. A point is skipped if it is nearer to its centroid than half
 * the distance from there to the next centroid, or than any other centroid can have come. A point that is nearer to its
 * centroid than any other centroid was is compared only with centroids that moved.
 *
 * @see Hamerly 2010, SIAM International Conference on Data Mining; Kaukoranta et al. 2000, IEEE Transactions on Image
 *   Processing 9(8): both are exact and need linear memory
 */
export class Assignment {
  readonly centroids: Matrix;
  readonly assigned: Int32Array;
  readonly #points: Matrix;
  readonly #rows: Rows;
  /** Bounds before the last move: `upper` on the distance to the assigned centroid, `lower` on that to any other. */
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  #moves: Float64Array;

  constructor(points: Matrix, { data, rows, columns }: Matrix) {
    this.#points = points;
    this.centroids = { data: data.slice(), rows, columns };
    this.#rows = new Rows(this.centroids);
    this.assigned = new Int32Array(points.rows);
    this.#upper = new Float64Array(points.rows).fill(Number.POSITIVE_INFINITY);
    this.#lower = new Float64Array(points.rows);
    this.#moves = new Float64Array(rows);
  }

  /** Assigns every point to its nearest centroid. Returns whether any assignment changed. */
  update(): boolean {
    const halves = this.#halfDistances();
    const largest = this.#moves.reduce((most, move) => Math.max(most, move), 0) * slack;
    const moved = Int32Array.from(this.#moves.keys()).filter((c) => this.#moves[c] > 0);
    const movedRows = new Rows(rowsAt(this.centroids, moved));
    let changed = false;
    for (let i = 0; i < this.assigned.length; i++) {
      const own = this.assigned[i];
      const before = this.#lower[i];
      const bound = Math.max(before - largest, halves[own]);
      this.#lower[i] = before - largest;
      this.#upper[i] += this.#moves[own] * slack;
      if (this.#upper[i] * slack < bound) continue;
      const squares = this.#distance(i);
      this.#upper[i] = Math.sqrt(squares);
      if (this.#upper[i] * slack < bound) continue;
      if (this.#upper[i] * slack < before) this.#choose(i, movedRows, moved, squares, before);
      else this.#choose(i, this.#rows);
      changed ||= own !== this.assigned[i];
    }
    this.#moves.fill(0);
    return changed;
  }

  /** Moves every centroid to the mean of its points. Returns the sum of squared moves. */
  moveCentroids(weights: Float64Array): number {
    const { data, columns, rows: k } = this.centroids;
    const sums = new Float64Array(k * columns);
    const totals = new Float64Array(k);
    for (let i = 0; i < this.assigned.length; i++) {
      const [to, from, weight] = [this.assigned[i] * columns, i * columns, weights[i]];
      totals[this.assigned[i]] += weight;
      for (let j = 0; j < columns; j++) sums[to + j] += weight * this.#points.data[from + j];
    }
    this.#fillEmpty(weights, sums, totals);
    let total = 0;
    for (let c = 0; c < k; c++) {
      let squares = 0;
      for (let at = c * columns; at < (c + 1) * columns && totals[c] > 0; at++) {
        const before = data[at];
        data[at] = sums[at] / totals[c];
        squares += (data[at] - before) ** 2;
      }
      this.#moves[c] = Math.sqrt(squares);
      this.#rows.set(c, data, c * columns);
      total += squares;
    }
    return total;
  }

  /** Returns the squared distance of every point to its centroid. */
  distances(): Float64Array {
    return Float64Array.from(this.assigned, (_, i) => this.#distance(i));
  }

  /**
   * Assigns a point to the nearest of some centroids, the first of equally near ones.
   *
   * @param names - indices of the centroids in `rows`; omitted if they are all
   * @param own - squared distance to the assigned centroid, which another one must beat
   * @param others - lower bound on the distance to any centroid outside `rows`, except the assigned one
   */
  #choose(i: number, rows: Rows, names?: Int32Array, own = Number.POSITIVE_INFINITY, others = own): void {
    const distances = rows.squaredDistances(this.#points.data, i * this.#points.columns);
    let [best, first, second] = [this.assigned[i], own, Number.POSITIVE_INFINITY];
    for (let at = 0; at < distances.length; at++) {
      const distance = distances[at];
      if (distance >= second) continue;
      const c = names ? names[at] : at;
      if (names && c === this.assigned[i]) continue; // known already
      if (distance < first) [best, first, second] = [c, distance, first];
      else second = distance;
    }
    this.assigned[i] = best;
    this.#upper[i] = Math.sqrt(first);
    this.#lower[i] = Math.min(Math.sqrt(second), others);
  }

  /** Returns the squared distance of a point to its centroid. */
  #distance(i: number): number {
    const { columns, data } = this.#points;
    const [from, to] = [i * columns, this.assigned[i] * columns];
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const difference = data[from + j] - this.centroids.data[to + j];
      sum += difference * difference;
    }
    return sum;
  }

  /** Moves the points furthest from their centroids into empty clusters. */
  #fillEmpty(weights: Float64Array, sums: Float64Array, totals: Float64Array): void {
    const empty = Array.from(totals.keys()).filter((c) => totals[c] === 0);
    if (empty.length === 0) return;
    const { columns, data } = this.#points;
    const distances = this.distances();
    const furthest = Int32Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a] || a - b);
    empty.slice(0, furthest.length).forEach((c, at) => {
      const i = furthest[at];
      const from = this.assigned[i];
      if (distances[i] === 0) return;
      totals[from] -= weights[i];
      totals[c] = weights[i];
      for (let j = 0; j < columns; j++) {
        sums[from * columns + j] -= weights[i] * data[i * columns + j];
        sums[c * columns + j] = weights[i] * data[i * columns + j];
      }
    });
  }

  /** Returns half the distance of every centroid to the nearest other one. */
  #halfDistances(): Float64Array {
    const { data, columns, rows: k } = this.centroids;
    return Float64Array.from({ length: k }, (_, c) => {
      const distances = this.#rows.squaredDistances(data, c * columns);
      let least = Number.POSITIVE_INFINITY;
      for (let other = 0; other < k; other++) if (other !== c) least = Math.min(least, distances[other]);
      return Math.sqrt(least) / 2;
    });
  }
}
