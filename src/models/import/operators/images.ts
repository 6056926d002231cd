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

/** How a Resize finds the place in the input of a place in the output. */
function placeOf(
  at: number,
  scale: number,
  sizes: readonly [number, number],
  mode: string,
  roi: readonly [number, number],
): number {
  const [from, to] = sizes;
  switch (mode) {
    case 'asymmetric':
      return at / scale;
    case 'align_corners':
      return to === 1 && scale * from <= 1 ? 0 : (at * (from - 1)) / (scale * from - 1);
    case 'pytorch_half_pixel':
      return to > 1 ? (at + 0.5) / scale - 0.5 : 0;
    case 'half_pixel_symmetric': {
      const adjustment = to / (scale * from);
      return (from / 2) * (1 - adjustment) + (at + 0.5) / scale - 0.5;
    }
    case 'tf_half_pixel_for_nn':
      return (at + 0.5) / scale;
    case 'tf_crop_and_resize':
      return to > 1
        ? roi[0] * (from - 1) + (at * (roi[1] - roi[0]) * (from - 1)) / (to - 1)
        : 0.5 * (roi[0] + roi[1]) * (from - 1);
    default:
      return (at + 0.5) / scale - 0.5;
  }
}

const roundings: Readonly<Record<string, (place: number) => number>> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Weights of the neighbours at integer places around a place. */
function neighbours(place: number, operation: Operation, stretch: number): [number, number][] {
  const mode = operation.text('mode', 'nearest');
  if (mode === 'nearest') return [[roundings[operation.text('nearest_mode', 'round_prefer_floor')](place), 1]];
  const a = operation.number('cubic_coeff_a', -0.75);
  const kernel = mode === 'cubic' ? (t: number) => cubic(t, a) : (t: number) => Math.max(0, 1 - t);
  const reach = (mode === 'cubic' ? 2 : 1) * stretch;
  const first = Math.ceil(place - reach);
  const pairs = Array.from({ length: Math.floor(place + reach) - first + 1 }, (_, i): [number, number] => [
    first + i,
    kernel(Math.abs(first + i - place) / stretch),
  ]);
  return pairs.filter(([, weight]) => weight !== 0);
}

/** @see Keys 1981, IEEE Transactions on Acoustics, Speech and Signal Processing 29, equation 4 */
function cubic(t: number, a: number): number {
  if (t <= 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
}

/** The interpolation along one axis as a matrix [to, from]. */
function interpolation(
  from: number,
  to: number,
  scale: number,
  operation: Operation,
  roi: readonly [number, number],
): { matrix: Float32Array; outside: number[] } {
  const mode = operation.text('coordinate_transformation_mode', 'half_pixel');
  const stretch = operation.number('antialias', 0) === 1 && scale < 1 ? 1 / scale : 1;
  const excludes = operation.number('exclude_outside', 0) === 1;
  const matrix = new Float32Array(to * from);
  const outside: number[] = [];
  for (let at = 0; at < to; at++) {
    const place = placeOf(at, scale, [from, to], mode, roi);
    if (mode === 'tf_crop_and_resize' && (place < 0 || place > from - 1)) outside.push(at);
    const pairs = neighbours(place, operation, stretch).filter(([near]) => !excludes || (near >= 0 && near < from));
    const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [near, weight] of pairs) matrix[at * from + Math.max(0, Math.min(from - 1, near))] += weight / total;
  }
  return { matrix, outside };
}

