import type { Matrix } from '../../matrix/matrix.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';
import { kernelMemory } from './kernel-memory.ts';
import { Rows } from './rows.ts';

/** Squared distances of rows to the nearest of the points that cover them so far. */
export class Coverage {
  readonly #rows: Rows;
  readonly #kernels: KernelModule;
  readonly #distances: Float32Array;
  readonly #nearest: Float32Array;

  /** Copies the rows of a matrix, at least one. Nothing covers them yet: their distances are Infinity. */
  constructor(matrix: Matrix) {
    this.#rows = new Rows(matrix);
    const padded = 4 * Math.ceil(matrix.rows / 4);
    const { buffer, kernels } = kernelMemory(8 * padded);
    this.#kernels = kernels;
    this.#nearest = new Float32Array(buffer, 0, padded).fill(Infinity, 0, matrix.rows).fill(-Infinity, matrix.rows);
    this.#distances = new Float32Array(buffer, 4 * padded, padded);
  }

  /**
   * Covers the rows by one more point, whose numbers start at `offset` in `values`.
   *
   * @returns the row that is then furthest, the first if several are
   */
  cover(values: Float32Array | Float64Array, offset: number): number {
    this.#distances.set(this.#rows.squaredDistances(values, offset));
    return this.#kernels.cover(this.#nearest.byteOffset, this.#distances.byteOffset, this.#rows.count);
  }

  /** Takes a row out: it counts as nearer than any other from now on. */
  exclude(row: number): void {
    this.#nearest[row] = -1;
  }

  /** Returns the row nearest to a point, the first if several are; parameters as in `cover`, covers nothing. */
  nearestTo(values: Float32Array | Float64Array, offset: number): number {
    const distances = this.#rows.squaredDistances(values, offset);
    let nearest = 0;
    for (let i = 1; i < distances.length; i++) if (distances[i] < distances[nearest]) nearest = i;
    return nearest;
  }
}
