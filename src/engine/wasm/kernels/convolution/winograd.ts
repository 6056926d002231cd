import type { Backend } from '../kernel.ts';
import { withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import {
  areStorable,
  type Filters,
  type TransformedFilters,
  transformAll,
  transformBlocks,
} from './winograd-filters.ts';
import { planeOf, tilesOf, type WinogradShape } from './winograd-shape.ts';

/** Bytes of transformed tiles that are multiplied at a time; more if filters must be transformed again for each. */
const tileBytes = { stored: 2 ** 20, transformed: 5 * 2 ** 20 };

/** Addresses of a convolution's operands and what follows its sums. */
export interface WinogradOperands {
  readonly input: Pointer;
  /** All transformed, or still to be transformed. */
  readonly filters: Filters | TransformedFilters;
  /** 0 if there is none. */
  readonly bias: Pointer;
  readonly output: Pointer;
  readonly relu: boolean;
  /** Whether only the largest of every 2 × 2 results is written. */
  readonly pooled?: boolean;
}

/**
 * Computes a convolution by Winograd's minimal filtering, with a quarter of the multiplications of a product of patches for 3 × 3, 36 % for
 * 5 × 5, and 56 % for 3 × 3 with stride 2. Every number is a sum over the channels of its own tile, in an order that depends on the channels only.
 *
 * @see Lavin and Gray 2016, arXiv:1509.09308
 */
export function winograd(backend: Backend, shape: WinogradShape, operands: WinogradOperands): void {
  const { channels, outChannels, outHeight, outWidth, height, width, grid, tile, side, top, left } = shape;
  const matrices = grid ** 2;
  const { winogradTiles, winogradProducts, winogradOutputs } = kernels();
  const [tilesY, tilesX] = tilesOf(shape);
  const tiles = shape.images * tilesY * tilesX;
  const bytes = areStorable(shape) ? tileBytes.stored : tileBytes.transformed;
  const most = Math.min(tiles, Math.max(1, Math.floor(bytes / (4 * matrices * channels * 4))) * 4);
  withAllocation(backend, (allocate) => {
    const vPlane = planeOf(most * channels);
    const v = allocate(matrices * vPlane);
    const scratch = allocate(4 * tile ** 2 * channels + 2176);
    const filters =
      'plane' in operands.filters
        ? operands.filters
        : most < tiles && areStorable(shape)
          ? transformAll(shape, operands.filters, allocate)
          : transformBlocks(shape, operands.filters, allocate);
    const { rows: mostRows, columns: mostColumns } = filters.block;
    const mPlane = planeOf(most * Math.min(mostColumns, outChannels));
    const m = allocate(matrices * mPlane);
    for (let first = 0; first < tiles; first += most) {
      const count = Math.min(most, tiles - first);
      const place = [first, count, tilesY, tilesX] as const;
      winogradTiles(
        ...[operands.input, v, scratch, grid, tile, shape.step],
        ...place,
        ...[height, width, channels, top, left],
        ...[channels * 4, 32, 16, vPlane],
      );
      for (let firstColumn = 0; firstColumn < outChannels; firstColumn += mostColumns) {
        const columns = Math.min(mostColumns, outChannels - firstColumn);
        for (let firstRow = 0; firstRow < channels; firstRow += mostRows) {
          const rows = Math.min(mostRows, channels - firstRow);
          winogradProducts(
            ...[v + firstRow * 4, filters.at({ firstRow, rows, firstColumn, columns }), m],
            ...[grid, count, channels, rows, columns, Number(firstRow === 0)],
            ...[vPlane, filters.plane, mPlane],
          );
        }
        winogradOutputs(
          ...[m, operands.output, operands.bias, scratch],
          ...[grid, side, Number(operands.pooled ?? false), Number(operands.relu)],
          ...place,
          ...[outHeight, outWidth, outChannels, shape.outTop, shape.outLeft, firstColumn, columns, mPlane],
        );
      }
    }
  });
}
