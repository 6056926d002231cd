import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Constant, ElementType } from '../contract.ts';
import type { Operator, Value, Values } from './contract.ts';

/** Most values that an operator may compute: 1 GiB. A file of a few bytes can ask for more. */
const mostValues = 2 ** 28;

/** Thrown where a node asks for something that the operator does not offer, or that makes no sense; in words. */
export class OperatorError extends Error {}

/** The type of the engine for a type of the graph. */
export const dtypeOf = (type: ElementType): 'float32' | 'int32' | 'bool' =>
  type === 'float32' || type === 'bool' ? type : 'int32';

export const valueOf = (tensor: Tensor, type: ElementType): Value => ({
  tensor: tensor.dtype === dtypeOf(type) ? tensor : tf.cast(tensor, dtypeOf(type)),
  type,
});

/** The tensor of a constant. */
export function constantValue({ type, shape, data }: Constant): Value {
  return { tensor: tf.tensor(data, [...shape], dtypeOf(type)), type };
}

/** An input that must be there. */
export function input(inputs: Values, at: number): Value {
  const value = inputs[at];
  if (!value) throw new OperatorError(`it has no input ${at}`);
  return value;
}

/** The numbers of an input, or undefined if it is omitted. */
export function numbersIn(inputs: Values, at: number): number[] | undefined {
  const value = inputs[at];
  return value && Array.from(value.tensor.dataSync());
}

/** An axis counted from the front. @throws OperatorError if there is none */
export function axisOf(axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(counted) && counted >= 0 && counted < Math.max(rank, 1)) return counted;
  throw new OperatorError(`it names the axis ${axis} of ${rank}`);
}

/** @throws OperatorError if a tensor of this shape would be too large */
export function checkedShape(shape: readonly number[]): number[] {
  const size = shape.reduce((product, side) => product * side, 1);
  const isShape = shape.length <= 8 && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
  if (isShape && size <= mostValues) return [...shape];
  throw new OperatorError(
    `it would compute [${shape.slice(0, 9).join(', ')}], and at most ${mostValues} values are computed`,
  );
}

/** An operator that changes each value by itself and keeps the type. */
export function pointwise(compute: (x: Tensor, ...more: Tensor[]) => Tensor): Operator {
  return {
    over: 'elementwise',
    run: (inputs) => {
      const { type } = input(inputs, 0);
      const tensors = inputs.flatMap((value) => (value ? [value.tensor] : []));
      return [valueOf(compute(tensors[0], ...tensors.slice(1)), type)];
    },
  };
}

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
