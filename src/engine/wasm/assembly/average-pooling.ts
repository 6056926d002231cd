import { addLanes, loadLanes, storeLanes } from './lanes';

/** Mean of each window, excluding padding. */
export function averagePool(
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
        const count = f32x4.splat(<f32>((y1 - y0) * (x1 - x0)));
        for (let c = 0; c < channels; c += 4) {
          const lanes = channels - c;
          let sum = f32x4.splat(0);
          for (let y = y0; y < y1; y++) {
            let at = x + <usize>y * row + <usize>x0 * pixel + (<usize>c << 2);
            for (let i = x0; i < x1; i++, at += pixel) sum = f32x4.add(sum, loadLanes(at, lanes));
          }
          storeLanes(out + (<usize>c << 2), f32x4.div(sum, count), lanes);
        }
      }
    }
  }
}

/** Gradient of average pooling: each output spreads its gradient over the inputs of its window, excluding padding. */
export function averagePoolGradient(
  dy: usize, dx: usize, images: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  const image = <usize>height * row;
  for (let n = 0; n < images; n++, dx += image) {
    memory.fill(dx, 0, image);
    for (let oy = 0; oy < outHeight; oy++) {
      const y0 = max(0, oy * strideY - top);
      const y1 = min(height, oy * strideY - top + windowHeight);
      for (let ox = 0; ox < outWidth; ox++, dy += pixel) {
        const x0 = max(0, ox * strideX - left);
        const x1 = min(width, ox * strideX - left + windowWidth);
        const share = f32x4.splat(1 / <f32>((y1 - y0) * (x1 - x0)));
        for (let c = 0; c < channels; c += 4) {
          const lanes = channels - c;
          const gradient = f32x4.mul(loadLanes(dy + (<usize>c << 2), lanes), share);
          for (let y = y0; y < y1; y++) {
            let at = dx + <usize>y * row + <usize>x0 * pixel + (<usize>c << 2);
            for (let i = x0; i < x1; i++, at += pixel) addLanes(at, gradient, lanes);
          }
        }
      }
    }
  }
}
