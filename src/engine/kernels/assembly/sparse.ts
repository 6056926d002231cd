// Gradients of filters where few of the slopes differ from zero, as behind max pooling and ReLU. Sums are added up in the order
// of `filterGradient`, without the terms that are zero.

import { loadLanes } from './lanes';

/** How many of some numbers differ from zero. */
export function countNonZero(x: usize, size: i32): i32 {
  const zero = f32x4.splat(0);
  let count = 0;
  let i = 0;
  for (; i + 4 <= size; i += 4, x += 16) count += popcnt(i32x4.bitmask(f32x4.ne(v128.load(x), zero)));
  for (; i < size; i++, x += 4) count += i32(load<f32>(x) != 0);
  return count;
}

/**
 * The gradient of a convolution's filter, channel by channel:
 *
 *   out[r, j, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + r * runStride + j] * b[(image, y, x), n]
 *
 * @param sums - scratch of as many rows of `length`, rounded up to 4, as there are runs for all channels
 * @param list - scratch of 8 bytes for every pixel of an image, and 8 more
 */
export function sparseFilterGradient(
  a: usize, b: usize, out: usize, sums: usize, list: usize, images: i32, height: i32, width: i32,
  step: i32, rowStride: i32, imageStride: i32, runs: i32, length: i32, runStride: i32, columns: i32,
): void {
  const pixel = <usize>columns << 2;
  const runBytes = <usize>((length + 3) & ~3) << 2;
  memory.fill(sums, 0, <usize>(columns * runs) * runBytes);
  for (let image = 0; image < images; image++, a += imageStride, b += <usize>(height * width) * pixel) {
    let to = sums;
    for (let n = 0; n < columns; n++) {
      let end = list;
      let slope = b + (<usize>n << 2);
      for (let y = 0; y < height; y++) {
        let at = y * rowStride;
        for (let x = 0; x < width; x++, at += step, slope += pixel) {
          const value = load<f32>(slope);
          store<i32>(end, at);
          store<f32>(end, value, 4);
          end += <usize>(value != 0) << 3;
        }
      }
      for (let r = 0; r < runs; r++, to += runBytes) addScaled(to, a + r * runStride, list, end, length);
    }
  }
  for (let n = 0; n < columns; n++) {
    let to = out + (<usize>n << 2);
    for (let r = 0; r < runs; r++, sums += runBytes) {
      for (let j = 0; j < length; j++, to += pixel) store<f32>(to, load<f32>(sums + (<usize>j << 2)));
    }
  }
}

/** to[j] += sum over the list of value * from[place + j], j < length; lanes of `to` beyond them are overwritten. */
function addScaled(to: usize, from: usize, list: usize, end: usize, length: i32): void {
  let left = length;
  for (; left > 28; left -= 32, to += 128, from += 128) addVectors(8, to, from, list, end, min(left - 28, 4));
  if (left > 12) {
    addVectors(4, to, from, list, end, min(left - 12, 4));
    left -= 16, to += 64, from += 64;
  }
  if (left > 4) {
    addVectors(2, to, from, list, end, min(left - 4, 4));
    left -= 8, to += 32, from += 32;
  }
  if (left > 0) addVectors(1, to, from, list, end, min(left, 4));
}

/** As `addScaled` of so many vectors, 1, 2, 4 or 8, of which only some lanes of the last are read. */
// @ts-ignore: decorator
@inline
function addVectors(vectors: i32, to: usize, from: usize, list: usize, end: usize, last: i32): void {
  const zero = f32x4.splat(0);
  let c0 = v128.load(to);
  let c1 = vectors > 1 ? v128.load(to, 16) : zero;
  let c2 = vectors > 2 ? v128.load(to, 32) : zero;
  let c3 = vectors > 2 ? v128.load(to, 48) : zero;
  let c4 = vectors > 4 ? v128.load(to, 64) : zero;
  let c5 = vectors > 4 ? v128.load(to, 80) : zero;
  let c6 = vectors > 4 ? v128.load(to, 96) : zero;
  let c7 = vectors > 4 ? v128.load(to, 112) : zero;
  for (; list < end; list += 8) {
    const p = from + load<i32>(list);
    const s = v128.load_splat<f32>(list, 4);
    if (vectors > 1) c0 = f32x4.add(c0, f32x4.mul(s, v128.load(p)));
    if (vectors > 2) {
      c1 = f32x4.add(c1, f32x4.mul(s, v128.load(p, 16)));
      c2 = f32x4.add(c2, f32x4.mul(s, v128.load(p, 32)));
    }
    if (vectors > 4) {
      c3 = f32x4.add(c3, f32x4.mul(s, v128.load(p, 48)));
      c4 = f32x4.add(c4, f32x4.mul(s, v128.load(p, 64)));
      c5 = f32x4.add(c5, f32x4.mul(s, v128.load(p, 80)));
      c6 = f32x4.add(c6, f32x4.mul(s, v128.load(p, 96)));
    }
    const tail = f32x4.mul(s, loadLanes(p + ((vectors - 1) << 4), last));
    if (vectors == 1) c0 = f32x4.add(c0, tail);
    if (vectors == 2) c1 = f32x4.add(c1, tail);
    if (vectors == 4) c3 = f32x4.add(c3, tail);
    if (vectors == 8) c7 = f32x4.add(c7, tail);
  }
  v128.store(to, c0);
  if (vectors > 1) v128.store(to, c1, 16);
  if (vectors > 2) {
    v128.store(to, c2, 32);
    v128.store(to, c3, 48);
  }
  if (vectors > 4) {
    v128.store(to, c4, 64);
    v128.store(to, c5, 80);
    v128.store(to, c6, 96);
    v128.store(to, c7, 112);
  }
}
