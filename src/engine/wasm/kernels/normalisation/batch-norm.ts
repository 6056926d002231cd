import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NormalisationAttributes } from '../../../kernels/attributes.ts';
import { columnsOf, sizesOf, tensorOfColumns, withCoefficients } from './columns.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { floatsAt, pointer, pointers, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';

/** Normalisation of [.., channels] with given statistics [channels]; the backend's kernel handles other shapes. */
export const fusedBatchNorm: Kernel<NormalisationAttributes> = {
  kernelName: 'FusedBatchNorm',
  compute({ inputs, attrs, backend, original }) {
    const { x, mean, variance, scale, offset } = inputs;
    if (x.dtype !== 'float32' || mean.shape.length !== 1) return original(inputs, attrs);
    const { columns } = sizesOf(x);
    const factors = factorsOf(backend, columnsOf(backend, variance, columns), scale, attrs);
    return normalise(backend, x, columnsOf(backend, mean, columns), factors, columnsOf(backend, offset, columns));
  },
};

/** Gradient of `FusedBatchNorm` with respect to x: dy · scale / √(σ² + ε). */
export const batchNormInputGrad: Kernel<NormalisationAttributes> = {
  kernelName: 'BatchNormInputGrad',
  compute({ inputs: { dy, variance, scale }, attrs, backend }) {
    const { columns } = sizesOf(dy);
    const zero = new Float64Array(columns);
    const factors = factorsOf(backend, columnsOf(backend, variance, columns), scale, attrs);
    return normalise(backend, dy, zero, factors, zero);
  },
};

/**
 * Normalisation with the statistics of the batch over all axes but the last; returns [y, μ, σ²].
 *
 *   y = (x − μ) / √(σ² + ε) · scale + offset
 */
export const batchNormTraining: Kernel<NormalisationAttributes> = {
  kernelName: 'BatchNormTraining',
  compute({ inputs: { x, scale, offset }, attrs, backend }) {
    const { rows, columns } = sizesOf(x);
    const mean = withScratch(backend, columns * 36, (at) => {
      kernels().sumRows(pointer(backend, x), at + columns * 32, rows, columns, at);
      return Float64Array.from(floatsAt(backend, at + columns * 32, columns), (sum) => sum / rows);
    });
    const [, squares] = centredSums(backend, x, undefined, mean);
    const variance = squares.map((sum) => sum / rows);
    const factors = factorsOf(backend, variance, scale, attrs);
    const y = normalise(backend, x, mean, factors, columnsOf(backend, offset, columns));
    return [y, tensorOfColumns(backend, mean), tensorOfColumns(backend, variance)];
  },
};

/**
 * Gradients of `BatchNormTraining` with respect to x, scale and offset; means are taken over the rows.
 *
 *   dx = scale / σ · (dy − mean(dy) − (x − μ) / σ² · mean(dy (x − μ))),  σ² with ε
 *   dscale = Σ dy (x − μ) / σ,  doffset = Σ dy
 */
export const batchNormTrainingGrad: Kernel<NormalisationAttributes> = {
  kernelName: 'BatchNormTrainingGrad',
  compute({ inputs: { x, dy, mean, variance, scale }, attrs, backend }) {
    const { rows, columns } = sizesOf(x);
    const means = columnsOf(backend, mean, columns);
    const precisions = columnsOf(backend, variance, columns).map((value) => 1 / (value + attrs.varianceEpsilon));
    const factors = factorsOf(backend, columnsOf(backend, variance, columns), scale, attrs);
    const [sums, products] = centredSums(backend, x, dy, means);
    const centred = factors.map((factor, c) => (-factor * precisions[c] * products[c]) / rows);
    const constant = factors.map((factor, c) => (-factor * sums[c]) / rows);
    const dx = backend.makeOutput(x.shape, 'float32');
    withCoefficients(backend, [means, factors, centred, constant], (at) => {
      const [from, gradient, to] = pointers(backend, x, dy, dx);
      kernels().normalisationGradient(from, gradient, at, to, rows, columns);
    });
    const dScale = products.map((product, c) => product * Math.sqrt(precisions[c]));
    return [dx, tensorOfColumns(backend, dScale), tensorOfColumns(backend, sums)];
  },
};

/** Returns scale / √(σ² + ε). */
function factorsOf(
  backend: Backend,
  variance: Float64Array,
  scale: TensorInfo | undefined,
  { varianceEpsilon }: NormalisationAttributes,
): Float64Array {
  const scales = columnsOf(backend, scale, variance.length, 1);
  return variance.map((value, c) => scales[c] / Math.sqrt(value + varianceEpsilon));
}

/** Returns (x − mean) · factor + offset. */
function normalise(
  backend: Backend,
  x: TensorInfo,
  mean: Float64Array,
  factors: Float64Array,
  offset: Float64Array,
): TensorInfo {
  const { rows, columns } = sizesOf(x);
  const output = backend.makeOutput(x.shape, 'float32');
  withCoefficients(backend, [mean, factors, offset], (at) =>
    kernels().normaliseRows(pointer(backend, x), at, pointer(backend, output), rows, columns),
  );
  return output;
}

/** Returns Σ dy and Σ dy (x − mean) per column; without dy, x − mean replaces it. */
function centredSums(
  backend: Backend,
  x: TensorInfo,
  dy: TensorInfo | undefined,
  mean: Float64Array,
): [sums: Float64Array, products: Float64Array] {
  const { rows, columns } = sizesOf(x);
  return withCoefficients(backend, [mean], (means) =>
    withScratch(backend, columns * (64 + 8), (at) => {
      const sums = at + columns * 64;
      const products = sums + columns * 4;
      const gradient = dy ? pointer(backend, dy) : 0;
      kernels().centredSums(pointer(backend, x), gradient, means, sums, products, rows, columns, at);
      return [
        Float64Array.from(floatsAt(backend, sums, columns)),
        Float64Array.from(floatsAt(backend, products, columns)),
      ];
    }),
  );
}
