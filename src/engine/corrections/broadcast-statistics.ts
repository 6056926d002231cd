import { tf, type Tensor } from '../tensors.ts';
import { correctGradient, correctKernel } from './correct.ts';
import { sumTo } from './sum-to.ts';

/**
 * Normalisation with statistics that are broadcast, as batch normalisation over another axis than the last needs:
 * TensorFlow.js repeats them in the order of the last axis, whatever their shape.
 *
 *   y = (x − μ) / √(σ² + ε) · scale + offset
 */
export function correctNormalisation(backend: string): void {
  correctKernel<{ readonly varianceEpsilon: number }>(backend, 'FusedBatchNorm', ({ inputs, attrs }, own) => {
    if (inputs.mean.shape.length === 1) return own(inputs, attrs);
    const { x, mean, variance, scale, offset } = inputs as Record<string, Tensor | undefined> & Statistics;
    return tf.tidy(() => {
      const precision = tf.rsqrt(tf.add(variance, attrs.varianceEpsilon));
      const scaled = tf.mul(tf.sub(x, mean), scale ? tf.mul(precision, scale) : precision);
      return offset ? tf.add(scaled, offset) : scaled;
    });
  });
}

/** The gradients of broadcast statistics are summed over their repetitions; TensorFlow.js refuses them. */
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
