import { inputLine, outputLine, outputLineOf2, slopeLine, slopeLineOf2 } from './winograd-lines';

/**
 * Transforms tiles of images [images, height, width, channels] to 36 matrices, Bᵀ d B or, if `slopes` is set, A dY Aᵀ. Tile t is tile
 * (image, y, x) of [images, tilesY, tilesX]; it starts at pixel (side y - top, side x - left) and covers 6 × 6 pixels, or side × side if
 * `slopes` is set; `side`, that of a tile's results, is 4 or 2. Pixels outside the image are zero.
 *
 * Channel c of tile t is float (c & 3) at `out + t tileStride + (c >> 3) eightStride + ((c >> 2) & 1) fourStride` of the first matrix;
 * matrices are `plane` bytes apart.
 *
 * @param scratch - 36 * (channels + 4) floats
 */
export function winogradTiles(
  x: usize, out: usize, scratch: usize, slopes: i32, side: i32, first: i32, tiles: i32, tilesY: i32, tilesX: i32,
  height: i32, width: i32, channels: i32, top: i32, left: i32,
  tileStride: usize, eightStride: usize, fourStride: usize, plane: usize,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  const size = slopes ? side : 6;
  const copy = scratch + 576;
  let tx = first % tilesX;
  let ty = (first / tilesX) % tilesY;
  let image = x + <usize>(first / (tilesX * tilesY)) * <usize>height * row;
  for (let t = 0; t < tiles; t++, out += tileStride) {
    const y0 = side * ty - top;
    const x0 = side * tx - left;
    let from = image + y0 * row + x0 * pixel;
    let rowStride = row;
    if (y0 < 0 || x0 < 0 || y0 + size > height || x0 + size > width) {
      copyTile(image, copy, size, y0, x0, height, width, pixel);
      from = copy;
      rowStride = <usize>size * pixel;
    }
    for (let c = 0; c < channels; c += 4, from += 16) {
      const to = out + <usize>(c >> 3) * eightStride + <usize>((c >> 2) & 1) * fourStride;
      if (slopes && side == 2) {
        for (let i: usize = 0; i < 2; i++) slopeLineOf2(from + i * pixel, rowStride, scratch + (i << 4), 32);
        for (let i: usize = 0; i < 6; i++) slopeLineOf2(scratch + (i << 5), 16, to + 6 * i * plane, plane);
      } else if (slopes) {
        for (let i: usize = 0; i < 4; i++) slopeLine(from + i * pixel, rowStride, scratch + (i << 4), 64);
        for (let i: usize = 0; i < 6; i++) slopeLine(scratch + (i << 6), 16, to + 6 * i * plane, plane);
      } else {
        for (let i: usize = 0; i < 6; i++) inputLine(from + i * pixel, rowStride, scratch + (i << 4), 96);
        for (let i: usize = 0; i < 6; i++) inputLine(scratch + 96 * i, 16, to + 6 * i * plane, plane);
      }
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

/**
 * Transforms products back: Aᵀ m A + bias, max(0, .) if `relu` is set, for channels `channel` to `channel + columns` of images
 * [images, height, width, channels]. Results outside the image are dropped. If `pooled` is set, `out` is [images, height / 2,
 * width / 2, channels] and receives the largest of each 2 × 2 results.
 *
 * @param m - 36 matrices [tiles, columns], `plane` bytes apart
 * @param side - rows and columns of a tile's results, 4 or 2
 * @param scratch - 640 bytes
 */
export function winogradOutputs(
  m: usize, out: usize, bias: usize, scratch: usize, side: i32, pooled: i32, relu: i32, first: i32, tiles: i32, tilesY: i32, tilesX: i32,
  height: i32, width: i32, channels: i32, channel: i32, columns: i32, plane: usize,
): void {
  const pixel = <usize>channels << 2;
  const outHeight = pooled ? height >> 1 : height;
  const outWidth = pooled ? width >> 1 : width;
  const size = pooled ? side >> 1 : side;
  const results = scratch + 384;
  const zero = f32x4.splat(0);
  let tx = first % tilesX;
  let ty = (first / tilesX) % tilesY;
  let image = out + (<usize>(first / (tilesX * tilesY) * outHeight * outWidth * channels + channel) << 2);
  for (let t = 0; t < tiles; t++) {
    const rows = min(size, outHeight - size * ty);
    const inRow = min(size, outWidth - size * tx);
    const corner = image + <usize>(size * (ty * outWidth + tx)) * pixel;
    for (let c = 0; c < columns; c += 4, m += 16) {
      const offset = <usize>c << 2;
      if (side == 2) {
        for (let i: usize = 0; i < 6; i++) outputLineOf2(m + i * plane, 6 * plane, scratch + (i << 4), 96);
        for (let i: usize = 0; i < 2; i++) outputLineOf2(scratch + 96 * i, 16, results + (i << 6), 16);
      } else {
        for (let i: usize = 0; i < 6; i++) outputLine(m + i * plane, 6 * plane, scratch + (i << 4), 96);
        for (let i: usize = 0; i < 4; i++) outputLine(scratch + 96 * i, 16, results + (i << 6), 16);
      }
      const shift = bias == 0 ? zero : v128.load(bias + (<usize>(channel + c) << 2));
      for (let y = 0; y < rows; y++) {
        let at = results + (<usize>y << (pooled ? 7 : 6));
        let to = corner + <usize>(y * outWidth) * pixel + offset;
        for (let x = 0; x < inRow; x++, to += pixel) {
          let value: v128;
          if (pooled) {
            value = f32x4.max(f32x4.max(v128.load(at), v128.load(at, 16)), f32x4.max(v128.load(at, 64), v128.load(at, 80)));
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
