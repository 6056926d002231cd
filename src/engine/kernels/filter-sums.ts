import type { Geometry } from './geometry.ts';
import type { Backend } from './kernel.ts';
import { kernels, withScratch } from './module.ts';
import { transposedProduct } from './transposed-product.ts';

/** Slopes of which at most this share differs from zero are looked up; more of them are multiplied sooner. */
const few = 0.3;

/**
 * The gradient of a filter, to[m, n] = sum over patches of patch[m] * slope[patch, n]; which way makes no difference to the bits.
 *
 * @param input - padded as the geometry says
 * @param slopes - [patches, output channels]
 */
export function filterSums(backend: Backend, input: number, g: Geometry, slopes: number, to: number): void {
  const { images, height, width, step, rowStride, imageStride, runs, length, runStride, outputChannels } = g;
  const { countNonZero, sparseFilterGradient } = kernels();
  const size = images * height * width * outputChannels;
  if (countNonZero(slopes, size) > few * size) {
    transposedProduct(backend, input, g, slopes, outputChannels, to);
    return;
  }
  const sumBytes = outputChannels * runs * Math.ceil(length / 4) * 16;
  withScratch(backend, sumBytes + 8 * (height * width + 1), (sums) =>
    sparseFilterGradient(
      ...[input, slopes, to, sums, sums + sumBytes, images, height, width],
      ...[step, rowStride, imageStride, runs, length, runStride, outputChannels],
    ),
  );
}
