/**
 * Permutes the axes of an array in C order.
 *
 * @param order - the axis of the array per axis of the result
 * @returns the values of the result in C order
 */
export function permuted(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [sizes, steps] = [order.map((axis) => shape[axis]), order.map((axis) => strides[axis])];
  const position = sizes.map(() => 0);
  let from = 0;
  return Float32Array.from({ length: values.length }, () => {
    const value = values[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++position[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      position[axis] = 0;
    }
    return value;
  });
}
