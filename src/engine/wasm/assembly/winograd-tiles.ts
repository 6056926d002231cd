import { stridedInputLine, stridedSlopeLine, turnedInputLine } from './strided-lines';
import { inputLine, slopeLine, slopeLineOf2 } from './winograd-lines';

/**
 * Transforms tiles of images [images, height, width, channels] to matrices, a grid of 6 × 6 or 9 × 9. Tile t is tile (image, y, x) of
 * [images, tilesY, tilesX]; it starts at pixel (step y - top, step x - left) and covers size × size pixels. Pixels outside the image are
 * zero. Grid and size select the transform: of a grid of 6, Bᵀ of 6 pixels, A of 4 or of 2 slopes; of a grid of 9, which a stride of 2
 * needs, that of 9 pixels, of 5 slopes for the gradient of the input, and of 4 slopes for that of the filter.
 *
 * Channel c of tile t is float (c & 3) at `out + t tileStride + (c >> 3) eightStride + ((c >> 2) & 1) fourStride` of the first matrix;
 * matrices are `plane` bytes apart.
 *
 * @param scratch - size * size * channels floats and 1,296 bytes
 */
export function winogradTiles(
  x: usize, out: usize, scratch: usize, grid: i32, size: i32, step: i32, first: i32, tiles: i32, tilesY: i32, tilesX: i32,
  height: i32, width: i32, channels: i32, top: i32, left: i32,
  tileStride: usize, eightStride: usize, fourStride: usize, plane: usize,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  const copy = scratch + 1296;
  let tx = first % tilesX;
  let ty = (first / tilesX) % tilesY;
  let image = x + <usize>(first / (tilesX * tilesY)) * <usize>height * row;
  for (let t = 0; t < tiles; t++, out += tileStride) {
    const y0 = step * ty - top;
    const x0 = step * tx - left;
    let from = image + y0 * row + x0 * pixel;
    let rowStride = row;
    if (y0 < 0 || x0 < 0 || y0 + size > height || x0 + size > width) {
      copyTile(image, copy, size, y0, x0, height, width, pixel);
      from = copy;
      rowStride = <usize>size * pixel;
    }
    for (let c = 0; c < channels; c += 4, from += 16) {
      const to = out + <usize>(c >> 3) * eightStride + <usize>((c >> 2) & 1) * fourStride;
      if (grid == 9) stridedTile(size, from, pixel, rowStride, scratch, to, plane);
      else plainTile(size, from, pixel, rowStride, scratch, to, plane);
    }
    if (++tx == tilesX) {
      tx = 0;
      if (++ty == tilesY) {
        ty = 0;
        image += <usize>height * row;
      }
    }
  }
}

/** Transforms a tile to the grid of 6. */
// @ts-ignore: decorator
@inline
function plainTile(size: i32, from: usize, pixel: usize, rowStride: usize, scratch: usize, to: usize, plane: usize): void {
  if (size == 6) {
    for (let i: usize = 0; i < 6; i++) inputLine(from + i * pixel, rowStride, scratch + (i << 4), 96);
    for (let i: usize = 0; i < 6; i++) inputLine(scratch + 96 * i, 16, to + 6 * i * plane, plane);
  } else if (size == 4) {
    for (let i: usize = 0; i < 4; i++) slopeLine(from + i * pixel, rowStride, scratch + (i << 4), 64);
    for (let i: usize = 0; i < 6; i++) slopeLine(scratch + (i << 6), 16, to + 6 * i * plane, plane);
  } else {
    for (let i: usize = 0; i < 2; i++) slopeLineOf2(from + i * pixel, rowStride, scratch + (i << 4), 32);
    for (let i: usize = 0; i < 6; i++) slopeLineOf2(scratch + (i << 5), 16, to + 6 * i * plane, plane);
  }
}

/** Transforms a tile to the grid of 9. */
// @ts-ignore: decorator
@inline
function stridedTile(size: i32, from: usize, pixel: usize, rowStride: usize, scratch: usize, to: usize, plane: usize): void {
  if (size == 9) {
    for (let i: usize = 0; i < 9; i++) stridedInputLine(from + i * pixel, rowStride, scratch + (i << 4), 144);
    for (let i: usize = 0; i < 9; i++) stridedInputLine(scratch + 144 * i, 16, to + 9 * i * plane, plane);
  } else if (size == 5) {
    for (let i: usize = 0; i < 5; i++) turnedInputLine(from + i * pixel, rowStride, scratch + (i << 4), 80);
    for (let i: usize = 0; i < 9; i++) turnedInputLine(scratch + 80 * i, 16, to + 9 * i * plane, plane);
  } else {
    for (let i: usize = 0; i < 4; i++) stridedSlopeLine(from + i * pixel, rowStride, scratch + (i << 4), 64);
    for (let i: usize = 0; i < 9; i++) stridedSlopeLine(scratch + (i << 6), 16, to + 9 * i * plane, plane);
  }
}

/** Copies a tile that reaches beyond its image, with zeros outside. */
function copyTile(image: usize, to: usize, size: i32, y0: i32, x0: i32, height: i32, width: i32, pixel: usize): void {
  const firstX = min(max(0, -x0), size);
  const lastX = max(firstX, min(size, width - x0));
  const row = <usize>size * pixel;
  const start = <usize>firstX * pixel;
  const end = <usize>lastX * pixel;
  for (let i = 0; i < size; i++, to += row) {
    const y = y0 + i;
    if (y < 0 || y >= height || start == end) {
      memory.fill(to, 0, row);
      continue;
    }
    memory.fill(to, 0, start);
    memory.copy(to + start, image + (<usize>(y * width + x0 + firstX)) * pixel, end - start);
    memory.fill(to + end, 0, row - end);
  }
}
