import { tf, type Tensor, type Tensor4D, type Tensor5D } from '../../../engine/tensors.ts';
import { spread } from '../../../engine/corrections/dilated-convolutions.ts';
import type { Operation, Operators } from './contract.ts';
import { asImage, withBias } from './convolutions.ts';
import { input, numbersIn, valueOf } from './values.ts';
import { hasChannelsLast, onChannelsLast, paddedPlaces, spanOf, windowsOf, type Windows } from './windows.ts';

/**
 * The sizes by which the full output of a transposed convolution is padded; negative where it is cut.
 *
 * @param target - the sizes of the output, as TensorFlow states them: the windows lie as in the convolution whose gradient it is
 */
function transposedPads(
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

/** Transposed convolutions of the standard. */
export const transposedConvolutions: Operators = {
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
