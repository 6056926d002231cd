import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operator, Operators } from './contract.ts';
import { axisOf, input, OperatorError, product, valueOf } from './values.ts';
import { hasChannelsLast } from './windows.ts';

/** (x − mean) / √(variance + ε) over axes. */
function standardised(x: Tensor, axes: number[], epsilon: number): Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon)));
}

/** A vector [channels] that broadcasts against [batch, channels, ...places]. */
const perChannel = (vector: Tensor, rank: number): Tensor =>
  tf.reshape(vector, [1, -1, ...Array.from({ length: rank - 2 }, () => 1)]);

/** exp(x − max) / Σ exp(x − max) along one axis, or its logarithm. */
function softmax(logarithm: boolean): Operator {
  const along = (x: Tensor, axis: number): Tensor => {
    if (axis === x.rank - 1) return logarithm ? tf.logSoftmax(x) : tf.softmax(x);
    const order = [...x.shape.keys()].map((at) => (at === axis ? x.rank - 1 : at === x.rank - 1 ? axis : at));
    const rows = tf.transpose(x, order);
    return tf.transpose(logarithm ? tf.logSoftmax(rows) : tf.softmax(rows), order);
  };
  return {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const isFlat = operation.version < 13; // all axes from this one on count as one
      const axis = axisOf(operation.number('axis', isFlat ? 1 : -1), tensor.rank);
      if (!isFlat) return [valueOf(along(tensor, axis), type)];
      const rows = tf.reshape(tensor, [product(tensor.shape.slice(0, axis)), product(tensor.shape.slice(axis))]);
      return [valueOf(tf.reshape(along(rows, 1), tensor.shape), type)];
    },
  };
}

/** y = scale · standardised x + shift over all axes from one on. */
function layerNormalised(
  x: Tensor,
  operation: Operation,
  normalise: (x: Tensor, axes: number[]) => Tensor,
  scale?: Tensor,
  shift?: Tensor,
): Tensor {
  const axis = axisOf(operation.number('axis', -1), x.rank);
  const axes = [...x.shape.keys()].slice(axis);
  const scaled = scale ? tf.mul(normalise(x, axes), scale) : normalise(x, axes);
  return shift ? tf.add(scaled, shift) : scaled;
}

/** Normalisations of the standard. */
export const normalisations: Operators = {
  Softmax: softmax(false),
  LogSoftmax: softmax(true),
  BatchNormalization: {
    over: 'items',
    run: (inputs, operation) => {
      if (operation.number('training_mode', 0) === 1) throw new OperatorError('it was exported in training mode');
      const { tensor, type } = input(inputs, 0);
      const [scale, shift, mean, variance] = [1, 2, 3, 4].map((at) => {
        const vector = input(inputs, at).tensor;
        return hasChannelsLast(operation) ? vector : perChannel(vector, tensor.rank);
      });
      const factor = tf.div(scale, tf.sqrt(tf.add(variance, operation.number('epsilon', 1e-5))));
      return [valueOf(tf.add(tf.mul(tf.sub(tensor, mean), factor), shift), type)];
    },
  },
  InstanceNormalization: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [scale, shift] = [1, 2].map((at) => perChannel(input(inputs, at).tensor, tensor.rank));
      const normal = standardised(tensor, [...tensor.shape.keys()].slice(2), operation.number('epsilon', 1e-5));
      return [valueOf(tf.add(tf.mul(normal, scale), shift), type)];
    },
  },
  GroupNormalization: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const [batch, channels, ...places] = tensor.shape;
      const groups = operation.number('num_groups', 1);
      const grouped = tf.reshape(tensor, [batch, groups, channels / groups, ...places]);
      const normal = tf.reshape(
        standardised(grouped, [...grouped.shape.keys()].slice(2), operation.number('epsilon', 1e-5)),
        tensor.shape,
      );
      const vectors = [1, 2].map((at) => {
        const vector = input(inputs, at).tensor; // one value per group before version 21
        const each =
          vector.size === groups && groups !== channels
            ? tf.reshape(tf.tile(tf.expandDims(vector, 1), [1, channels / groups]), [-1])
            : vector;
        return perChannel(each, tensor.rank);
      });
      return [valueOf(tf.add(tf.mul(normal, vectors[0]), vectors[1]), type)];
    },
  },
  LayerNormalization: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const epsilon = operation.number('epsilon', 1e-5);
      const y = layerNormalised(
        tensor,
        operation,
        (x, axes) => standardised(x, axes, epsilon),
        inputs[1]?.tensor,
        inputs[2]?.tensor,
      );
      if (operation.outputs === 1) return [valueOf(y, type)];
      const axes = [...tensor.shape.keys()].slice(axisOf(operation.number('axis', -1), tensor.rank));
      const mean = tf.mean(tensor, axes, true);
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(tf.sub(tensor, mean)), axes, true), epsilon));
      return [y, mean, inverse].map((each) => valueOf(each, type));
    },
  },
  RMSNormalization: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const epsilon = operation.number('epsilon', 1e-5);
      const scaled = (x: Tensor, axes: number[]): Tensor =>
        tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), axes, true), epsilon)));
      return [valueOf(layerNormalised(tensor, operation, scaled, inputs[1]?.tensor), type)];
    },
  },
  MeanVarianceNormalization: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axes = [...(operation.numbers('axes') ?? [0, 2, 3])];
      const centred = tf.sub(tensor, tf.mean(tensor, axes, true));
      return [valueOf(tf.div(centred, tf.add(tf.sqrt(tf.mean(tf.square(centred), axes, true)), 1e-9)), type)];
    },
  },
  LpNormalization: {
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const axis = axisOf(operation.number('axis', -1), tensor.rank);
      const isOne = operation.number('p', 2) === 1;
      const norm = isOne ? tf.sum(tf.abs(tensor), axis, true) : tf.sqrt(tf.sum(tf.square(tensor), axis, true));
      const safe = tf.where(tf.equal(norm, 0), tf.onesLike(norm), norm);
      return [valueOf(tf.div(tensor, safe), type)];
    },
  },
  LRN: {
    over: 'items',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const size = operation.number('size', 1);
      const before = Math.floor((size - 1) / 2);
      const sides = tensor.shape.map((_, axis): [number, number] =>
        axis === 1 ? [before, size - 1 - before] : [0, 0],
      );
      const squares = tf.pad(tf.square(tensor), sides);
      const window = Array.from({ length: size }, (_, at) =>
        tf.slice(
          squares,
          tensor.shape.map((_size, axis) => (axis === 1 ? at : 0)),
          tensor.shape,
        ),
      );
      const sum = tf.add(tf.mul(tf.addN(window), operation.number('alpha', 1e-4) / size), operation.number('bias', 1));
      return [valueOf(tf.div(tensor, tf.pow(sum, operation.number('beta', 0.75))), type)];
    },
  },
};
