import { tf } from '../../../engine/tensors.ts';
import { expanded } from './broadcasting.ts';
import type { Operators } from './contract.ts';
import { axisOf, input, numbersIn, valueOf } from './values.ts';

/** Sizes of the parts that a Split makes. */
export function splitSizes(length: number, outputs: number, given: readonly number[] | undefined): number[] {
  if (given) return [...given];
  const each = Math.ceil(length / outputs);
  return Array.from({ length: outputs }, (_, i) => Math.min(each, length - i * each));
}

/** Operators that join tensors along an axis, or split one. */
export const joining: Operators = {
  Concat: {
    run: (inputs, operation) => {
      const [first, ...others] = inputs.map((_, at) => input(inputs, at));
      const axis = axisOf(operation.number('axis', 0), first.tensor.rank);
      const batch = Math.max(...inputs.map((_, at) => input(inputs, at).tensor.shape[0] ?? 1));
      const repeats = operation.number('repeats_constants', 0) === 1; // a builder of a network: constants lack the batch
      const tensors = [first, ...others].map(({ tensor }) =>
        repeats && tensor.shape[0] !== batch ? expanded(tensor, [batch, ...tensor.shape.slice(1)]) : tensor,
      );
      return [valueOf(others.length === 0 ? tf.clone(first.tensor) : tf.concat(tensors, axis), first.type)];
    },
  },
  Split: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axis = axisOf(operation.number('axis', 0), tensor.rank);
      const parts = operation.number('num_outputs', operation.outputs);
      const sizes = splitSizes(tensor.shape[axis], parts, numbersIn(inputs, 1) ?? operation.numbers('split'));
      return tf.split(tensor, sizes, axis).map((part) => valueOf(part, type));
    },
  },
};
