import { filledPart } from '../../corrections/average-pooling.ts';
import type { Padding, PoolAttributes } from '../../kernels/attributes.ts';
import { tf, type Tensor, type Tensor4D } from '../../tensors.ts';
import { bindingTensor, type NativeKernel } from './kernel.ts';

type ExplicitPadding = Extract<Padding, object>;

/** Max pooling with any padding. */
export const maxPool: NativeKernel<PoolAttributes> = {
  kernelName: 'MaxPool',
  compute({ inputs: { x }, attrs, backend, original }) {
    if (x.dtype !== 'float32') return original();
    const { window, outShape } = geometryOf(x.shape, attrs);
    const [id] = backend.getInputTensorIds([x]);
    return bindingTensor(backend, backend.binding.maxPool(id, window, outShape), outShape);
  },
};

/** Gradient of max pooling; it goes to the first of the largest inputs in each window. */
export const maxPoolGrad: NativeKernel<PoolAttributes> = {
  kernelName: 'MaxPoolGrad',
  compute({ inputs: { dy, input, output }, attrs, backend }) {
    const ids = backend.getInputTensorIds([dy, input, output]);
    return bindingTensor(backend, backend.binding.maxPoolGrad(ids, geometryOf(input.shape, attrs).window), input.shape);
  },
};

/** Average pooling with any padding, which is not counted; tfjs-node supports only "same" and "valid". */
export const avgPool: NativeKernel<PoolAttributes> = {
  kernelName: 'AvgPool',
  compute: ({ inputs: { x }, attrs, original }) =>
    tf.tidy(() => {
      if (!isExplicit(attrs.pad)) return original() as Tensor;
      const means = tf.avgPool(tf.pad(x as Tensor4D, attrs.pad), attrs.filterSize, attrs.strides, 'valid');
      return tf.div<Tensor>(means, filledPart(x.shape, attrs));
    }),
};

/** Gradient of average pooling. */
export const avgPoolGrad: NativeKernel<PoolAttributes> = {
  kernelName: 'AvgPoolGrad',
  compute: ({ inputs: { dy, input }, attrs, original }) =>
    tf.tidy(() => {
      if (!isExplicit(attrs.pad)) return original() as Tensor;
      const { filterSize, strides, pad } = attrs;
      const operands = {
        dy: tf.div<Tensor>(dy as Tensor, filledPart(input.shape, attrs)),
        input: tf.pad(input as Tensor4D, pad),
      };
      const slopes = tf.engine().runKernel<Tensor>('AvgPoolGrad', operands, { filterSize, strides, pad: 'valid' });
      const corner = pad.map(([before]) => before);
      return tf.slice(slopes, corner, input.shape);
    }),
};

function isExplicit(pad: Padding): pad is ExplicitPadding {
  return typeof pad === 'object';
}

function geometryOf(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes) {
  const input = shape as [number, number, number, number];
  const g = tf.backend_util.computePool2DInfo(input, filterSize, strides, 1, pad, dimRoundingMode);
  const window = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth, g.padInfo.top, g.padInfo.left];
  return { window, outShape: g.outShape };
}
