import type { GradConfig } from '@tensorflow/tfjs-core';
import { tf, type Tensor } from '../tensors.ts';
import { correctGradient } from './correct.ts';

type Axes = number | number[];

/**
 * Corrects the gradients of the largest and the smallest value along axes. Where several values tie, TensorFlow.js 4.22 gives each
 * of them the whole slope, so that global max pooling over n equal steps, such as the padding of a text, counts n times.
 * TensorFlow gives each of them an equal share.
 */
export function correctTiedExtremes(): void {
  correctGradient('Max', sharedAmong);
  correctGradient('Min', sharedAmong);
}

const sharedAmong =
  (common: GradConfig['gradFunc']): GradConfig['gradFunc'] =>
  (dy, saved, attrs) => ({
    x: () => {
      const [x, y] = saved;
      const { reductionIndices, axis = reductionIndices } = attrs as unknown as Record<string, Axes>;
      const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((a, b) => a - b);
      const areNeighbours = axes.every((place, i) => place === axes[0] + i);
      if (areNeighbours && x.dtype === 'float32' && x.size > 0 && tf.getKernel('ExtremeGrad', tf.getBackend()))
        return tf.engine().runKernel<Tensor>('ExtremeGrad', { x, y, dy: dy as Tensor }, { axes });
      const extremes = tf.reshape(
        y,
        x.shape.map((size, i) => (axes.includes(i) ? 1 : size)),
      );
      const ties = tf.sum(tf.cast(tf.equal(x, extremes), 'float32'), axes);
      return common(tf.div(dy as Tensor, tf.reshape(ties, (dy as Tensor).shape)), saved, attrs).x();
    },
  });
