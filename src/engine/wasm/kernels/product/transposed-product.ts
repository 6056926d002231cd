import type { Geometry } from '../convolution/geometry.ts';
import type { Backend } from '../kernel.ts';
import { kernels, withScratch } from '../module.ts';

/** The part of a geometry that says where patches lie. */
export type Patches = Pick<
  Geometry,
  'images' | 'height' | 'width' | 'step' | 'rowStride' | 'imageStride' | 'runs' | 'length' | 'runStride'
>;

/** Scratch of assembly/filter-gradient.ts for 256 pixels: four rows of transposed patches, and eight columns. */
const tileBytes = 4096;
const panelBytes = 8192;

/** to[m, n] = sum over patches of patch[m] * right[patch, n], for patches in `left` and as many rows of `columns` in `right`. */
export function transposedProduct(
  backend: Backend,
  left: number,
  patches: Patches,
  right: number,
  columns: number,
  to: number,
): void {
  const { images, height, width, step, rowStride, imageStride, runs, length, runStride } = patches;
  const rows = runs * length;
  const panelCount = Math.ceil(columns / 8);
  const { filterGradient, cropImages } = kernels();
  const sumBytes = Math.ceil(rows / 4) * 4 * panelCount * 32;
  withScratch(backend, tileBytes + panelCount * panelBytes + sumBytes, (tile) => {
    const panels = tile + tileBytes;
    const sums = panels + panelCount * panelBytes;
    filterGradient(
      left,
      right,
      sums,
      tile,
      panels,
      images,
      height,
      width,
      step,
      rowStride,
      imageStride,
      runs,
      length,
      runStride,
      columns,
    );
    cropImages(sums, to, 1, rows, columns, 0, 0, rows, panelCount * 8);
  });
}
