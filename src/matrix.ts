/** A dense row-major matrix outside the tensor engine: element (i, j) is `data[i * columns + j]`. */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Some rows of a matrix, in the given order. */
export function rowsAt({ data, columns }: Matrix, indices: ArrayLike<number>): Matrix {
  const rows = new Float32Array(indices.length * columns);
  for (let to = 0; to < indices.length; to++) {
    const from = indices[to] * columns;
    rows.set(data.subarray(from, from + columns), to * columns);
  }
  return { data: rows, rows: indices.length, columns };
}
