import { gatherRows } from './rows.ts';

/** A dense row-major matrix outside the tensor engine: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Copies some rows of a matrix, in the order of `indices`. */
export function rowsAt({ data, columns }: Matrix, indices: ArrayLike<number>): Matrix {
  return { data: gatherRows(data, indices, columns), rows: indices.length, columns };
}

/** Copies the columns `kept` of the rows `indices` of a matrix, both in their order. */
export function elementsAt({ data, columns }: Matrix, indices: ArrayLike<number>, kept: ArrayLike<number>): Matrix {
  const elements = new Float32Array(indices.length * kept.length);
  for (let i = 0, at = 0; i < indices.length; i++) {
    const from = indices[i] * columns;
    for (let j = 0; j < kept.length; j++) elements[at++] = data[from + kept[j]];
  }
  return { data: elements, rows: indices.length, columns: kept.length };
}

/** Yields blocks of at most `size` rows of a matrix, as views, in order. */
export function* blocksOf({ data, rows, columns }: Matrix, size: number): Generator<Matrix> {
  for (let first = 0; first < rows; first += size) {
    const block = data.subarray(first * columns, (first + size) * columns);
    yield { data: block, rows: Math.min(size, rows - first), columns };
  }
}

/** Calls `use` with blocks of at most `size` rows of a matrix, as views, in order. */
export function inBlocks(matrix: Matrix, size: number, use: (first: number, block: Matrix) => void): void {
  let first = 0;
  for (const block of blocksOf(matrix, size)) {
    use(first, block);
    first += block.rows;
  }
}

/** Joins the rows of matrices into one matrix. */
export function joinRows(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, rows, columns };
}

/** Splits a matrix into its first `first` columns and the others; both are copies. */
export function splitColumns({ data, rows, columns }: Matrix, first: number): [Matrix, Matrix] {
  const [left, right] = [new Float32Array(rows * first), new Float32Array(rows * (columns - first))];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    left.set(data.subarray(start, start + first), row * first);
    right.set(data.subarray(start + first, start + columns), row * (columns - first));
  }
  return [
    { data: left, rows, columns: first },
    { data: right, rows, columns: columns - first },
  ];
}
