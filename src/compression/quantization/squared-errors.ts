import type { Points } from './tally.ts';

/**
 * The squared errors of intervals of sorted values, each about the mean of its interval, in constant time.
 *
 *   e(i, j) = Σ c x² − (Σ c x)² / Σ c   over the values at i … j − 1, with counts c
 *
 * Values are taken relative to the median, and sums are kept to twice the precision of a number, because intervals are small
 * differences of large sums.
 */
export class SquaredErrors {
  readonly #origin: number;
  readonly #weights: Float64Array;
  readonly #sums: Float64Array;
  readonly #sumsRest: Float64Array;
  readonly #squares: Float64Array;
  readonly #squaresRest: Float64Array;

  constructor({ values, counts }: Points) {
    const size = values.length + 1;
    this.#origin = values[values.length >> 1];
    this.#weights = new Float64Array(size);
    [this.#sums, this.#sumsRest] = [new Float64Array(size), new Float64Array(size)];
    [this.#squares, this.#squaresRest] = [new Float64Array(size), new Float64Array(size)];
    for (let i = 0; i < values.length; i++) {
      const x = values[i] - this.#origin;
      this.#weights[i + 1] = this.#weights[i] + counts[i];
      add(this.#sums, this.#sumsRest, i, counts[i] * x);
      add(this.#squares, this.#squaresRest, i, counts[i] * x * x);
    }
  }

  of(start: number, end: number): number {
    const sum = this.#sums[end] - this.#sums[start] + (this.#sumsRest[end] - this.#sumsRest[start]);
    const squares = this.#squares[end] - this.#squares[start] + (this.#squaresRest[end] - this.#squaresRest[start]);
    const error = squares - (sum * sum) / (this.#weights[end] - this.#weights[start]);
    return error > 0 ? error : 0;
  }

  mean(start: number, end: number): number {
    const sum = this.#sums[end] - this.#sums[start] + (this.#sumsRest[end] - this.#sumsRest[start]);
    return this.#origin + sum / (this.#weights[end] - this.#weights[start]);
  }
}

/** Writes the next prefix sum: the rounded sum, and what rounding lost (Knuth's two-sum). */
function add(sums: Float64Array, rest: Float64Array, i: number, term: number): void {
  const sum = sums[i] + term;
  const added = sum - sums[i];
  sums[i + 1] = sum;
  rest[i + 1] = rest[i] + (sums[i] - (sum - added) + (term - added));
}
