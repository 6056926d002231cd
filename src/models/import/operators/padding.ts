import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operators, Values } from './contract.ts';
import { axisOf, checkedShape, input, numbersIn, OperatorError, valueOf } from './values.ts';

/** Sides of a Pad, per axis. */
function padsIn(inputs: Values, operation: Operation, rank: number): [number, number][] {
  const flat = numbersIn(inputs, 1) ?? operation.numbers('pads') ?? operation.numbers('paddings') ?? [];
  const axes = (numbersIn(inputs, 3) ?? Array.from({ length: rank }, (_, i) => i)).map((axis) => axisOf(axis, rank));
  if (flat.length !== 2 * axes.length)
    throw new OperatorError(`it pads by [${flat.join(', ')}] along ${axes.length} axes`);
  const sides = Array.from({ length: rank }, (): [number, number] => [0, 0]);
  axes.forEach((axis, i) => (sides[axis] = [flat[i], flat[i + axes.length]]));
  return sides;
}

/** The position that a value outside is copied from. */
function mirrored(at: number, size: number, mode: string): number {
  if (mode === 'edge') return Math.max(0, Math.min(size - 1, at));
  if (mode === 'wrap') return ((at % size) + size) % size;
  if (mode === 'symmetric') {
    // of TensorFlow: the values at the sides are repeated
    const place = ((at % (2 * size)) + 2 * size) % (2 * size);
    return Math.min(place, 2 * size - 1 - place);
  }
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const place = ((at % period) + period) % period;
  return place < size ? place : period - place;
}

function padded(x: Tensor, sides: readonly [number, number][], mode: string, value: number): Tensor {
  checkedShape(x.shape.map((size, axis) => size + sides[axis][0] + sides[axis][1]));
  if (mode === 'constant') {
    const begin = sides.map(([before]) => Math.max(0, -before));
    const size = x.shape.map((length, axis) => length - begin[axis] + Math.min(0, sides[axis][1]));
    const kept = tf.slice(x, begin, size);
    return tf.pad(
      kept,
      sides.map(([before, behind]): [number, number] => [Math.max(0, before), Math.max(0, behind)]),
      value,
    );
  }
  return sides.reduce((y: Tensor, [before, behind], axis) => {
    if (before === 0 && behind === 0) return y;
    const size = y.shape[axis];
    const places = Array.from({ length: size + before + behind }, (_, at) => mirrored(at - before, size, mode));
    return tf.gather(y, tf.tensor1d(places, 'int32'), axis);
  }, x);
}

/** Padding by a number, or by values of the tensor. */
export const padding: Operators = {
  Pad: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const sides = padsIn(inputs, operation, tensor.rank);
      const value = numbersIn(inputs, 2)?.[0] ?? operation.number('value', 0);
      return [valueOf(padded(tensor, sides, operation.text('mode', 'constant'), value), type)];
    },
  },
};
