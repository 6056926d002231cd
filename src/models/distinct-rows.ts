import type { Matrix } from '../matrix/matrix.ts';

/** Items without repetition, and which of them each item is: words that a vocabulary lacks make many texts the same ids. */
export function distinctRows(
  ids: Int32Array,
  length: number,
): { readonly inputs: Int32Array; readonly size: number; readonly rowOf: number[] } {
  const width = length * ids.BYTES_PER_ELEMENT;
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
  const rows = new Map<string, number>();
  const inputs = new Int32Array(ids.length);
  const rowOf = Array.from({ length: ids.length / length }, (_, item) => {
    const key = bytes.toString('latin1', item * width, (item + 1) * width);
    const known = rows.get(key);
    if (known !== undefined) return known;
    inputs.set(ids.subarray(item * length, (item + 1) * length), rows.size * length);
    rows.set(key, rows.size);
    return rows.size - 1;
  });
  return { inputs: inputs.subarray(0, rows.size * length), size: rows.size, rowOf };
}

/** The rows of a matrix at some positions. */
export function repeated({ data, columns }: Matrix, rowOf: readonly number[]): Matrix {
  const values = new Float32Array(rowOf.length * columns);
  rowOf.forEach((row, at) => values.set(data.subarray(row * columns, (row + 1) * columns), at * columns));
  return { data: values, rows: rowOf.length, columns };
}
