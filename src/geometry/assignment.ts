import { Rows } from '../engine/matrix.ts';
import type { Matrix } from '../matrix.ts';

/** By how much a bound has to hold for sure: distances are known to six digits. */
const slack = 1e-5;

/**
 * Which centroid is nearest to every point, kept up to date while centroids move. A point whose centroid is nearer than half
 * the way to the next centroid, or nearer than any other can have come by moving, is not looked at again.
 *
 * Of equally near centroids the first counts.
 * @see Hamerly 2010, SIAM International Conference on Data Mining: exact, and of linear memory
 */
export class Assignment {
  readonly centroids: Matrix;
  readonly assigned: Int32Array;
  readonly #points: Matrix;
  readonly #rows: Rows;
  /** At least the distance to the own centroid, and at most that to any other. */
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;

  constructor(points: Matrix, { data, rows, columns }: Matrix) {
    this.#points = points;
    this.centroids = { data: data.slice(), rows, columns };
    this.#rows = new Rows(this.centroids);
    this.assigned = new Int32Array(points.rows);
    this.#upper = new Float64Array(points.rows).fill(Number.POSITIVE_INFINITY);
    this.#lower = new Float64Array(points.rows);
  }

  /** Assigns every point to its nearest centroid; whether any changed. */
  update(): boolean {
    const { columns, data } = this.#points;
    const halves = this.#halfDistances();
    let changed = false;
    for (let i = 0; i < this.assigned.length; i++) {
      const bound = Math.max(this.#lower[i], halves[this.assigned[i]]);
      if (this.#upper[i] * (1 + slack) < bound) continue;
      this.#upper[i] = Math.sqrt(this.#distance(i));
      if (this.#upper[i] * (1 + slack) < bound) continue;
      const distances = this.#rows.squaredDistances(data, i * columns);
      let [best, first, second] = [0, distances[0], Number.POSITIVE_INFINITY];
      for (let c = 1; c < distances.length; c++) {
        const distance = distances[c];
        if (distance >= second) continue;
        if (distance < first) [best, first, second] = [c, distance, first];
        else second = distance;
      }
      this.#upper[i] = Math.sqrt(first);
      this.#lower[i] = Math.sqrt(second);
      changed ||= best !== this.assigned[i];
      this.assigned[i] = best;
    }
    return changed;
  }

  /** Moves every centroid to the mean of its points; the sum of squared moves. */
  moveCentroids(weights: Float64Array): number {
    const { data, columns, rows: k } = this.centroids;
    const sums = new Float64Array(k * columns);
    const totals = new Float64Array(k);
    this.assigned.forEach((c, i) => {
      totals[c] += weights[i];
      for (let j = 0; j < columns; j++) sums[c * columns + j] += weights[i] * this.#points.data[i * columns + j];
    });
    this.#fillEmpty(weights, sums, totals);
    const moves = new Float64Array(k);
    for (let c = 0; c < k; c++) {
      let squares = 0;
      for (let j = 0; j < columns && totals[c] > 0; j++) {
        const before = data[c * columns + j];
        data[c * columns + j] = sums[c * columns + j] / totals[c];
        squares += (data[c * columns + j] - before) ** 2;
      }
      moves[c] = Math.sqrt(squares);
      this.#rows.set(c, data, c * columns);
    }
    this.#loosen(moves);
    return moves.reduce((sum, move) => sum + move * move, 0);
  }

  /** Squared distance of every point to its centroid. */
  distances(): Float64Array {
    return Float64Array.from(this.assigned, (_, i) => this.#distance(i));
  }

  /** Squared distance of a point to its centroid. */
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

  /** Gives empty clusters the points that are furthest from their centroids. */
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

  /** Lets the bounds hold after centroids have moved. */
  #loosen(moves: Float64Array): void {
    const largest = moves.reduce((most, move) => Math.max(most, move), 0) * (1 + slack);
    this.assigned.forEach((c, i) => {
      this.#upper[i] += moves[c] * (1 + slack);
      this.#lower[i] -= largest;
    });
  }

  /** Half the distance of every centroid to the nearest other one. */
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
