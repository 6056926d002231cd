import type { Backend } from '../kernel.ts';
import { withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import { planeOf, tilesOf, type WinogradShape } from './winograd-shape.ts';

/** Most bytes of transformed tiles and slopes: few if one block of sums takes them all, otherwise each block needs them again. */
const tileBytes = { once: 2 ** 20, again: 12 * 2 ** 20 };

/** Channels of a block: 36 sums of 64 × 64 floats stay in a second-level cache while all tiles are added. */
const blockChannels = 64;

/** Most bytes of sums if there are more tiles than are transformed at a time. */
const sumBytes = 10 * 2 ** 20;

/**
 * Computes the gradient of a filter by Winograd's algorithm, the derivative of `winograd`.
 *
 *   dw = Gᵀ ( sum over tiles of (Bᵀ d B) ∘ (A dY Aᵀ) ) G
 *
 * @param input - [images, height, width, channels]
 * @param slopes - [images, outHeight, outWidth, outChannels]
 * @param to - [size, size, channels, outChannels]
 */
export function winogradFilterGradient(
  backend: Backend,
  shape: WinogradShape,
  input: Pointer,
  slopes: Pointer,
  to: Pointer,
): void {
  const { channels, outChannels, outHeight, outWidth, height, width, size, grid, side, top, left } = shape;
  const matrices = grid ** 2;
  const { winogradTiles, winogradTransposedProducts, winogradFilterGradient: transform } = kernels();
  const [tilesY, tilesX] = tilesOf(shape);
  const tiles = shape.images * tilesY * tilesX;
  const bytes = Math.max(channels, outChannels) <= blockChannels ? tileBytes.once : tileBytes.again;
  const most = Math.min(tiles, Math.max(4, Math.floor(bytes / (4 * matrices * (channels + outChannels)))));
  const areAll = most === tiles;
  const mostRows = areAll ? Math.min(channels, blockChannels) : channels;
  const fitting = areAll ? blockChannels : Math.max(1, Math.floor(sumBytes / (144 * channels * 8))) * 8;
  const mostColumns = Math.min(outChannels, fitting);
  withAllocation(backend, (allocate) => {
    const vPlane = planeOf(most * channels);
    const dPlane = planeOf(most * outChannels);
    const plane = planeOf(mostRows * mostColumns);
    const v = allocate(matrices * vPlane);
    const d = allocate(matrices * dPlane);
    const sums = allocate(36 * plane);
    const scratch = allocate(4 * shape.tile ** 2 * Math.max(channels, outChannels) + 1296);
    const place = (first: number) => [first, Math.min(most, tiles - first), tilesY, tilesX] as const;
    const transformTiles = (first: number): void => {
      const [, count] = place(first);
      winogradTiles(
        ...[input, v, scratch, grid, shape.tile, shape.step],
        ...place(first),
        ...[height, width, channels, top, left],
        ...[16, count * 32, count * 16, vPlane],
      );
      winogradTiles(
        ...[slopes, d, scratch, grid, side, side],
        ...place(first),
        ...[outHeight, outWidth, outChannels, 0, 0],
        ...[32, count * 32, 16, dPlane],
      );
    };
    if (areAll) transformTiles(0);
    for (let row = 0; row < channels; row += mostRows) {
      const rows = Math.min(mostRows, channels - row);
      for (let column = 0; column < outChannels; column += mostColumns) {
        const columns = Math.min(mostColumns, outChannels - column);
        for (let first = 0; first < tiles; first += most) {
          if (!areAll) transformTiles(first);
          const [, count] = place(first);
          winogradTransposedProducts(
            ...[v + row * count * 4, d + column * count * 4, sums],
            ...[grid, count, rows, columns, Number(first === 0)],
            ...[vPlane, dPlane, plane],
          );
        }
        transform(
          sums,
          to,
          scratch,
          size,
          Number(grid === 9),
          channels,
          outChannels,
          row,
          rows,
          column,
          columns,
          plane,
        );
      }
    }
  });
}
