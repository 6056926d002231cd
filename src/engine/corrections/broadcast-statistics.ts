import { tf, type Tensor } from '../tensors.ts';
import { correctGradient, correctKernel } from './correct.ts';
import { sumTo } from './sum-to.ts';

/**
 * Corrects normalisation with broadcast statistics, which batch normalisation over any axis but the last needs. TensorFlow.js
 * repeats the statistics along the last axis whatever their shape.
 *
 *   y = (x − μ) / √(σ² + ε) · scale + offset
 */
export function correctNormalisation(backend: string): void {
  correctKernel<{ readonly varianceEpsilon: number }>(backend, 'FusedBatchNorm', ({ inputs, attrs }, original) => {
    if (inputs.mean.shape.length === 1) return original(inputs, attrs);
    const { x, mean, variance, scale, offset } = inputs as Record<string, Tensor | undefined> & Statistics;
    return tf.tidy(() => {
      const precision = tf.rsqrt(tf.add(variance, attrs.varianceEpsilon));
      const scaled = tf.mul(tf.sub(x, mean), scale ? tf.mul(precision, scale) : precision);
      return offset ? tf.add(scaled, offset) : scaled;
    });
  });
}

/** Sums the gradients of broadcast statistics over their repetitions; TensorFlow.js rejects such statistics. */
export function correctNormalisationGradient(): void {
  correctGradient('FusedBatchNorm', (common) => (dy, saved, attrs) => {
    const [x, mean, ...others] = saved;
    if (mean.rank === 1) return common(dy, saved, attrs);
    const repeated = [mean, ...others].map((statistic) => statistic && tf.broadcastTo(statistic, x.shape));
    const { x: dx, ...slopes } = common(dy, [x, ...repeated], attrs);
    const summed = Object.entries(slopes).map(([name, slope]) => [name, () => sumTo(slope(), mean.shape)]);
    return { x: dx, ...Object.fromEntries(summed) };
  });
}

interface Statistics {
  readonly x: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}
