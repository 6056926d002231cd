// Gradients of filters and inputs if few slopes differ from zero, as after max pooling and ReLU. The order of summation is that of
// `filterGradient` and `inputGradient`, without the terms that are zero.

import { loadLanes } from './lanes';

/** Counts the numbers that differ from zero. */
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
 * @param sums - scratch of `runs` rows per channel, each of `length` rounded up to 4
 * @param list - scratch of 8 bytes per pixel of an image, and 8 more
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

/**
 * The gradient of a convolution with respect to its input, as `inputGradient`, image by image. `dx` has space for 28 bytes after
 * its images.
 *
 * In `inputGradient` each run adds the terms of one row of slopes to a value of dx, and these rows go upwards from run to run.
 * Visiting the rows upwards here therefore keeps the order of summation.
 *
 * @param list - scratch of 12 bytes per slope of a row, and 12 more
 */
export function sparseInputGradient(
  dy: usize, packed: usize, dx: usize, list: usize, images: i32, height: i32, width: i32, depth: i32,
  step: i32, rowStride: i32, imageStride: i32, runs: i32, length: i32, runStride: i32,
): void {
  const panelBytes = <usize>depth << 5;
  const panels = (length + 7) >> 3;
  memory.fill(dx, 0, <usize>images * imageStride + 28);
  for (let image = 0; image < images; image++, dx += imageStride, dy += <usize>(height * width) * (<usize>depth << 2)) {
    for (let oy = height - 1; oy >= 0; oy--) {
      const end = listRow(dy + <usize>(oy * width) * (<usize>depth << 2), list, width, depth, step);
      for (let panel = 0; panel < panels; panel++) {
        const row = dx + oy * rowStride + (panel << 5);
        const weights = packed + panel * panelBytes;
        for (let entry = list; entry < end; entry += 12) {
          const s = v128.load_splat<f32>(entry, 8);
          let to = row + load<i32>(entry);
          let w = weights + load<i32>(entry, 4);
          for (let run = 0; run < runs; run++, to += runStride, w += panels * panelBytes) {
            v128.store(to, f32x4.add(v128.load(to), f32x4.mul(s, v128.load(w))));
            v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(s, v128.load(w, 16))), 16);
          }
        }
      }
    }
  }
}

/** Lists the slopes of a row that differ from zero: the offset of their patch, of their weights in a panel, and their value. */
// @ts-ignore: decorator
@inline
function listRow(slopes: usize, list: usize, width: i32, depth: i32, step: i32): usize {
  const zero = f32x4.splat(0);
  let place = 0;
  let k = 0;
  for (let left = width * depth; left > 0; left -= 4, slopes += 16) {
    const some = loadLanes(slopes, left);
    if (v128.any_true(f32x4.ne(some, zero))) {
      let at = place;
      let channel = k;
      for (let lane: usize = 0; lane < <usize>(min(left, 4) << 2); lane += 4) {
        const value = load<f32>(slopes + lane);
        store<i32>(list, at);
        store<i32>(list, channel << 5, 4);
        store<f32>(list, value, 8);
        list += value != 0 ? 12 : 0;
        if (++channel == depth) {
          channel = 0;
          at += step;
        }
      }
    }
    for (k += 4; k >= depth; k -= depth) place += step;
  }
  return list;
}

/** to[j] += sum over the list of value * from[place + j], j < length; lanes of `to` beyond `length` are overwritten. */
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

/** As `addScaled` for 1, 2, 4 or 8 vectors; only some lanes of the last vector are read. */
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
