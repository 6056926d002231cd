import { tf } from '../../../engine/tensors.ts';
import type { Operator, Operators, Values } from './contract.ts';
import { axisOf, input, numbersIn, OperatorError, product, valueOf } from './values.ts';

/** The sizes that a Reshape asks for: 0 keeps a size, −1 takes the rest. */
export function reshapedSizes(shape: readonly number[], target: readonly number[], keepsZero = false): number[] {
  const sizes = target.map((size, axis) => (size === 0 && !keepsZero ? (shape[axis] ?? 0) : size));
  const [all, known] = [product(shape), product(sizes.filter((size) => size !== -1))];
  const filled = sizes.map((size) => (size === -1 ? all / known : size));
  if (product(filled) === all && sizes.filter((size) => size === -1).length <= 1 && filled.every(Number.isInteger))
    return filled;
  throw new OperatorError(`it reshapes [${shape.join(', ')}] into [${target.join(', ')}]`);
}

/** The shape without axes of size 1. */
export function squeezedSizes(shape: readonly number[], axes: readonly number[] | undefined): number[] {
  const gone =
    axes && axes.length > 0
      ? axes.map((axis) => axisOf(axis, shape.length))
      : [...shape.keys()].filter((axis) => shape[axis] === 1);
  if (gone.some((axis) => shape[axis] !== 1))
    throw new OperatorError(`it removes the axes ${gone.join(', ')} of [${shape.join(', ')}]`);
  return shape.filter((_, axis) => !gone.includes(axis));
}

/** The shape with axes of size 1 inserted. */
export function unsqueezedSizes(shape: readonly number[], axes: readonly number[]): number[] {
  const rank = shape.length + axes.length;
  const added = axes.map((axis) => axisOf(axis, rank));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (rest.shift() as number)));
}

function reshaped(
  sizes: (shape: readonly number[], inputs: Values, operation: Parameters<Operator['run']>[1]) => number[],
): Operator {
  return {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      return [valueOf(tf.reshape(tensor, sizes(tensor.shape, inputs, operation)), type)];
    },
  };
}

/** Operators that give a tensor other axes, and those that read its sizes. */
export const reshaping: Operators = {
  Reshape: reshaped((shape, inputs, operation) =>
    reshapedSizes(
      shape,
      numbersIn(inputs, 1) ?? operation.numbers('shape') ?? [],
      operation.number('allowzero', 0) === 1,
    ),
  ),
  Flatten: reshaped((shape, _, operation) => {
    const given = operation.number('axis', 1);
    const axis = given < 0 ? given + shape.length : given;
    return [product(shape.slice(0, axis)), product(shape.slice(axis))];
  }),
  Squeeze: reshaped((shape, inputs, operation) =>
    squeezedSizes(shape, numbersIn(inputs, 1) ?? operation.numbers('axes')),
  ),
  Unsqueeze: reshaped((shape, inputs, operation) =>
    unsqueezedSizes(shape, numbersIn(inputs, 1) ?? operation.numbers('axes') ?? []),
  ),
  Transpose: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const order = operation.numbers('perm') ?? [...tensor.shape.keys()].reverse();
      return [valueOf(tf.transpose(tensor, [...order]), type)];
    },
  },
  Shape: {
    run: (inputs, operation) => {
      const { shape } = input(inputs, 0).tensor;
      const part = shape.slice(operation.number('start', 0), operation.number('end', shape.length));
      return [valueOf(tf.tensor1d(part, 'int32'), 'int32')];
    },
  },
  Size: { run: (inputs) => [valueOf(tf.scalar(input(inputs, 0).tensor.size, 'int32'), 'int32')] },
};
