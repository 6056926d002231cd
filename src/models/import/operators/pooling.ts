import { tf, type Tensor, type Tensor4D, type Tensor5D } from '../../../engine/tensors.ts';
import type { Operation, Operator, Operators } from './contract.ts';
import { input, OperatorError, valueOf } from './values.ts';
import { hasChannelsLast, onChannelsLast, paddedPlaces, windowsOf, type Windows } from './windows.ts';

/** A number below all that a network computes; infinity would leave NaN in gradients. */
const lowest = -3.4e38;

type Pool = (x: Tensor, windows: Windows) => Tensor;

function pooling(pool: (x: Tensor, windows: Windows, operation: Operation) => Tensor): Operator {
  return {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      if (operation.outputs > 1) throw new OperatorError('it returns the positions of the largest values');
      const places = hasChannelsLast(operation) ? tensor.shape.slice(1, -1) : tensor.shape.slice(2);
      const windows = windowsOf(operation, places, operation.numbers('kernel_shape') ?? []);
      const compute = (x: Tensor): Tensor => pool(tf.cast(x, 'float32'), windows, operation);
      return [valueOf(onChannelsLast(tensor, operation, compute), type)];
    },
  };
}

/** Zeros and places beyond, together. */
const allPads = ({ pads, beyond }: Windows): (readonly [number, number])[] =>
  pads.map(([before, behind], axis) => [before, behind + beyond[axis]]);

/** The values at one place of every window. */
function atPlace(x: Tensor, { strides, dilations, kernel }: Windows, place: readonly number[]): Tensor {
  const starts = [0, ...place.map((at, axis) => at * dilations[axis]), 0];
  const counts = kernel.map(
    (size, axis) => Math.floor((x.shape[axis + 1] - (size - 1) * dilations[axis] - 1) / strides[axis]) + 1,
  );
  const ends = [
    x.shape[0],
    ...counts.map((count, axis) => starts[axis + 1] + (count - 1) * strides[axis] + 1),
    x.shape[x.rank - 1],
  ];
  return tf.stridedSlice(x, starts, ends, [1, ...strides, 1]);
}

/** All places of a window. */
const placesOf = (kernel: readonly number[]): number[][] =>
  kernel.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, at) => [...place, at])),
    [[]],
  );

const maxOf: Pool = (x, windows) => {
  const { kernel, strides, dilations } = windows;
  const pads = allPads(windows);
  const isDilated = dilations.some((rate) => rate > 1);
  if (kernel.length === 2 && !isDilated) {
    const isPadded = pads.some(([before, behind]) => before + behind > 0);
    const sides = [[0, 0], ...pads, [0, 0]] as [[number, number], [number, number], [number, number], [number, number]];
    return tf.maxPool(
      x as Tensor4D,
      kernel as [number, number],
      strides as [number, number],
      isPadded ? (sides as never) : 'valid',
    );
  }
  const padded = paddedPlaces(x, pads, lowest);
  if (isDilated)
    return placesOf(kernel)
      .map((place) => atPlace(padded, windows, place))
      .reduce((a, b) => tf.maximum(a, b));
  if (kernel.length === 3)
    return tf.maxPool3d(
      padded as Tensor5D,
      kernel as [number, number, number],
      strides as [number, number, number],
      'valid',
    );
  return tf.squeeze(tf.maxPool(tf.expandDims(padded, 2) as Tensor4D, [kernel[0], 1], [strides[0], 1], 'valid'), [2]);
};

/** The means of windows that lie inside x. */
const meanOf: Pool = (x, windows) => {
  const { kernel, strides, dilations } = windows;
  if (dilations.some((rate) => rate > 1)) {
    const places = placesOf(kernel);
    return tf.div(tf.addN(places.map((place) => atPlace(x, windows, place))), places.length);
  }
  if (kernel.length === 3)
    return tf.avgPool3d(
      x as Tensor5D,
      kernel as [number, number, number],
      strides as [number, number, number],
      'valid',
    );
  if (kernel.length === 2)
    return tf.avgPool(x as Tensor4D, kernel as [number, number], strides as [number, number], 'valid');
  return tf.squeeze(tf.avgPool(tf.expandDims(x, 2) as Tensor4D, [kernel[0], 1], [strides[0], 1], 'valid'), [2]);
};

/** Means over the values in each window; zeros count if `count_include_pad` is 1. */
function averageOf(x: Tensor, windows: Windows, operation: Operation): Tensor {
  const pads = allPads(windows);
  const sums = meanOf(paddedPlaces(x, pads), windows);
  const includesZeros = operation.number('count_include_pad', 0) === 1;
  const { beyond } = windows;
  const uncounted = includesZeros ? beyond.map((count): [number, number] => [0, count]) : pads;
  if (uncounted.every(([before, behind]) => before + behind === 0)) return sums;
  const counted = includesZeros ? paddedPlaces(tf.onesLike(firstItem(x)), windows.pads, 1) : tf.onesLike(firstItem(x));
  return tf.div(sums, meanOf(paddedPlaces(counted, uncounted), windows));
}

/** One item with one channel, of the size of the others. */
const firstItem = (x: Tensor): Tensor => tf.zeros([1, ...x.shape.slice(1, -1), 1]);

function globalPooling(reduce: (x: Tensor, axes: number[]) => Tensor): Operator {
  return {
    over: 'items',
    run: (inputs) => {
      const { tensor, type } = input(inputs, 0);
      return [valueOf(reduce(tensor, [...tensor.shape.keys()].slice(2)), type)];
    },
  };
}

/** Poolings of the standard. */
export const poolings: Operators = {
  MaxPool: pooling(maxOf),
  AveragePool: pooling(averageOf),
  LpPool: pooling((x, windows, operation) => {
    const p = operation.number('p', 2);
    const { kernel } = windows;
    const powers = meanOf(paddedPlaces(tf.pow(tf.abs(x), p), allPads(windows)), windows);
    return tf.pow(
      tf.mul(
        powers,
        kernel.reduce((all, size) => all * size, 1),
      ),
      1 / p,
    );
  }),
  GlobalAveragePool: globalPooling((x, axes) => tf.mean(x, axes, true)),
  GlobalMaxPool: globalPooling((x, axes) => tf.max(x, axes, true)),
};
