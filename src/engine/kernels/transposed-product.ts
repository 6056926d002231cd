import type { Geometry } from './geometry.ts';
import type { Backend } from './kernel.ts';
import { kernels, mayReadBeyond, withScratch } from './module.ts';

/** The part of a geometry that says where patches lie. */
export type Patches = Pick<Geometry, 'images' | 'height' | 'width' | 'step' | 'rowStride' | 'imageStride' | 'runs' | 'length' | 'runStride'>;

/** to[m, n] = sum over patches of patch[m] * right[patch, n], for patches in `left` and as many rows of `columns` in `right`. */
export function transposedProduct(backend: Backend, left: number, patches: Patches, right: number, columns: number, to: number): void {
  const { images, height, width, step, rowStride, imageStride, runs, length, runStride } = patches;
  const rows = runs * length;
  const sumRow = Math.ceil(columns / 8) * 8;
  const { filterGradient, cropImages } = kernels();
  const compute = (from: number) =>
    withScratch(backend, Math.ceil(rows / 4) * 4 * sumRow * 4, (sums) => {
      filterGradient(left, from, sums, images, height, width, step, rowStride, imageStride, runs, length, runStride, columns);
      cropImages(sums, to, 1, rows, columns, 0, 0, rows, sumRow);
    });
  const bytes = images * height * width * columns * 4;
  if (mayReadBeyond(right, bytes, 28)) return compute(right);
  withScratch(backend, bytes + 28, (copy) => {
    backend.wasm.HEAPU8.copyWithin(copy, right, right + bytes);
    compute(copy);
  });
}
