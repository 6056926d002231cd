import type { Constant } from '../../contract.ts';
import { product } from '../../operators/values.ts';

/** The filters of a convolution. */
export interface Filters {
  readonly out: number;
  /** Channels that a filter reads. */
  readonly within: number;
  readonly field: readonly number[];
  /**
   * The values [...field, in, out].
   *
   * @param inputs - per channel that is read, its number in the graph; undefined if they agree
   * @param outputs - per channel of the result, its number in the graph; undefined if they agree
   */
  readonly values: (inputs?: Int32Array, outputs?: Int32Array) => Float32Array;
}

/**
 * Reads the kernel of a convolution.
 *
 * @param isLast - whether the kernel is [...field, in, out], as in TensorFlow; otherwise it is [out, in, ...field]
 */
export function filtersOf(kernel: Constant, isLast: boolean): Filters {
  const { shape } = kernel;
  const field = isLast ? shape.slice(0, -2) : shape.slice(2);
  const [within, out] = isLast ? shape.slice(-2) : [shape[1], shape[0]];
  const places = product(field);
  const [perPlace, perInput, perOutput] = isLast ? [within * out, out, 1] : [1, places, within * places];
  return {
    out,
    within,
    field,
    values: (inputs, outputs) => {
      const { data } = kernel;
      if (isLast && !inputs && !outputs) return new Float32Array(data);
      const values = new Float32Array(product(shape));
      for (let o = 0; o < out; o++)
        for (let i = 0; i < within; i++) {
          const from = (outputs ? outputs[o] : o) * perOutput + (inputs ? inputs[i] : i) * perInput;
          for (let place = 0; place < places; place++)
            values[(place * within + i) * out + o] = data[from + place * perPlace];
        }
      return values;
    },
  };
}
