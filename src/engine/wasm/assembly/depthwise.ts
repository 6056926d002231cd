// A depthwise convolution with `multiplier` filters per channel, and its gradients: x and dx [images, height, width, channels],
// w and dw [filterHeight, filterWidth, channels, multiplier], out and dy [images, outHeight, outWidth, channels * multiplier].
// Values outside the input are 0. All three kernels multiply two of the operands and add the products to the third, for each tap
// of the filter at each position of the output.

/** out[n, oy, ox, c, q] = sum_{ky, kx} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * w[ky, kx, c, q]. */
export function depthwise(
  x: usize, w: usize, out: usize, images: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  const result = <usize>(outHeight * outWidth * channels * multiplier) << 2;
  for (let n = 0; n < images; n++, x += image, out += result) {
    memory.fill(out, 0, result);
    overTaps(
      OUTPUT, x, w, out, height, width, channels, multiplier, outHeight, outWidth, filterHeight, filterWidth,
      strideY, strideX, dilationY, dilationX, top, left,
    );
  }
}

/**
 * dw[ky, kx, c, q] = sum_{n, oy, ox} x[n, oy sy + ky dy - top, ox sx + kx dx - left, c] * dy[n, oy, ox, c, q].
 *
 * @param sums - scratch of one filter, for the sums of each image
 */
export function depthwiseFilterGradient(
  x: usize, dy: usize, dw: usize, sums: usize, images: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  const result = <usize>(outHeight * outWidth * channels * multiplier) << 2;
  const filter = <usize>(filterHeight * filterWidth * channels * multiplier) << 2;
  memory.fill(dw, 0, filter);
  for (let n = 0; n < images; n++, x += image, dy += result) {
    memory.fill(sums, 0, filter);
    overTaps(
      FILTER, x, sums, dy, height, width, channels, multiplier, outHeight, outWidth, filterHeight, filterWidth,
      strideY, strideX, dilationY, dilationX, top, left,
    );
    for (let at: usize = 0; at < filter; at += 4) store<f32>(dw + at, load<f32>(dw + at) + load<f32>(sums + at));
  }
}

/** dx[n, oy sy + ky dy - top, ox sx + kx dx - left, c] += sum_q dy[n, oy, ox, c, q] * w[ky, kx, c, q]; dx is cleared first. */
export function depthwiseInputGradient(
  dy: usize, w: usize, dx: usize, images: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const image = <usize>(height * width * channels) << 2;
  const result = <usize>(outHeight * outWidth * channels * multiplier) << 2;
  for (let n = 0; n < images; n++, dx += image, dy += result) {
    memory.fill(dx, 0, image);
    overTaps(
      INPUT, dx, w, dy, height, width, channels, multiplier, outHeight, outWidth, filterHeight, filterWidth,
      strideY, strideX, dilationY, dilationX, top, left,
    );
  }
}

/** The operand to which the products are added. */
const OUTPUT = 0;
const FILTER = 1;
const INPUT = 2;

/** Visits each tap of the filter at each output position of one image, in the order of the output's rows. */
// @ts-ignore: decorator
@inline
function overTaps(
  sum: i32, x: usize, w: usize, out: usize, height: i32, width: i32, channels: i32, multiplier: i32,
  outHeight: i32, outWidth: i32, filterHeight: i32, filterWidth: i32,
  strideY: i32, strideX: i32, dilationY: i32, dilationX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  const tap = <usize>(channels * multiplier) << 2;
  for (let oy = 0; oy < outHeight; oy++) {
    for (let ky = 0; ky < filterHeight; ky++) {
      const y = oy * strideY + ky * dilationY - top;
      if (<u32>y >= <u32>height) continue;
      for (let ox = 0; ox < outWidth; ox++) {
        const place = out + <usize>(oy * outWidth + ox) * tap;
        for (let kx = 0; kx < filterWidth; kx++) {
          const column = ox * strideX + kx * dilationX - left;
          if (<u32>column >= <u32>width) continue;
          const input = x + <usize>(y * width + column) * pixel;
          const filter = w + <usize>(ky * filterWidth + kx) * tap;
          if (sum == OUTPUT) addSpread(input, filter, place, channels, multiplier);
          else if (sum == FILTER) addSpread(input, place, filter, channels, multiplier);
          else addGathered(filter, place, input, channels, multiplier);
        }
      }
    }
  }
}

/** to[c] += sum_q a[c, q] * b[c, q]. */
// @ts-ignore: decorator
@inline
function addGathered(a: usize, b: usize, to: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) {
    addProduct(a, b, to, channels);
    return;
  }
  for (let c = 0, at: usize = 0; c < channels; c++, to += 4) {
    let sum: f32 = 0;
    for (let q = 0; q < multiplier; q++, at += 4) sum += load<f32>(b + at) * load<f32>(a + at);
    store<f32>(to, load<f32>(to) + sum);
  }
}

/** to[c, q] += a[c] * b[c, q]. */
// @ts-ignore: decorator
@inline
function addSpread(a: usize, b: usize, to: usize, channels: i32, multiplier: i32): void {
  if (multiplier == 1) {
    addProduct(a, b, to, channels);
    return;
  }
  for (let c = 0, at: usize = 0; c < channels; c++) {
    const value = load<f32>(a + (<usize>c << 2));
    for (let q = 0; q < multiplier; q++, at += 4) store<f32>(to + at, load<f32>(to + at) + value * load<f32>(b + at));
  }
}

/** to[i] += a[i] * b[i]. */
// @ts-ignore: decorator
@inline
function addProduct(a: usize, b: usize, to: usize, count: i32): void {
  let i = 0;
  let at: usize = 0;
  for (; i + 4 <= count; i += 4, at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(a + at), v128.load(b + at))));
  }
  for (; i < count; i++, at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(a + at) * load<f32>(b + at));
}
