import { stridedOutputLine, turnedOutputLine } from './strided-lines';
import { outputLine, outputLineOf2 } from './winograd-lines';

/**
 * Transforms products back: Aᵀ m A + bias, max(0, .) if `relu` is set, for channels `channel` to `channel + columns` of images
 * [images, height, width, channels]. Results outside the image are dropped. If `pooled` is set, `out` is [images, height / 2,
 * width / 2, channels] and receives the largest of each 2 × 2 results.
 *
 * @param m - matrices [tiles, columns] in a grid of 6 × 6 or 9 × 9, `plane` bytes apart
 * @param side - rows and columns of a tile's results: 4 or 2 of a grid of 6; 4, or 8 of a gradient, of a grid of 9
 * @param top - rows of results that lie above the image, as `left` columns; 0 if `pooled` is set
 * @param scratch - 2,176 bytes
 */
export function winogradOutputs(
  m: usize, out: usize, bias: usize, scratch: usize, grid: i32, side: i32, pooled: i32, relu: i32,
  first: i32, tiles: i32, tilesY: i32, tilesX: i32,
  height: i32, width: i32, channels: i32, top: i32, left: i32, channel: i32, columns: i32, plane: usize,
): void {
  const pixel = <usize>channels << 2;
  const outHeight = pooled ? height >> 1 : height;
  const outWidth = pooled ? width >> 1 : width;
  const size = pooled ? side >> 1 : side;
  const results = scratch + 1152;
  const resultRow = <usize>side << 4;
  const zero = f32x4.splat(0);
  let tx = first % tilesX;
  let ty = (first / tilesX) % tilesY;
  let image = out + (<usize>(first / (tilesX * tilesY) * outHeight * outWidth * channels + channel) << 2);
  for (let t = 0; t < tiles; t++) {
    const y0 = size * ty - top;
    const x0 = size * tx - left;
    const firstY = max(0, -y0);
    const firstX = max(0, -x0);
    const lastY = min(size, outHeight - y0);
    const lastX = min(size, outWidth - x0);
    const corner = image + <usize>(y0 * outWidth + x0) * pixel;
    for (let c = 0; c < columns; c += 4, m += 16) {
      const offset = <usize>c << 2;
      transformBack(grid, side, m, plane, scratch, results);
      const shift = bias == 0 ? zero : v128.load(bias + (<usize>(channel + c) << 2));
      for (let y = firstY; y < lastY; y++) {
        let at = results + (pooled ? 2 * <usize>y * resultRow : <usize>y * resultRow + (<usize>firstX << 4));
        let to = corner + <usize>(y * outWidth + firstX) * pixel + offset;
        for (let x = firstX; x < lastX; x++, to += pixel) {
          let value: v128;
          if (pooled) {
            const below = at + resultRow;
            value = f32x4.max(f32x4.max(v128.load(at), v128.load(at, 16)), f32x4.max(v128.load(below), v128.load(below, 16)));
            at += 32;
          } else {
            value = v128.load(at);
            at += 16;
          }
          value = f32x4.add(value, shift);
          v128.store(to, relu ? f32x4.pmax(value, zero) : value);
        }
      }
    }
    if (++tx == tilesX) {
      tx = 0;
      if (++ty == tilesY) {
        ty = 0;
        image += <usize>(outHeight * outWidth) * pixel;
      }
    }
  }
}

/** Transforms the products of four channels to side × side results. */
// @ts-ignore: decorator
@inline
function transformBack(grid: i32, side: i32, m: usize, plane: usize, scratch: usize, results: usize): void {
  if (grid == 9 && side == 8) {
    for (let i: usize = 0; i < 9; i++) turnedOutputLine(m + i * plane, 9 * plane, scratch + (i << 4), 144);
    for (let i: usize = 0; i < 8; i++) turnedOutputLine(scratch + 144 * i, 16, results + (i << 7), 16);
  } else if (grid == 9) {
    for (let i: usize = 0; i < 9; i++) stridedOutputLine(m + i * plane, 9 * plane, scratch + (i << 4), 144);
    for (let i: usize = 0; i < 4; i++) stridedOutputLine(scratch + 144 * i, 16, results + (i << 6), 16);
  } else if (side == 4) {
    for (let i: usize = 0; i < 6; i++) outputLine(m + i * plane, 6 * plane, scratch + (i << 4), 96);
    for (let i: usize = 0; i < 4; i++) outputLine(scratch + 96 * i, 16, results + (i << 6), 16);
  } else {
    for (let i: usize = 0; i < 6; i++) outputLineOf2(m + i * plane, 6 * plane, scratch + (i << 4), 96);
    for (let i: usize = 0; i < 2; i++) outputLineOf2(scratch + 96 * i, 16, results + (i << 5), 16);
  }
}
