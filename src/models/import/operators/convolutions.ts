import { tf, type Tensor, type Tensor4D, type Tensor5D } from '../../../engine/tensors.ts';
import { spread } from '../../../engine/corrections/dilated-convolutions.ts';
import type { Operation, Operators, Values } from './contract.ts';
import { input, numbersIn, OperatorError, valueOf } from './values.ts';
import { groupsOf, hasChannelsLast, onChannelsLast, paddedPlaces, spanOf, windowsOf, type Windows } from './windows.ts';

/** [out, in, ...field] -> [...field, in, out]. */
export function kernelLast(kernel: Tensor): Tensor {
  return tf.transpose(kernel, [...kernel.shape.slice(2).map((_, i) => i + 2), 1, 0]);
}

/** A sequence as an image of one column, so that one operation computes both. */
const asImage = <T extends Tensor>(x: T, axis: number): Tensor4D => tf.expandDims(x, axis) as Tensor4D;

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
  if (groups === channels && strides.length === 2 && strides[0] === strides[1]) {
    const [rows, columns, , out] = kernel.shape;
    const filters = tf.reshape(kernel, [rows, columns, channels, out / channels]) as Tensor4D;
    return tf.depthwiseConv2d(x as Tensor4D, filters, strides as [number, number], 'valid');
  }
  const parts = tf.split(kernel, groups, kernel.rank - 1);
  const sums = tf
    .split(x, groups, x.rank - 1)
    .map((part, i) => convolvePadded(part, parts[i], { kernel: [], strides, dilations, pads: [], beyond: [] }, 1));
  return tf.concat(sums, x.rank - 1);
}

function withBias(sums: Tensor, inputs: Values): Tensor {
  const bias = inputs[2]?.tensor;
  return bias ? tf.add(sums, bias) : sums;
}

/**
 * The sizes by which the full output of a transposed convolution is padded; negative where it is cut.
 *
 * @param target - the sizes of the output, as TensorFlow states them: the windows lie as in the convolution whose gradient it is
 */
export function transposedPads(
  operation: Operation,
  sizes: readonly number[],
  kernel: readonly number[],
  target?: readonly number[],
): { windows: Windows; cuts: [number, number][] } {
  const windows = windowsOf(operation, sizes, kernel);
  const { strides, dilations } = windows;
  const extra = operation.numbers('output_padding') ?? sizes.map(() => 0);
  const wanted = operation.numbers('output_shape');
  const explicit = operation.numbers('pads') ?? [];
  const mode = operation.text('auto_pad', 'NOTSET');
  const cuts = sizes.map((size, axis): [number, number] => {
    const full = (size - 1) * strides[axis] + spanOf(kernel[axis], dilations[axis]);
    const isSame = mode.startsWith('SAME');
    if (target) {
      const total = full - target[axis]; // below zero where no window reaches the end
      const before = isSame ? Math.floor(Math.max(0, total) / 2) : mode === 'VALID' ? 0 : (explicit[axis] ?? 0);
      return [-before, before - total];
    }
    if (!wanted && !isSame) {
      const [before, behind] = mode === 'VALID' ? [0, 0] : [explicit[axis] ?? 0, explicit[axis + sizes.length] ?? 0];
      return [-before, extra[axis] - behind];
    }
    const length = wanted ? wanted[wanted.length - sizes.length + axis] : size * strides[axis];
    const total = full + extra[axis] - length;
    const less = Math.floor(total / 2);
    const [before, behind] = mode === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
    return [-before, extra[axis] - behind];
  });
  return { windows, cuts };
}

/** x [batch, ...places, in], kernel [...field, out, in] -> the full output [batch, ...places, out]. */
function convolveBack(x: Tensor, kernel: Tensor, { strides, dilations }: Windows): Tensor {
  const spaced = dilations.some((rate) => rate > 1) ? spread(kernel, dilations) : kernel;
  const places = x.shape.slice(1, -1).map((size, axis) => (size - 1) * strides[axis] + spaced.shape[axis]);
  const shape = [x.shape[0], ...places, kernel.shape[kernel.rank - 2]];
  if (strides.length === 3)
    return tf.conv3dTranspose(
      x as Tensor5D,
      spaced as Tensor5D,
      shape as Tensor5D['shape'],
      strides as [number, number, number],
      'valid',
    );
  if (strides.length === 2)
    return tf.conv2dTranspose(
      x as Tensor4D,
      spaced as Tensor4D,
      shape as Tensor4D['shape'],
      strides as [number, number],
      'valid',
    );
  const image = tf.conv2dTranspose(
    asImage(x, 2),
    asImage(spaced, 1),
    [shape[0], shape[1], 1, shape[2]],
    [strides[0], 1],
    'valid',
  );
  return tf.squeeze(image, [2]);
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
  ConvTranspose: {
    over: 'items',
    run: (inputs, operation) => {
      const [{ tensor, type }, { tensor: weights }] = [input(inputs, 0), input(inputs, 1)];
      const groups = operation.number('group', 1);
      const field = weights.shape.slice(2);
      const places = hasChannelsLast(operation) ? tensor.shape.slice(1, -1) : tensor.shape.slice(2);
      const { windows, cuts } = transposedPads(
        operation,
        places,
        field,
        numbersIn(inputs, 3)?.slice(1, -1), // of TensorFlow
      );
      const kernel = tf.transpose(weights, [...field.map((_, i) => i + 2), 1, 0]); // [...field, out / groups, in]
      const compute = (x: Tensor): Tensor => {
        const parts = tf.split(kernel, groups, kernel.rank - 1);
        const sums = tf.split(x, groups, x.rank - 1).map((part, i) => convolveBack(part, parts[i], windows));
        return withBias(paddedPlaces(groups === 1 ? sums[0] : tf.concat(sums, x.rank - 1), cuts), inputs);
      };
      return [valueOf(onChannelsLast(tensor, operation, compute), type)];
    },
  },
};
