import { product } from '../../operators/values.ts';

/** Rows and columns that are moved together, so that whole lines of a processor's cache are read and written. */
const side = 32;

/**
 * Values [out, in, ...field] in the order [...field, in, out].
 *
 * @param positions - per input in the result, its number in the given values; undefined if they agree
 */
export function kernelLast(
  data: ArrayLike<number>,
  shape: readonly number[],
  positions: Int32Array | undefined,
): Float32Array {
  const [out, within, ...field] = shape;
  const places = product(field);
  const columns = within * places;
  const starts = startsOf(within, places, out, positions);
  const kernel = new Float32Array(out * columns);
  const tile = new Float32Array(side * side);
  for (let row = 0; row < out; row += side) {
    const height = Math.min(side, out - row);
    for (let column = 0; column < columns; column += side) {
      const width = Math.min(side, columns - column);
      for (let o = 0; o < height; o++) {
        const from = (row + o) * columns + column;
        for (let j = 0; j < width; j++) tile[j * side + o] = data[from + j];
      }
      for (let j = 0; j < width; j++) {
        const to = starts[column + j] + row;
        for (let o = 0; o < height; o++) kernel[to + o] = tile[j * side + o];
      }
    }
  }
  return kernel;
}

/** Per column of the given values, where its row of the kernel begins. */
function startsOf(within: number, places: number, out: number, positions: Int32Array | undefined): Float64Array {
  const starts = new Float64Array(within * places);
  for (let i = 0; i < within; i++)
    for (let place = 0; place < places; place++)
      starts[(positions ? positions[i] : i) * places + place] = (place * within + i) * out;
  return starts;
}

/** Rows [out, ...] in another order; in their own if it is undefined. */
export function reorderedRows(
  { data, shape }: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
  order: Int32Array | undefined,
): Float32Array {
  if (!order) return Float32Array.from(data);
  const each = product(shape.slice(1));
  const rows = new Float32Array(data.length);
  order.forEach((from, to) => {
    for (let i = 0; i < each; i++) rows[to * each + i] = data[from * each + i];
  });
  return rows;
}
