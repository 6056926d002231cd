import type { Backend } from '../kernel.ts';
import { withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';
import { planeOf, tilesOf, type WinogradShape } from './winograd-shape.ts';

/** Most bytes of transformed tiles and slopes. */
const tileBytes = 12 * 2 ** 20;

/** Bytes of sums that stay in a second-level cache while all tiles are added. */
const cachedBytes = 600 * 2 ** 10;

/** Most bytes of sums if there are more tiles than are transformed at a time. */
const sumBytes = 10 * 2 ** 20;

/**
 * Computes the gradient of a 3 × 3 filter by Winograd's algorithm, the derivative of `winograd`.
 *
 *   dw = Gᵀ ( sum over tiles of (Bᵀ d B) ∘ (A dY Aᵀ) ) G
 *
 * @param input - [images, height, width, channels]
 * @param slopes - [images, outHeight, outWidth, outChannels]
 * @param to - [3, 3, channels, outChannels]
 */
export function winogradFilterGradient(
  backend: Backend,
  shape: WinogradShape,
  input: Pointer,
  slopes: Pointer,
  to: Pointer,
): void {
  const { channels, outChannels, outHeight, outWidth, height, width, top, left } = shape;
  const { winogradTiles, winogradTransposedProducts, winogradFilterGradient: transform } = kernels();
  const [tilesY, tilesX] = tilesOf(outHeight, outWidth);
  const tiles = shape.images * tilesY * tilesX;
  const most = Math.min(tiles, Math.max(4, Math.floor(tileBytes / (144 * (channels + outChannels)))));
  const blockBytes = most < tiles ? sumBytes : cachedBytes;
  const columns = Math.min(outChannels, Math.max(1, Math.floor(blockBytes / (144 * channels * 8))) * 8);
  withAllocation(backend, (allocate) => {
    const vPlane = planeOf(most * channels);
    const dPlane = planeOf(most * outChannels);
    const plane = planeOf(channels * columns);
    const v = allocate(36 * vPlane);
    const d = allocate(36 * dPlane);
    const sums = allocate(36 * plane);
    const scratch = allocate(144 * (Math.max(channels, outChannels) + 4));
    for (let column = 0; column < outChannels; column += columns) {
      const block = Math.min(columns, outChannels - column);
      for (let first = 0; first < tiles; first += most) {
        const count = Math.min(most, tiles - first);
        const place = [first, count, tilesY, tilesX] as const;
        if (column === 0 || most < tiles) {
          winogradTiles(
            ...[input, v, scratch, 0],
            ...place,
            ...[height, width, channels, top, left],
            ...[16, count * 32, count * 16, vPlane],
          );
          winogradTiles(
            ...[slopes, d, scratch, 1],
            ...place,
            ...[outHeight, outWidth, outChannels, 0, 0],
            ...[32, count * 32, 16, dPlane],
          );
        }
        const panels = d + column * count * 4;
        winogradTransposedProducts(v, panels, sums, count, channels, block, Number(first === 0), vPlane, dPlane, plane);
      }
      transform(sums, to, scratch, channels, outChannels, column, block, plane);
    }
  });
}
