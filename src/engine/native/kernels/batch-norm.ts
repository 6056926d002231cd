import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { NormalisationAttributes } from '../../kernels/attributes.ts';
import { tf } from '../../tensors.ts';
import { type Attribute, float, float32, type NativeKernel, truth, typeOf } from './kernel.ts';

/** Normalisation with the statistics of the batch over all axes but the last; returns [y, μ, σ²]. */
export const batchNormTraining: NativeKernel<NormalisationAttributes> = {
  kernelName: 'BatchNormTraining',
  compute({ inputs: { x, scale, offset }, attrs, backend }) {
    return tf.tidy(() => {
      const channels = x.shape[x.shape.length - 1];
      const none = tf.tensor1d([]);
      const operands = [fourDimensional(x), scale ?? tf.ones([channels]), offset ?? tf.zeros([channels]), none, none];
      // outputs 1 and 2 are for moving averages, with the variance scaled by n / (n - 1); 3 and 4 are μ and σ²
      const [y, , , mean, variance] = backend.executeMultipleOutputs('FusedBatchNormV3', training(attrs), operands, 6);
      return [tf.reshape(y, x.shape), mean, variance];
    });
  },
};

/** Gradients of `BatchNormTraining` with respect to x, scale and offset. */
export const batchNormTrainingGrad: NativeKernel<NormalisationAttributes> = {
  kernelName: 'BatchNormTrainingGrad',
  compute({ inputs: { x, dy, mean, variance, scale }, attrs, backend }) {
    return tf.tidy(() => {
      const operands = [
        ...[fourDimensional(dy), fourDimensional(x)],
        ...[scale ?? tf.ones(mean.shape), mean, variance, tf.tensor1d([])],
      ];
      const [dx, dScale, dOffset] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        training(attrs),
        operands,
        5,
      );
      return [tf.reshape(dx, x.shape), dScale, dOffset];
    });
  },
};

/** Gradient of `FusedBatchNorm` with respect to x: dy · scale / √(σ² + ε). */
export const batchNormInputGrad: NativeKernel<NormalisationAttributes> = {
  kernelName: 'BatchNormInputGrad',
  compute({ inputs: { dy, variance, scale }, attrs: { varianceEpsilon } }) {
    return tf.tidy(() => {
      const precision = tf.rsqrt(tf.add(variance as Tensor, varianceEpsilon));
      return tf.mul(dy as Tensor, scale ? tf.mul(precision, scale as Tensor) : precision);
    });
  },
};

function training({ varianceEpsilon }: NormalisationAttributes): Attribute[] {
  return [float32, typeOf('U', 'float32'), float('epsilon', varianceEpsilon), truth('is_training', true)];
}

/** Reshapes [.., channels] to an image with one row, because TensorFlow normalises only images. */
function fourDimensional(x: TensorInfo): Tensor {
  if (x.shape.length === 4) return x as Tensor;
  const channels = x.shape[x.shape.length - 1];
  return tf.reshape(x as Tensor, [-1, 1, 1, channels]);
}
