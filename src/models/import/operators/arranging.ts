import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operator, Operators, Value, Values } from './contract.ts';
import { axisOf, checkedShape, constantValue, input, numbersIn, OperatorError, product, valueOf } from './values.ts';

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

/** The broadcast of two shapes. */
export function broadcastSizes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [one, other] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (one !== other && one !== 1 && other !== 1)
      throw new OperatorError(`[${a.join(', ')}] and [${b.join(', ')}] do not fit`);
    return one === 1 ? other : one;
  });
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

/** Sizes of the parts that a Split makes. */
export function splitSizes(length: number, outputs: number, given: readonly number[] | undefined): number[] {
  if (given) return [...given];
  const each = Math.ceil(length / outputs);
  return Array.from({ length: outputs }, (_, i) => Math.min(each, length - i * each));
}

/** What a Slice takes along one axis: from where, how many, at which steps. */
export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** The ranges of a Slice. */
export function slicedRanges(
  shape: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = starts.map((_, i) => i),
  steps: readonly number[] = starts.map(() => 1),
): Range[] {
  return axes.map((given, i) => {
    const axis = axisOf(given, shape.length);
    const [size, step] = [shape[axis], steps[i]];
    if (!(step !== 0 && ends.length === starts.length)) throw new OperatorError('it slices in steps of 0');
    const bounded = (value: number): number => {
      const counted = value < 0 ? value + size : value;
      return step > 0 ? Math.max(0, Math.min(size, counted)) : Math.max(-1, Math.min(size - 1, counted));
    };
    const [start, end] = [bounded(starts[i]), bounded(ends[i])];
    return { axis, start, count: Math.max(0, Math.ceil((end - start) / step)), step };
  });
}

/** Takes ranges of a tensor. */
export function slicedTensor(x: Tensor, ranges: readonly Range[]): Tensor {
  let y = x;
  for (const { axis, start, count, step } of ranges) {
    if (step !== 1 || count === 0) {
      y = tf.gather(
        y,
        tf.tensor1d(
          Array.from({ length: count }, (_, i) => start + i * step),
          'int32',
        ),
        axis,
      );
      continue;
    }
    const [before, after] = [product(y.shape.slice(0, axis)), product(y.shape.slice(axis + 1))];
    const part = tf.slice(tf.reshape(y, [before, y.shape[axis], after]), [0, start, 0], [before, count, after]);
    y = tf.reshape(
      part,
      y.shape.map((size, at) => (at === axis ? count : size)),
    );
  }
  return y;
}

/** Repeats a tensor along axes of size 1. */
export function expanded(x: Tensor, shape: readonly number[]): Tensor {
  const sizes = checkedShape(broadcastSizes(x.shape, shape));
  const aligned = tf.reshape(x, [...sizes.slice(x.rank).map(() => 1), ...x.shape]);
  const times = sizes.map((size, axis) => (aligned.shape[axis] === size ? 1 : size));
  return times.every((count) => count === 1) ? aligned : tf.tile(aligned, times);
}

/** Operators that only move or repeat values. */
export const arranging: Operators = {
  Identity: {
    over: 'elementwise',
    run: (inputs) => [{ ...input(inputs, 0), tensor: tf.clone(input(inputs, 0).tensor) }],
  },
  Dropout: {
    over: 'elementwise',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      if (numbersIn(inputs, 2)?.[0] && numbersIn(inputs, 1)?.[0] !== 0)
        throw new OperatorError('it was exported in training mode, so it drops values');
      const y = valueOf(tf.clone(tensor), type);
      return operation.outputs > 1 ? [y, valueOf(tf.onesLike(tensor), 'bool')] : [y];
    },
  },
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
  Slice: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const starts = numbersIn(inputs, 1) ?? operation.numbers('starts') ?? [];
      const ends = numbersIn(inputs, 2) ?? operation.numbers('ends') ?? [];
      const axes = numbersIn(inputs, 3) ?? operation.numbers('axes');
      return [
        valueOf(slicedTensor(tensor, slicedRanges(tensor.shape, starts, ends, axes, numbersIn(inputs, 4))), type),
      ];
    },
  },
  Expand: {
    run: (inputs) => {
      const { tensor, type } = input(inputs, 0);
      return [valueOf(expanded(tensor, numbersIn(inputs, 1) ?? []), type)];
    },
  },
  Tile: {
    run: (inputs) => {
      const { tensor, type } = input(inputs, 0);
      const times = numbersIn(inputs, 1) ?? [];
      checkedShape(tensor.shape.map((size, axis) => size * (times[axis] ?? 1)));
      return [valueOf(tf.tile(tensor, times), type)];
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
  Constant: {
    run: (_, operation) => {
      const tensor = operation.constant('value');
      if (tensor) return [constantValue(tensor)];
      const [one, many] = [operation.number('value_float', Number.NaN), operation.numbers('value_floats')];
      if (many) return [valueOf(tf.tensor1d([...many], 'float32'), 'float32')];
      if (!Number.isNaN(one)) return [valueOf(tf.scalar(one), 'float32')];
      const list = operation.numbers('value_ints');
      if (list) return [valueOf(tf.tensor1d([...list], 'int32'), 'int32')];
      const whole = operation.number('value_int', Number.NaN);
      if (Number.isNaN(whole)) throw new OperatorError('it holds no numbers');
      return [valueOf(tf.scalar(whole, 'int32'), 'int32')];
    },
  },
  ConstantOfShape: {
    run: (inputs, operation) => {
      const shape = checkedShape(numbersIn(inputs, 0) ?? []);
      const constant: Value = operation.constant('value')
        ? constantValue(operation.constant('value') as never)
        : valueOf(tf.scalar(0), 'float32');
      return [
        valueOf(tf.fill(shape, constant.tensor.dataSync()[0], constant.tensor.dtype as 'float32'), constant.type),
      ];
    },
  },
  Range: {
    run: (inputs) => {
      const [start, limit, delta] = [0, 1, 2].map((at) => (numbersIn(inputs, at) ?? [0])[0]);
      const [count] = checkedShape([Math.max(0, Math.ceil((limit - start) / delta))]);
      const { type } = input(inputs, 0);
      return [valueOf(tf.tensor1d(Array.from({ length: count }, (_, i) => start + i * delta)), type)];
    },
  },
  Trilu: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [rows, columns] = tensor.shape.slice(-2);
      const k = numbersIn(inputs, 1)?.[0] ?? 0;
      const isUpper = operation.number('upper', 1) === 1;
      const mask = Float32Array.from({ length: rows * columns }, (_, at) => {
        const offset = (at % columns) - Math.floor(at / columns);
        return Number(isUpper ? offset >= k : offset <= k);
      });
      return [valueOf(tf.mul(tensor, tf.cast(tf.tensor2d(mask, [rows, columns]), tensor.dtype)), type)];
    },
  },
  EyeLike: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [rows, columns] = tensor.shape;
      const k = operation.number('k', 0);
      const ones = Float32Array.from({ length: rows * columns }, (_, at) =>
        Number((at % columns) - Math.floor(at / columns) === k),
      );
      return [valueOf(tf.tensor2d(ones, [rows, columns]), operation.number('dtype', 0) === 0 ? type : 'float32')];
    },
  },
};
