import { addLanes, loadLanes, storeLanes } from './lanes';

/**
 * Largest input of each window, or NaN if it contains one; x [images, height, width, channels], out [images, outHeight, outWidth,
 * channels].
 */
export function maxPool(
  x: usize, out: usize, images: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  const image = <usize>height * row;
  for (let n = 0; n < images; n++, x += image) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = max(0, oy * strideY - top);
      const y1 = min(height, oy * strideY - top + windowHeight);
      for (let ox = 0; ox < outWidth; ox++, out += pixel) {
        const x0 = max(0, ox * strideX - left);
        const x1 = min(width, ox * strideX - left + windowWidth);
        const square = y1 - y0 == 2 && x1 - x0 == 2;
        if (square && channels >= 4) {
          maxOfSquare(x + <usize>y0 * row + <usize>x0 * pixel, out, row, pixel);
          continue;
        }
        for (let c = 0; c < channels; c += 4) {
          const lanes = channels - c;
          let best = f32x4.splat(f32.NEGATIVE_INFINITY);
          for (let y = y0; y < y1; y++) {
            let at = x + <usize>y * row + <usize>x0 * pixel + (<usize>c << 2);
            for (let i = x0; i < x1; i++, at += pixel) best = f32x4.max(best, loadLanes(at, lanes));
          }
          storeLanes(out + (<usize>c << 2), best, lanes);
        }
      }
    }
  }
}

/** Largest of 2 × 2 pixels, by far the most common window. The last four channels overlap the ones before. */
// @ts-ignore: decorator
@inline
function maxOfSquare(x: usize, out: usize, row: usize, pixel: usize): void {
  const last = pixel - 16;
  for (let c: usize = 0; c < pixel; c += 16) {
    const at = x + min(c, last);
    const above = f32x4.max(v128.load(at), v128.load(at + pixel));
    const below = f32x4.max(v128.load(at + row), v128.load(at + row + pixel));
    v128.store(out + min(c, last), f32x4.max(above, below));
  }
}

/**
 * Gradient of max pooling: each output passes its gradient to the first of the largest inputs in its window.
 * x and dx [images, height, width, channels], dy [images, outHeight, outWidth, channels].
 */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, images: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  const image = <usize>height * row;
  const apart = strideY >= windowHeight && strideX >= windowWidth;
  for (let n = 0; n < images; n++, x += image, dx += image) {
    memory.fill(dx, 0, image);
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = max(0, oy * strideY - top);
      const y1 = min(height, oy * strideY - top + windowHeight);
      for (let ox = 0; ox < outWidth; ox++, dy += pixel) {
        const x0 = max(0, ox * strideX - left);
        const x1 = min(width, ox * strideX - left + windowWidth);
        const corner = <usize>y0 * row + <usize>x0 * pixel;
        const square = y1 - y0 == 2 && x1 - x0 == 2;
        if (square && apart && channels >= 4) {
          for (let c = 0; c < channels; c += 4) {
            const at = <usize>min(c, channels - 4) << 2;
            shareSquare(x + corner + at, dx + corner + at, v128.load(dy + at), row, pixel, 4, true);
          }
          continue;
        }
        for (let c = 0; c < channels; c += 4) {
          const lanes = channels - c;
          const start = corner + (<usize>c << 2);
          if (square) {
            shareSquare(x + start, dx + start, loadLanes(dy + (<usize>c << 2), lanes), row, pixel, lanes, false);
            continue;
          }
          let best = f32x4.splat(f32.NEGATIVE_INFINITY);
          let bestAt = i32x4.splat(0);
          let k = 0;
          for (let y = y0, from = x + start; y < y1; y++, from += row) {
            for (let i = x0, at = from; i < x1; i++, at += pixel, k++) {
              const value = loadLanes(at, lanes);
              const larger = f32x4.gt(value, best);
              best = v128.bitselect(value, best, larger);
              bestAt = v128.bitselect(i32x4.splat(k), bestAt, larger);
            }
          }
          const gradient = loadLanes(dy + (<usize>c << 2), lanes);
          k = 0;
          for (let y = y0, to = dx + start; y < y1; y++, to += row) {
            for (let i = x0, at = to; i < x1; i++, at += pixel, k++) {
              const mine = v128.and(gradient, i32x4.eq(bestAt, i32x4.splat(k)));
              addLanes(at, mine, lanes);
            }
          }
        }
      }
    }
  }
}

/** Adds the gradient to the first largest of 2 × 2 inputs; if no other window has these (`only`), stores it there. */
// @ts-ignore: decorator
@inline
function shareSquare(
  x: usize, dx: usize, gradient: v128, row: usize, pixel: usize, lanes: i32, only: bool,
): void {
  const a = loadLanes(x, lanes);
  const b = loadLanes(x + pixel, lanes);
  const c = loadLanes(x + row, lanes);
  const d = loadLanes(x + row + pixel, lanes);
  const right = f32x4.gt(b, a);
  const lowerRight = f32x4.gt(d, c);
  const lower = f32x4.gt(f32x4.pmax(c, d), f32x4.pmax(a, b));
  const above = v128.andnot(gradient, lower);
  const below = v128.and(gradient, lower);
  if (only) {
    v128.store(dx, v128.andnot(above, right));
    v128.store(dx + pixel, v128.and(above, right));
    v128.store(dx + row, v128.andnot(below, lowerRight));
    v128.store(dx + row + pixel, v128.and(below, lowerRight));
    return;
  }
  addLanes(dx, v128.andnot(above, right), lanes);
  addLanes(dx + pixel, v128.and(above, right), lanes);
  addLanes(dx + row, v128.andnot(below, lowerRight), lanes);
  addLanes(dx + row + pixel, v128.and(below, lowerRight), lanes);
}
