import type { Matrix } from '../../matrix/matrix.ts';
import { kernelMemory } from './kernel-memory.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

/**
 * Rows of float32 in their own WebAssembly memory, for comparing one point with all of them. SIMD instructions compare a few
 * hundred million coordinates per second and core. The rows need no engine and are freed with the object.
 *
 * Equal rows give equal results at any position. A row has distance 0 to itself, and no distance is negative.
 */
export class Rows {
  readonly count: number;
  readonly columns: number;
  readonly #kernels: KernelModule;
  readonly #stride: number;
  readonly #point: Float32Array;
  readonly #out: Float32Array;
  readonly #rows: Float32Array;

  /** Copies the rows of a matrix. */
  constructor({ data, rows, columns }: Matrix) {
    this.count = rows;
    this.columns = columns;
    this.#stride = Math.max(4, 4 * Math.ceil(columns / 4));
    const outLength = 4 * Math.ceil(rows / 4);
    const floats = this.#stride + outLength + rows * this.#stride;
    const { buffer, kernels } = kernelMemory(4 * floats);
    this.#kernels = kernels;
    this.#point = new Float32Array(buffer, 0, this.#stride);
    this.#out = new Float32Array(buffer, 4 * this.#stride, outLength);
    this.#rows = new Float32Array(buffer, 4 * (this.#stride + outLength), rows * this.#stride);
    for (let row = 0; row < rows; row++) this.set(row, data, row * columns);
  }

  /** Replaces a row by the numbers that start at `offset` in `values`. */
  set(row: number, values: Float32Array | Float64Array, offset: number): void {
    const at = row * this.#stride;
    for (let j = 0; j < this.columns; j++) this.#rows[at + j] = values[offset + j];
  }

  /** Copies row `from` over row `to`. */
  copy(from: number, to: number): void {
    this.#rows.copyWithin(to * this.#stride, from * this.#stride, (from + 1) * this.#stride);
  }

  /**
   * Squared Euclidean distances of the first `count` rows to a point, whose numbers start at `offset` in `values`.
   *
   * @returns [count], overwritten by the next call
   */
  squaredDistances(values: Float32Array | Float64Array, offset: number, count = this.count): Float32Array {
    return this.#run(this.#kernels.squaredDistances, values, offset, count);
  }

  /** Inner products of the first `count` rows with a point; parameters and result as in `squaredDistances`. */
  innerProducts(values: Float32Array | Float64Array, offset: number, count = this.count): Float32Array {
    return this.#run(this.#kernels.innerProducts, values, offset, count);
  }

  /** Inner product of a row with itself, with the same bits as from `innerProducts`. */
  squaredNorm(row: number): number {
    this.#point.set(this.#rows.subarray(row * this.#stride, (row + 1) * this.#stride));
    this.#kernels.innerProducts(
      this.#point.byteOffset,
      this.#point.byteOffset,
      this.#out.byteOffset,
      1,
      4 * this.#stride,
    );
    return this.#out[0];
  }

  #run(
    kernel: KernelModule['squaredDistances'],
    values: Float32Array | Float64Array,
    offset: number,
    count: number,
  ): Float32Array {
    for (let j = 0; j < this.columns; j++) this.#point[j] = values[offset + j];
    kernel(this.#rows.byteOffset, 0, this.#out.byteOffset, count, 4 * this.#stride);
    return this.#out.subarray(0, count);
  }
}
