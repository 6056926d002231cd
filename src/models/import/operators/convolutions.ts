import { tf, type Tensor, type Tensor4D, type Tensor5D } from '../../../engine/tensors.ts';
import { spread } from '../../../engine/corrections/dilated-convolutions.ts';
import type { Operators, Values } from './contract.ts';
import { input, OperatorError, valueOf } from './values.ts';
import { groupsOf, hasChannelsLast, onChannelsLast, paddedPlaces, windowsOf, type Windows } from './windows.ts';

/** [out, in, ...field] -> [...field, in, out]. */
export function kernelLast(kernel: Tensor): Tensor {
  return tf.transpose(kernel, [...kernel.shape.slice(2).map((_, i) => i + 2), 1, 0]);
}

/** A sequence as an image of one column, so that one operation computes both. */
export const asImage = <T extends Tensor>(x: T, axis: number): Tensor4D => tf.expandDims(x, axis) as Tensor4D;

/** x [batch, ...places, in], kernel [...field, in / groups, out] -> [batch, ...places, out]. */
function convolve(x: Tensor, kernel: Tensor, { strides, dilations, pads }: Windows, groups: number): Tensor {
  const padded = paddedPlaces(x, pads);
  if (strides.length === 1) {
    const image = {
      kernel: [kernel.shape[0], 1],
      strides: [strides[0], 1],
      dilations: [dilations[0], 1],
      pads: [],
      beyond: [],
    };
    return tf.squeeze(convolvePadded(asImage(padded, 2), asImage(kernel, 1), image, groups), [2]);
  }
  return convolvePadded(padded, kernel, { kernel: [], strides, dilations, pads: [], beyond: [] }, groups);
}

function convolvePadded(x: Tensor, kernel: Tensor, { strides, dilations }: Windows, groups: number): Tensor {
  const isDilated = dilations.some((rate) => rate > 1);
  if (isDilated && (strides.length === 3 || groups > 1 || strides.some((step) => step > 1)))
    return convolvePadded(
      x,
      spread(kernel, dilations),
      { kernel: [], strides, dilations: dilations.map(() => 1), pads: [], beyond: [] },
      groups,
    );
  const channels = x.shape[x.rank - 1];
  if (groups === 1 && strides.length === 3)
    return tf.conv3d(x as Tensor5D, kernel as Tensor5D, strides as [number, number, number], 'valid');
  if (groups === 1)
    return tf.conv2d(
      x as Tensor4D,
      kernel as Tensor4D,
      strides as [number, number],
      'valid',
      'NHWC',
      dilations as [number, number],
    );
  if (groups === channels && strides.length === 2) return depthwise(x as Tensor4D, kernel, strides);
  const parts = tf.split(kernel, groups, kernel.rank - 1);
  const sums = tf
    .split(x, groups, x.rank - 1)
    .map((part, i) => convolvePadded(part, parts[i], { kernel: [], strides, dilations, pads: [], beyond: [] }, 1));
  return tf.concat(sums, x.rank - 1);
}

/** Each channel by itself. Steps that differ are taken afterwards, because engines know equal ones only. */
function depthwise(x: Tensor4D, kernel: Tensor, strides: readonly number[]): Tensor {
  const [rows, columns, , out] = kernel.shape;
  const filters = tf.reshape(kernel, [rows, columns, x.shape[3], out / x.shape[3]]) as Tensor4D;
  if (strides[0] === strides[1]) return tf.depthwiseConv2d(x, filters, strides as [number, number], 'valid');
  return strides.reduce((sums, step, i) => everyNth(sums, i + 1, step), tf.depthwiseConv2d(x, filters, 1, 'valid'));
}

/** The first of every `step` values along an axis. A strided slice has no gradient in TensorFlow.js. */
function everyNth<T extends Tensor>(x: T, axis: number, step: number): T {
  if (step === 1) return x;
  const count = Math.ceil(x.shape[axis] / step);
  const padded = tf.pad(
    x,
    x.shape.map((size, at) => [0, at === axis ? count * step - size : 0] as [number, number]),
  );
  const [before, behind] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const runs = tf.reshape(padded, [...before, count, step, ...behind]);
  const first = tf.slice(runs, 0, [...before, count, 1, ...behind]);
  return tf.reshape(first, [...before, count, ...behind]) as T;
}

/** Adds the bias, the third input, if there is one. */
export function withBias(sums: Tensor, inputs: Values): Tensor {
  const bias = inputs[2]?.tensor;
  return bias ? tf.add(sums, bias) : sums;
}

/** Convolutions of the standard. */
export const convolutions: Operators = {
  Conv: {
    over: 'items',
    run: (inputs, operation) => {
      const [{ tensor, type }, { tensor: weights }] = [input(inputs, 0), input(inputs, 1)];
      const isLast = hasChannelsLast(operation);
      const kernel = isLast ? weights : kernelLast(weights);
      const places = isLast ? tensor.shape.slice(1, -1) : tensor.shape.slice(2);
      const channels = tensor.shape[isLast ? tensor.rank - 1 : 1];
      const [within, out] = kernel.shape.slice(-2);
      const groups = groupsOf(operation, channels, within);
      if (
        places.length < 1 ||
        places.length > 3 ||
        kernel.rank !== tensor.rank ||
        within * groups !== channels ||
        out % groups !== 0
      )
        throw new OperatorError(
          `its kernel [${weights.shape.join(', ')}] in ${groups} groups does not fit [${tensor.shape.join(', ')}]`,
        );
      const windows = windowsOf(operation, places, kernel.shape.slice(0, -2));
      return [
        valueOf(
          onChannelsLast(tensor, operation, (x) => withBias(convolve(x, kernel, windows, groups), inputs)),
          type,
        ),
      ];
    },
  },
};
