import type { Constant } from '../../contract.ts';
import { product } from '../../operators/values.ts';

/** Values [out, in, ...field] in the order [...field, in, out]. */
export function kernelLast(
  data: ArrayLike<number>,
  shape: readonly number[],
  positions: Int32Array | undefined,
): Float32Array {
  const [out, within, ...field] = shape;
  const places = product(field);
  const kernel = new Float32Array(product(shape));
  for (let o = 0; o < out; o++)
    for (let i = 0; i < within; i++) {
      const from = (o * within + (positions ? positions[i] : i)) * places;
      for (let place = 0; place < places; place++) kernel[(place * within + i) * out + o] = data[from + place];
    }
  return kernel;
}

/** The filters [out, ...] in another order. */
export function reorderedRows({ data, shape }: Constant, order: Int32Array): Float32Array {
  const each = product(shape.slice(1));
  const all = data;
  const rows = new Float32Array(all.length);
  order.forEach((from, to) => {
    for (let i = 0; i < each; i++) rows[to * each + i] = all[from * each + i];
  });
  return rows;
}
