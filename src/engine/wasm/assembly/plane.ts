import { storeLanes } from './lanes';

/**
 * Convolution of images of one channel, with a stride of one pixel along rows:
 *
 *   out[image, y, x, c] = f( bias[c] + sum_{r < runs, j < length} a[image, y, r, x + j] * filter[r, j, c] )
 *
 * Vectors hold neighbouring pixels; in `product` they hold neighbouring filters, of which a first layer has too few to fill them.
 * The order of summation is the same. The last tile of a row and the last channels overlap the ones before. f is max(0, .) if
 * `relu` is set, else the identity.
 *
 * @param width - of the output, at least 8
 * @param columns - at least 3
 * @param rowStride - bytes of `a` between rows of patches; `imageStride` between images, `runStride` between rows of a patch
 */
export function planeConvolution(
  a: usize, filter: usize, bias: usize, out: usize, images: i32, height: i32, width: i32, columns: i32,
  rowStride: i32, imageStride: i32, runs: i32, length: i32, runStride: i32, relu: i32,
): void {
  tiles(false, a, filter, bias, out, images, height, width, columns, rowStride, imageStride, runs, length, runStride, relu);
}

/** As `planeConvolution`, but writes only the largest of each 2 × 2 pixels: out [images, height / 2, width / 2, columns]. */
export function pooledPlaneConvolution(
  a: usize, filter: usize, bias: usize, out: usize, images: i32, height: i32, width: i32, columns: i32,
  rowStride: i32, imageStride: i32, runs: i32, length: i32, runStride: i32, relu: i32,
): void {
  tiles(true, a, filter, bias, out, images, height, width, columns, rowStride, imageStride, runs, length, runStride, relu);
}

// @ts-ignore: decorator
@inline
function tiles(
  pooled: bool, a: usize, filter: usize, bias: usize, out: usize, images: i32, height: i32, width: i32, columns: i32,
  rowStride: i32, imageStride: i32, runs: i32, length: i32, runStride: i32, relu: i32,
): void {
  const threes = columns % 4 != 0 && columns % 3 == 0;
  const group = threes ? 3 : 4;
  const pixel = <usize>columns << 2;
  const rows = pooled ? 2 : 1;
  const rowBytes = <usize>(pooled ? width >> 1 : width) * pixel;
  const last = pooled ? (width & ~1) - 8 : width - 8;
  for (let image = 0; image < images; image++, a += imageStride) {
    let row = a;
    for (let y = 0; y + rows <= height; y += rows, row += rows * rowStride, out += rowBytes) {
      for (let column = 0; column < columns; column += group) {
        const c = <usize>min(column, columns - group) << 2;
        const start = bias == 0 ? 0 : bias + c;
        let x = 0;
        for (; x < last + 8; x += 8) {
          if (pooled && x == last + 4) break;
          const at = min(x, last);
          const from = row + (<usize>at << 2);
          const to = out + (pooled ? at >> 1 : at) * pixel + c;
          if (threes) tile(pooled, false, true, from, filter + c, start, to, rowStride, runs, length, runStride, pixel, relu);
          else tile(pooled, false, false, from, filter + c, start, to, rowStride, runs, length, runStride, pixel, relu);
        }
        if (pooled && x == last + 4) {
          const from = row + (<usize>x << 2);
          const to = out + <usize>(x >> 1) * pixel + c;
          if (threes) tile(true, true, true, from, filter + c, start, to, rowStride, runs, length, runStride, pixel, relu);
          else tile(true, true, false, from, filter + c, start, to, rowStride, runs, length, runStride, pixel, relu);
        }
      }
    }
  }
}

