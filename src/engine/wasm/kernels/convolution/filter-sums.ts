import { areFew } from './few-slopes.ts';
import type { Geometry } from './geometry.ts';
import type { Backend } from '../kernel.ts';
import { withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import { transposedProduct } from '../product/transposed-product.ts';
import type { Pointer } from '../signatures.ts';

/**
 * Computes the gradient of a filter, to[m, n] = sum over patches of patch[m] * slope[patch, n]. Sparse and dense sums give the
 * same bits.
 *
 * @param input - padded if the geometry requires it
 * @param slopes - [patches, output channels]
 */
export function filterSums(backend: Backend, input: Pointer, g: Geometry, slopes: Pointer, to: Pointer): void {
  const { images, height, width, step, rowStride, imageStride, runs, length, runStride, outputChannels } = g;
  if (!areFew(slopes, images * height * width * outputChannels)) {
    transposedProduct(backend, input, g, slopes, outputChannels, to);
    return;
  }
  const sumBytes = outputChannels * runs * Math.ceil(length / 4) * 16;
  withScratch(backend, sumBytes + 8 * (height * width + 1), (sums) =>
    kernels().sparseFilterGradient(
      ...[input, slopes, to, sums, sums + sumBytes, images, height, width],
      ...[step, rowStride, imageStride, runs, length, runStride, outputChannels],
    ),
  );
}
