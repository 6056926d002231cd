import type { Matrix } from '../../matrix/matrix.ts';
import { kernelMemory } from './kernel-memory.ts';
import type { KernelModule } from '../wasm/kernels/signatures.ts';

/** Points and rows multiplied at a time: few enough for the products to stay in the caches. */
const pointsAtOnce = 64;
const rowsAtOnce = 512;

/** Largest relative change of a number by rounding to float32. */
const rounding = 2 ** -24;

/** The row nearest to each point. */
export interface Nearest {
  /** Index of the nearest row, the first if several are equally near, [points]; -1 if there are no rows. */
  readonly rows: Int32Array;
  /** Squared distance to the nearest row, [points]; Infinity if there are no rows. */
  readonly distances: Float32Array;
}

/**
 * Rows of float32, for finding the nearest row to many points at a time. Matrix products, which take a fraction of the time of
 * distances, select candidates. The distances to these decide, with the same bits as the distances of `Rows`.
 */
export class NearestRows {
  readonly #kernels: KernelModule;
  readonly #stride: number;
  readonly #columns: number;
  readonly #halfNorms: Float64Array;
  readonly #longest: number;
  readonly #rows: Float32Array;
  readonly #packed: Float32Array;
  readonly #offsets: Float32Array;
  readonly #points: Float32Array;
  readonly #products: Float32Array;
  /** Per point: the largest product, the smallest squared distance, its row (int32) and the slack. */
  readonly #best: Float32Array;
  readonly #bestRows: Int32Array;
  readonly #scratch: Float32Array;

  /** Copies the rows of a matrix. */
  constructor({ data, rows, columns }: Matrix) {
    this.#columns = columns;
    this.#stride = 4 * Math.ceil(columns / 4);
    const widest = Math.min(rowsAtOnce, rows);
    const lengths = [
      ...[rows * this.#stride, columns * 8 * Math.ceil(widest / 8), widest],
      ...[pointsAtOnce * this.#stride, pointsAtOnce * widest, 4 * pointsAtOnce, 4],
    ].map((length) => 4 * Math.ceil(length / 4));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const { buffer, kernels } = kernelMemory(4 * total);
    this.#kernels = kernels;
    let at = 0;
    const parts = lengths.map((length) => {
      const part = new Float32Array(buffer, at, length);
      at += part.byteLength;
      return part;
    });
    [this.#rows, this.#packed, this.#offsets, this.#points, this.#products, this.#best, this.#scratch] = parts;
    this.#bestRows = new Int32Array(buffer, this.#best.byteOffset, this.#best.length);
    for (let row = 0; row < rows; row++) this.#rows.set(rowOf(data, row, columns), row * this.#stride);
    this.#halfNorms = halfNorms({ data, rows, columns });
    this.#longest = Math.sqrt(2 * this.#halfNorms.reduce((a, b) => Math.max(a, b), 0));
  }

  /**
   * Finds the row nearest to each point among the rows [start, end).
   *
   * @param points - as many columns as the rows
   */
  nearest(points: Matrix, start: number, end: number): Nearest {
    const nearest = {
      rows: new Int32Array(points.rows).fill(-1),
      distances: new Float32Array(points.rows).fill(Infinity),
    };
    const largest = new Float32Array(points.rows).fill(-Infinity);
    const slacks = halfNorms(points).map((half) => this.#slack(Math.sqrt(2 * half)));
    for (let row = start; row < end; row += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, end - row);
      this.#pack(row, count);
      for (let point = 0; point < points.rows; point += pointsAtOnce) {
        const n = Math.min(pointsAtOnce, points.rows - point);
        for (let i = 0; i < n; i++) {
          this.#points.set(rowOf(points.data, point + i, points.columns), i * this.#stride);
          this.#best.set([largest[point + i], nearest.distances[point + i], 0, slacks[point + i]], 4 * i);
          this.#bestRows[4 * i + 2] = nearest.rows[point + i];
        }
        this.#search(n, row, count);
        for (let i = 0; i < n; i++) {
          largest[point + i] = this.#best[4 * i];
          nearest.distances[point + i] = this.#best[4 * i + 1];
          nearest.rows[point + i] = this.#bestRows[4 * i + 2];
        }
      }
    }
    return nearest;
  }

  /**
   * The most by which a product may fall short of the largest if its row can still be the nearest. Each of the two products is
   * off by at most d + 2 roundings of the lengths' product and half square; the distance is off by as many of its own.
   */
  #slack(length: number): number {
    return 4 * (this.#columns + 8) * rounding * (length + this.#longest) ** 2;
  }

  #pack(row: number, count: number): void {
    for (let i = 0; i < count; i++) this.#offsets[i] = -this.#halfNorms[row + i];
    const at = this.#rows.byteOffset + 4 * row * this.#stride;
    this.#kernels.pack(at, this.#packed.byteOffset, this.#columns, count, 1, this.#stride);
  }

  #search(n: number, row: number, count: number): void {
    const rowBytes = 4 * this.#stride;
    const [points, products] = [this.#points.byteOffset, this.#products.byteOffset];
    this.#kernels.product(
      ...[points, n, n, 1, rowBytes, 0, 0, 1, this.#columns, 0],
      ...[this.#packed.byteOffset, this.#offsets.byteOffset, products, count, 0],
    );
    this.#kernels.nearestRows(
      ...[products, points, n, this.#rows.byteOffset + row * rowBytes, count, rowBytes, row],
      ...[this.#best.byteOffset, this.#scratch.byteOffset],
    );
  }
}

function rowOf(data: Float32Array, row: number, columns: number): Float32Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** ½ ‖x‖² per row. */
function halfNorms({ data, rows, columns }: Matrix): Float64Array {
  const halves = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) sum += data[at] * data[at];
    halves[row] = sum / 2;
  }
  return halves;
}