/** Eight pixels of three or four channels; pooled, eight of each of two rows, or four of each, which also fill two vectors. */
// @ts-ignore: decorator
@inline
function tile(
  pooled: bool, narrow: bool, three: bool, row: usize, filter: usize, bias: usize, out: usize, rowStride: i32,
  runs: i32, length: i32, runStride: i32, pixel: usize, relu: i32,
): void {
  const zero = f32x4.splat(0);
  let above0 = zero, above1 = zero, above2 = zero, above3 = zero;
  let below = false;
  while (true) {
    let c00 = zero, c10 = zero, c20 = zero, c30 = zero;
    if (bias != 0) {
      c00 = v128.load_splat<f32>(bias);
      c10 = v128.load_splat<f32>(bias, 4);
      c20 = v128.load_splat<f32>(bias, 8);
      if (!three) c30 = v128.load_splat<f32>(bias, 12);
    }
    let c01 = c00, c11 = c10, c21 = c20, c31 = c30;
    let a = row;
    let w = filter;
    for (let run = 0; run < runs; run++, a += runStride) {
      const end = a + (<usize>length << 2);
      for (let p = a; p < end; p += 4, w += pixel) {
        const p0 = v128.load(p);
        const p1 = narrow ? v128.load(p + rowStride) : v128.load(p, 16);
        let s = v128.load_splat<f32>(w);
        c00 = f32x4.add(c00, f32x4.mul(p0, s));
        c01 = f32x4.add(c01, f32x4.mul(p1, s));
        s = v128.load_splat<f32>(w, 4);
        c10 = f32x4.add(c10, f32x4.mul(p0, s));
        c11 = f32x4.add(c11, f32x4.mul(p1, s));
        s = v128.load_splat<f32>(w, 8);
        c20 = f32x4.add(c20, f32x4.mul(p0, s));
        c21 = f32x4.add(c21, f32x4.mul(p1, s));
        if (!three) {
          s = v128.load_splat<f32>(w, 12);
          c30 = f32x4.add(c30, f32x4.mul(p0, s));
          c31 = f32x4.add(c31, f32x4.mul(p1, s));
        }
      }
    }
    if (narrow) {
      c00 = f32x4.max(c00, c01);
      c10 = f32x4.max(c10, c11);
      c20 = f32x4.max(c20, c21);
      c30 = f32x4.max(c30, c31);
      c00 = largerOfPairs(c00, c00);
      c10 = largerOfPairs(c10, c10);
      c20 = largerOfPairs(c20, c20);
      c30 = largerOfPairs(c30, c30);
    } else if (pooled) {
      c00 = largerOfPairs(c00, c01);
      c10 = largerOfPairs(c10, c11);
      c20 = largerOfPairs(c20, c21);
      c30 = largerOfPairs(c30, c31);
      if (!below) {
        above0 = c00; above1 = c10; above2 = c20; above3 = c30;
        below = true;
        row += rowStride;
        continue;
      }
      c00 = f32x4.max(above0, c00);
      c10 = f32x4.max(above1, c10);
      c20 = f32x4.max(above2, c20);
      c30 = f32x4.max(above3, c30);
    }
    if (relu) {
      c00 = f32x4.pmax(c00, zero);
      c10 = f32x4.pmax(c10, zero);
      c20 = f32x4.pmax(c20, zero);
      c30 = f32x4.pmax(c30, zero);
      if (!pooled) {
        c01 = f32x4.pmax(c01, zero);
        c11 = f32x4.pmax(c11, zero);
        c21 = f32x4.pmax(c21, zero);
        c31 = f32x4.pmax(c31, zero);
      }
    }
    if (narrow) storePair(c00, c10, c20, c30, out, pixel, three ? 3 : 4);
    else storePixels(c00, c10, c20, c30, out, pixel, three ? 3 : 4);
    if (!pooled) storePixels(c01, c11, c21, c31, out + (pixel << 2), pixel, three ? 3 : 4);
    break;
  }
}

/** The larger number of each pair of neighbouring lanes in two vectors. */
// @ts-ignore: decorator
@inline
function largerOfPairs(left: v128, right: v128): v128 {
  return f32x4.max(i32x4.shuffle(left, right, 0, 2, 4, 6), i32x4.shuffle(left, right, 1, 3, 5, 7));
}

/** As `storePixels`, but stores only the first two of four pixels. */
// @ts-ignore: decorator
@inline
function storePair(c0: v128, c1: v128, c2: v128, c3: v128, out: usize, pixel: usize, lanes: i32): void {
  const left01 = i32x4.shuffle(c0, c1, 0, 4, 1, 5);
  const left23 = i32x4.shuffle(c2, c3, 0, 4, 1, 5);
  storeLanes(out, i32x4.shuffle(left01, left23, 0, 1, 4, 5), lanes);
  storeLanes(out + pixel, i32x4.shuffle(left01, left23, 2, 3, 6, 7), lanes);
}

/** Stores the first channels of four pixels, passed channel by channel. */
// @ts-ignore: decorator
@inline
function storePixels(c0: v128, c1: v128, c2: v128, c3: v128, out: usize, pixel: usize, lanes: i32): void {
  const left01 = i32x4.shuffle(c0, c1, 0, 4, 1, 5);
  const left23 = i32x4.shuffle(c2, c3, 0, 4, 1, 5);
  const right01 = i32x4.shuffle(c0, c1, 2, 6, 3, 7);
  const right23 = i32x4.shuffle(c2, c3, 2, 6, 3, 7);
  storeLanes(out, i32x4.shuffle(left01, left23, 0, 1, 4, 5), lanes);
  storeLanes(out + pixel, i32x4.shuffle(left01, left23, 2, 3, 6, 7), lanes);
  storeLanes(out + 2 * pixel, i32x4.shuffle(right01, right23, 0, 1, 4, 5), lanes);
  storeLanes(out + 3 * pixel, i32x4.shuffle(right01, right23, 2, 3, 6, 7), lanes);
}
