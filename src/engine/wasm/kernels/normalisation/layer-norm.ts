import { tf } from '../../../tensors.ts';
import type { LayerNormAttributes, NormalisationAttributes } from '../../../kernels/attributes.ts';
import type { Kernel } from '../kernel.ts';
import { pointers, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';

/**
 * Normalisation of x [.., columns] over its last axes, which have the shape of `scale` and `offset`. Returns the output, and the mean
 * and 1 / √(variance + ε) of each row [rows, 2].
 * @see Ba et al. 2016, arXiv:1607.06450
 */
export const layerNorm: Kernel<NormalisationAttributes> = {
  kernelName: 'LayerNorm',
  compute({ inputs: { x, scale, offset }, attrs, backend }) {
    const columns = tf.util.sizeFromShape(scale.shape);
    const rows = tf.util.sizeFromShape(x.shape) / columns;
    const output = backend.makeOutput(x.shape, 'float32');
    const statistics = backend.makeOutput([rows, 2], 'float32');
    const at = pointers(backend, x, scale, offset, output, statistics);
    kernels().normaliseEachRow(...at, rows, columns, attrs.varianceEpsilon);
    return [output, statistics];
  },
};

/** Gradient of x. */
export const layerNormInputGrad: Kernel = {
  kernelName: 'LayerNormInputGrad',
  compute({ inputs: { x, dy, scale, statistics }, backend }) {
    const columns = tf.util.sizeFromShape(scale.shape);
    const output = backend.makeOutput(x.shape, 'float32');
    const at = pointers(backend, x, dy, scale, statistics, output);
    withScratch(backend, columns * 4, (slopes) =>
      kernels().rowNormalisationGradient(...at, statistics.shape[0], columns, slopes),
    );
    return output;
  },
};

/** Gradient of the scale. */
export const layerNormScaleGrad: Kernel<LayerNormAttributes> = {
  kernelName: 'LayerNormScaleGrad',
  compute({ inputs: { x, dy, statistics }, attrs: { shape }, backend }) {
    const columns = tf.util.sizeFromShape([...shape]);
    const output = backend.makeOutput([...shape], 'float32');
    const at = pointers(backend, x, dy, statistics, output);
    withScratch(backend, columns * 4, (sums) =>
      kernels().rowNormalisationScaleGradient(...at, statistics.shape[0], columns, sums),
    );
    return output;
  },
};