function resized(inputs: Values, operation: Operation): Tensor {
  const { tensor } = input(inputs, 0);
  const isOld = operation.version < 11;
  const given = operation.numbers('axes');
  const axes = given?.map((axis) => axisOf(axis, tensor.rank)) ?? [...tensor.shape.keys()];
  const spread = <T>(values: readonly T[] | undefined, standard: (axis: number) => T): T[] =>
    tensor.shape.map((_, axis) => (values && axes.includes(axis) ? values[axes.indexOf(axis)] : standard(axis)));
  const scaleInput = numbersIn(inputs, isOld ? 1 : 2);
  const wanted = isOld ? undefined : numbersIn(inputs, 3);
  const regions = isOld ? undefined : numbersIn(inputs, 1);
  let scales = spread(scaleInput?.length ? scaleInput : operation.numbers('scales'), () => 1);
  let sizes = tensor.shape.map((size, axis) => Math.floor(size * scales[axis]));
  if (wanted?.length) {
    sizes = spread(wanted, (axis) => tensor.shape[axis]);
    scales = sizes.map((size, axis) => size / tensor.shape[axis]);
    const policy = operation.text('keep_aspect_ratio_policy', 'stretch');
    if (policy !== 'stretch') {
      const ratios = axes.map((axis) => scales[axis]);
      const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
      scales = spread(
        axes.map(() => scale),
        () => 1,
      );
      sizes = tensor.shape.map((size, axis) => (axes.includes(axis) ? Math.floor(size * scale + 0.5) : size));
    }
  }
  checkedShape(sizes);
  return sizes.reduce(
    (y: Tensor, to: number, axis) => {
      const from = tensor.shape[axis];
      const at = axes.indexOf(axis);
      const roi: [number, number] = regions?.length && at >= 0 ? [regions[at], regions[at + axes.length]] : [0, 1];
      if (to === from && scales[axis] === 1 && roi[0] === 0 && roi[1] === 1) return y;
      const rules = isOld ? old(operation) : operation;
      const { matrix, outside } = interpolation(from, to, scales[axis], rules, roi);
      const order: number[] = [...y.shape.keys()].filter((each) => each !== axis).concat(axis);
      const rows = tf.transpose(y, order);
      const result = tf.matMul(tf.reshape(rows, [-1, from]), tf.tensor2d(matrix, [to, from]), false, true);
      const filled =
        outside.length > 0 ? withOutside(result, outside, operation.number('extrapolation_value', 0)) : result;
      const back = [...order.keys()].map((each) => order.indexOf(each));
      return tf.transpose(tf.reshape(filled, [...rows.shape.slice(0, -1), to] as number[]), back);
    },
    tf.cast(tensor, 'float32'),
  );
}

function withOutside(rows: Tensor, columns: readonly number[], value: number): Tensor {
  const mask = Float32Array.from({ length: rows.shape[1] ?? 0 }, (_, at) => Number(!columns.includes(at)));
  const kept = tf.tensor1d(mask);
  return tf.add(tf.mul(rows, kept), tf.mul(tf.sub(1, kept), value));
}

/** Before version 11, places were not centred. */
const oldRules: Readonly<Record<string, string>> = {
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
};

const old = (operation: Operation): Operation => ({
  ...operation,
  text: (name, standard) => oldRules[name] ?? operation.text(name, standard),
});

/** Operators on images: padding, resizing, and exchanging channels for places. */
export const images: Operators = {
  Pad: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const sides = padsIn(inputs, operation, tensor.rank);
      const value = numbersIn(inputs, 2)?.[0] ?? operation.number('value', 0);
      return [valueOf(padded(tensor, sides, operation.text('mode', 'constant'), value), type)];
    },
  },
  Resize: { run: (inputs, operation) => [valueOf(resized(inputs, operation), input(inputs, 0).type)] },
  Upsample: {
    run: (inputs, operation) => [valueOf(resized(inputs, { ...operation, version: 9 }), input(inputs, 0).type)],
  },
  DepthToSpace: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [batch, channels, rows, columns] = tensor.shape;
      const block = operation.number('blocksize', 1);
      const depth = channels / block ** 2;
      const isColumnFirst = operation.text('mode', 'DCR') === 'CRD';
      const parts = isColumnFirst
        ? [batch, depth, block, block, rows, columns]
        : [batch, block, block, depth, rows, columns];
      const order = isColumnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
      return [
        valueOf(
          tf.reshape(tf.transpose(tf.reshape(tensor, parts), order), [batch, depth, rows * block, columns * block]),
          type,
        ),
      ];
    },
  },
  SpaceToDepth: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [batch, channels, rows, columns] = tensor.shape;
      const block = operation.number('blocksize', 1);
      const order = operation.text('mode', 'DCR') === 'CRD' ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4];
      const parts = tf.reshape(tensor, [batch, channels, rows / block, block, columns / block, block]);
      return [
        valueOf(
          tf.reshape(tf.transpose(parts, order), [batch, channels * block ** 2, rows / block, columns / block]),
          type,
        ),
      ];
    },
  },
};
