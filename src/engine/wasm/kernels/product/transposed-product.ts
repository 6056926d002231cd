import type { Geometry } from '../convolution/geometry.ts';
import type { Backend } from '../kernel.ts';
import { withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** The part of a geometry that locates patches. */
export type Patches = Pick<
  Geometry,
  'images' | 'height' | 'width' | 'step' | 'rowStride' | 'imageStride' | 'runs' | 'length' | 'runStride'
>;

/** Scratch bytes of assembly/filter-gradient.ts for 256 pixels: four rows of transposed patches, and eight columns. */
const tileBytes = 4096;
const panelBytes = 8192;

/** Computes to[m, n] = sum over patches of patch[m] * right[patch, n]; `right` has one row of `columns` per patch in `left`. */
export function transposedProduct(
  backend: Backend,
  left: Pointer,
  patches: Patches,
  right: Pointer,
  columns: number,
  to: Pointer,
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
