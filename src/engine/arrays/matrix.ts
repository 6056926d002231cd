import type { Matrix } from '../../matrix/matrix.ts';
import { kernelMemory } from './kernel-memory.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

export { DoubleRows } from './double-rows.ts';
export { NearestRows } from './nearest-rows.ts';

/**
 * Rows of float32 in WebAssembly memory of their own, for what one point is to all of them: SIMD instructions compare a point
 * with some hundred million coordinates a second per core. They need no engine, and are freed with the object.
 *
 * Equal rows give equal results wherever they lie, a row at distance 0 to itself; no distance is negative.
 */
export class Rows {
  readonly count: number;
  readonly columns: number;
  readonly #kernels: KernelModule;
  readonly #stride: number;
  readonly #point: Float32Array;
  readonly #out: Float32Array;
  readonly #rows: Float32Array;

  /** A copy of the rows of a matrix. */
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

  /** Replaces a row by the numbers of `values` from `offset` on. */
  set(row: number, values: Float32Array | Float64Array, offset: number): void {
    const at = row * this.#stride;
    for (let j = 0; j < this.columns; j++) this.#rows[at + j] = values[offset + j];
  }

  /** Copies one row over another. */
  copy(from: number, to: number): void {
    this.#rows.copyWithin(to * this.#stride, from * this.#stride, (from + 1) * this.#stride);
  }

  /**
   * Squared Euclidean distances of the first `count` rows to a point, the numbers of `values` from `offset` on.
   *
   * @returns [count], overwritten by the next call
   */
  squaredDistances(values: Float32Array | Float64Array, offset: number, count = this.count): Float32Array {
    return this.#run(this.#kernels.squaredDistances, values, offset, count);
  }

  /** Inner products of the first `count` rows with a point; as `squaredDistances`. */
  innerProducts(values: Float32Array | Float64Array, offset: number, count = this.count): Float32Array {
    return this.#run(this.#kernels.innerProducts, values, offset, count);
  }

  /** The inner product of a row with itself, bit for bit as `innerProducts` computes it. */
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
