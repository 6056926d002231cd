import { loadLanes, storeLanes } from './lanes';

/**
 * Gradient of a 3D convolution with respect to its input; the result is cleared first:
 *
 *   dx[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] += sum_co dy[n, oz, oy, ox, co] * w[kz, ky, kx, ci, co]
 *
 * If `toFilter` is set, gradient with respect to its filter, with x passed as `dx` and dw as `w`:
 *
 *   dw[kz, ky, kx, ci, co] += x[n, oz sz + kz - front, oy sy + ky - top, ox sx + kx - left, ci] * dy[n, oz, oy, ox, co]
 */
export function volumeGradient(
  toFilter: i32, dy: usize, w: usize, dx: usize, images: i32, depth: i32, height: i32, width: i32, channels: i32,
  outDepth: i32, outHeight: i32, outWidth: i32, outChannels: i32, filterDepth: i32, filterHeight: i32, filterWidth: i32,
  strideZ: i32, strideY: i32, strideX: i32, front: i32, top: i32, left: i32,
): void {
  const volume = <usize>(depth * height * width * channels) << 2;
  const gradientBytes = <usize>outChannels << 2;
  const tap = <usize>channels * gradientBytes;
  if (toFilter) memory.fill(w, 0, <usize>(filterDepth * filterHeight * filterWidth) * tap);
  for (let n = 0; n < images; n++, dx += volume) {
    if (!toFilter) memory.fill(dx, 0, volume);
    for (let oz = 0; oz < outDepth; oz++) {
      for (let oy = 0; oy < outHeight; oy++) {
        for (let ox = 0; ox < outWidth; ox++, dy += gradientBytes) {
          let filter = w;
          for (let kz = 0; kz < filterDepth; kz++) {
            for (let ky = 0; ky < filterHeight; ky++) {
              for (let kx = 0; kx < filterWidth; kx++, filter += tap) {
                const z = oz * strideZ + kz - front;
                const y = oy * strideY + ky - top;
                const x = ox * strideX + kx - left;
                if (<u32>z >= <u32>depth || <u32>y >= <u32>height || <u32>x >= <u32>width) continue;
                let at = dx + (<usize>(((z * height + y) * width + x) * channels) << 2);
                for (let c = 0, row = filter; c < channels; c++, row += gradientBytes, at += 4) {
                  if (toFilter) addScaled(dy, load<f32>(at), row, outChannels);
                  else store<f32>(at, load<f32>(at) + dot(dy, row, outChannels));
                }
              }
            }
          }
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i += 4, a += 16, b += 16) {
    sum = f32x4.add(sum, f32x4.mul(loadLanes(a, count - i), loadLanes(b, count - i)));
  }
  const pairs = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** to[i] += factor * a[i]. */
// @ts-ignore: decorator
@inline
function addScaled(a: usize, factor: f32, to: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  for (let i = 0; i < count; i += 4, a += 16, to += 16) {
    const lanes = count - i;
    storeLanes(to, f32x4.add(loadLanes(to, lanes), f32x4.mul(factors, loadLanes(a, lanes))), lanes);
  }
}
