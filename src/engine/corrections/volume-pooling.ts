import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { tf, type Tensor } from '../tensors.ts';
import { correctKernel } from './correct.ts';

type Volume = [number, number, number, number, number];
type Image = [number, number, number, number];
type Triple = [number, number, number];
type ImagePadding = Parameters<typeof tf.backend_util.computePool2DInfo>[4];

interface VolumePoolAttributes {
  readonly filterSize: Triple | number;
  readonly strides: Triple | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** A 2D pooling of x [batch, rows, columns, channels], and its gradient. */
interface Pooling {
  readonly pool: 'MaxPool' | 'AvgPool';
  readonly gradient: 'MaxPoolGrad' | 'AvgPoolGrad';
}

const poolings: readonly Pooling[] = [
  { pool: 'MaxPool', gradient: 'MaxPoolGrad' },
  { pool: 'AvgPool', gradient: 'AvgPoolGrad' },
];

/**
 * Corrects 3D pooling by pooling rows and columns first, then the depth. The maximum of a box is the maximum of the maxima of its
 * slices; the mean of a box is the mean of the means, because all its slices hold equally many values.
 *
 * TensorFlow.js 4.22 has three errors. On WebAssembly maxima are right for positive numbers only. With padding `same` windows
 * start too late if the stride exceeds the window. Gradients of averages are divided by the whole window even at the border.
 */
export function correctVolumePooling(backend: string): void {
  for (const { pool, gradient } of poolings) {
    correctKernel<VolumePoolAttributes>(backend, `${pool}3D`, ({ inputs, attrs }) =>
      tf.tidy(() => pooledDepth(pool, pooledSlices(pool, inputs.x as Tensor, attrs), attrs)),
    );
    correctKernel<VolumePoolAttributes>(backend, `${pool}3DGrad`, ({ inputs, attrs }) =>
      tf.tidy(() => {
        const differentiated = (
          { outputs, inputs: shape, attrs: plan }: Plan,
          dOutputs: Tensor,
          input: Tensor,
          output: Tensor | undefined,
        ): Tensor => {
          const operands = {
            dy: tf.reshape(dOutputs, outputs),
            input: tf.reshape(input, shape),
            ...(output && { output: tf.reshape(output, outputs) }),
          };
          return tf.reshape(run(gradient, operands, plan), input.shape);
        };
        const [x, dy] = [inputs.input as Tensor, inputs.dy as Tensor];
        const slices = pooledSlices(pool, x, attrs);
        const toSlices = alongDepth(slices.shape as Volume, attrs);
        const dSlices = differentiated(toSlices, dy, slices, inputs.output as Tensor | undefined);
        const toInput = ofSlices(x.shape as Volume, attrs);
        const dx = differentiated(toInput, dSlices, x, inputs.output && slices);
        return dx;
      }),
    );
  }
}

function pooledSlices(pool: Pooling['pool'], x: Tensor, attrs: VolumePoolAttributes): Tensor {
  const [batch, depth, , , channels] = x.shape as Volume;
  const plan = ofSlices(x.shape as Volume, attrs);
  const pooled = run(pool, { x: tf.reshape(x, plan.inputs) }, plan.attrs);
  return tf.reshape(pooled, [batch, depth, plan.outputs[1], plan.outputs[2], channels]);
}

function pooledDepth(pool: Pooling['pool'], slices: Tensor, attrs: VolumePoolAttributes): Tensor {
  const [batch, , rows, columns, channels] = slices.shape as Volume;
  const plan = alongDepth(slices.shape as Volume, attrs);
  const pooled = run(pool, { x: tf.reshape(slices, plan.inputs) }, plan.attrs);
  return tf.reshape(pooled, [batch, plan.outputs[1], rows, columns, channels]);
}

/** The plan that pools each slice as a separate image. */
function ofSlices([batch, depth, rows, columns, channels]: Volume, attrs: VolumePoolAttributes): Plan {
  const [[, ...filterSize], [, ...strides]] = [triple(attrs.filterSize), triple(attrs.strides)];
  return planned([batch * depth, rows, columns, channels], filterSize, strides, padded(attrs.pad, true), attrs);
}

/** The plan that pools the depth: it becomes the rows of an image with one column, and all other axes become channels. */
function alongDepth([batch, depth, rows, columns, channels]: Volume, attrs: VolumePoolAttributes): Plan {
  const [[extent], [stride]] = [triple(attrs.filterSize), triple(attrs.strides)];
  const inputs: Image = [batch, depth, 1, rows * columns * channels];
  return planned(inputs, [extent, 1], [stride, 1], padded(attrs.pad, false), attrs);
}

/** The image shape and the attributes with which a 2D kernel pools. */
interface Plan {
  readonly inputs: Image;
  readonly outputs: number[];
  readonly attrs: object;
}

function planned(
  inputs: Image,
  filterSize: [number, number],
  strides: [number, number],
  pad: ImagePadding,
  { dimRoundingMode }: VolumePoolAttributes,
): Plan {
  const { outShape } = tf.backend_util.computePool2DInfo(inputs, filterSize, strides, 1, pad, dimRoundingMode);
  return { inputs, outputs: outShape, attrs: { filterSize, strides, pad, dimRoundingMode } };
}

/** Returns the padding per side for a number: around the rows, and around the columns if `columns` is set. */
function padded(pad: VolumePoolAttributes['pad'], columns: boolean): ImagePadding {
  if (typeof pad !== 'number') return pad;
  return [[0, 0], [pad, pad], columns ? [pad, pad] : [0, 0], [0, 0]];
}

const triple = (size: Triple | number): Triple => (typeof size === 'number' ? [size, size, size] : size);

function run(kernelName: string, inputs: Record<string, Tensor>, attrs: object): Tensor {
  return tf.engine().runKernel(kernelName, inputs, attrs as NamedAttrMap);
}
