import { kernelMemory } from './kernel-memory.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

/** Points multiplied at a time, and rows whose products are held: both are small enough to stay in the caches. */
const pointsAtOnce = 32;
const rowsAtOnce = 512;

/**
 * Rows of float64 in their own WebAssembly memory, for inner products with many points at a time. SIMD instructions multiply
 * about a billion coordinates per second. The rows need no engine and are freed with the object.
 */
export class DoubleRows {
  readonly count: number;
  readonly columns: number;
  readonly #kernels: KernelModule;
  /** The rows in panels of four, stored coordinate by coordinate. */
  readonly #packed: Float64Array;
  readonly #offsets: Float64Array;
  readonly #points: Float64Array;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;

  /** Creates rows of zeros. */
  constructor(count: number, columns: number) {
    this.count = count;
    this.columns = columns;
    const padded = 4 * Math.ceil(count / 4);
    const lengths = {
      packed: padded * columns,
      offsets: padded,
      points: pointsAtOnce * columns,
      products: pointsAtOnce * Math.min(padded, rowsAtOnce),
      sums: 2 * pointsAtOnce,
    };
    const total = Object.values(lengths).reduce((sum, length) => sum + length, 0);
    const { buffer, kernels } = kernelMemory(8 * total);
    this.#kernels = kernels;
    let at = 0;
    const next = (length: number): Float64Array => {
      const part = new Float64Array(buffer, at, length);
      at += part.byteLength;
      return part;
    };
    this.#packed = next(lengths.packed);
    this.#offsets = next(lengths.offsets);
    this.#points = next(lengths.points);
    this.#products = next(lengths.products);
    this.#sums = next(lengths.sums);
    this.#offsets.fill(-Infinity, count);
  }

  /**
   * Replaces consecutive rows.
   *
   * @param first - index of the first row to replace
   * @param values - [rows, columns]
   */
  set(first: number, values: Float64Array): void {
    const { columns } = this;
    for (let i = 0, from = 0; from < values.length; i++) {
      const row = first + i;
      let to = (row >> 2) * 4 * columns + (row & 3);
      for (let j = 0; j < columns; j++, from++, to += 4) this.#packed[to] = values[from];
    }
  }

  /** Sets the constant added to the inner products with a row; 0 at first. */
  setOffset(row: number, offset: number): void {
    this.#offsets[row] = offset;
  }

  /**
   * Inner products of points with the rows.
   *
   * @param points - [n, columns]
   * @returns [n, count]
   */
  innerProducts(points: Float64Array): Float64Array {
    const { count } = this;
    const products = new Float64Array((points.length / this.columns) * count);
    this.#multiply(points, (firstPoint, n, firstRow, width) => {
      const rows = Math.min(width, count - firstRow);
      for (let i = 0; i < n; i++) {
        const start = i * width;
        products.set(this.#products.subarray(start, start + rows), (firstPoint + i) * count + firstRow);
      }
    });
    return products;
  }

  /**
   * Log-sum-exp of each point's inner products with all rows, log Σ_r e^⟨p, r⟩. No exponential overflows; those negligible
   * beside the largest vanish.
   *
   * @param points - [n, columns]
   * @returns [n]
   */
  logSums(points: Float64Array): Float64Array {
    const logarithms = new Float64Array(points.length / this.columns);
    this.#multiply(points, (firstPoint, n, firstRow, width) => {
      const sums = this.#sums;
      if (firstRow === 0) for (let i = 0; i < n; i++) [sums[2 * i], sums[2 * i + 1]] = [-Infinity, 0];
      this.#kernels.addExponentials(this.#products.byteOffset, n, width, sums.byteOffset);
      for (let i = 0; i < n; i++) logarithms[firstPoint + i] = sums[2 * i] + Math.log(sums[2 * i + 1]);
    });
    return logarithms;
  }

  /** Multiplies block by block and calls `use` after each, when `#products` holds the products of `n` points with `width` rows. */
  #multiply(points: Float64Array, use: (firstPoint: number, n: number, firstRow: number, width: number) => void): void {
    const { columns } = this;
    const n = points.length / columns;
    for (let point = 0; point < n; point += pointsAtOnce) {
      const block = points.subarray(point * columns, (point + pointsAtOnce) * columns);
      const atOnce = Math.min(pointsAtOnce, n - point);
      this.#points.set(block);
      for (let row = 0; row < this.#offsets.length; row += rowsAtOnce) {
        const width = Math.min(rowsAtOnce, this.#offsets.length - row);
        this.#kernels.product64(
          ...[this.#points.byteOffset, 4 * Math.ceil(atOnce / 4), columns],
          ...[this.#packed.byteOffset + 8 * row * columns, this.#offsets.byteOffset + 8 * row],
          ...[this.#products.byteOffset, width],
        );
        use(point, atOnce, row, width);
      }
    }
  }
}
