import { tile } from './tile';

/**
 * Gradient of a convolution with respect to its (padded) input, scattered patch by patch:
 *
 *   dx[image, oy * stride + r, ox * stride * channels + j] += sum_k dy[(image, oy, ox), k] * packed[r][j / 8][k][j % 8]
 *
 * `dx` has space for 28 bytes after its images, rounded up to a multiple of four images; it is cleared first. A tile takes four
 * pixels of a row, or the same pixel of four images if eight sums of neighbouring pixels could overlap in memory. Either way each
 * number receives the same sums in the same order.
 *
 * @param step - bytes of dx between neighbouring patches, `rowStride` between rows of them, `imageStride` between images,
 *   `runStride` between the rows of one patch
 * @param alone - whether images are computed one by one; channels must then be a multiple of 8
 */
export function inputGradient(
  dy: usize, packed: usize, dx: usize, images: i32, height: i32, width: i32, depth: i32,
  step: i32, rowStride: i32, imageStride: i32,
  runs: i32, length: i32, runStride: i32, alone: i32,
): void {
  const dyStep = <usize>depth << 2;
  const dyImage = <usize>(height * width) * dyStep;
  const panelBytes = <usize>depth << 5;
  memory.fill(dx, 0, <usize>((images + 3) & ~3) * imageStride + 28);
  for (let image = 0; image < images; image += 4) {
    if (alone) {
      for (let i = image; i < min(images, image + 4); i++) {
        addImage(dy + <usize>i * dyImage, packed, dx + i * imageStride, height, width, depth, step, rowStride, runs, length, runStride);
      }
      continue;
    }
    const y0 = dy + <usize>image * dyImage;
    const y1 = image + 1 < images ? y0 + dyImage : y0;
    const y2 = image + 2 < images ? y1 + dyImage : y0;
    const y3 = image + 3 < images ? y2 + dyImage : y0;
    let panel = packed;
    for (let run = 0; run < runs; run++) {
      for (let j = 0; j < length; j += 8, panel += panelBytes) {
        let from: usize = 0;
        for (let oy = 0; oy < height; oy++) {
          let to = dx + image * imageStride + oy * rowStride + run * runStride + (j << 2);
          for (let ox = 0; ox < width; ox++, from += dyStep, to += step) {
            const t1 = to + imageStride;
            const t2 = t1 + imageStride;
            const t3 = t2 + imageStride;
            // The last image comes first: columns beyond an image lie over the next one, which is therefore written later.
            tile<f32, f32>(
              false, true, false, f32x4.splat(0), f32x4.splat(0),
              y3 + from, y2 + from, y1 + from, y0 + from, 1, depth, 0, panel, t3, t2, t1, to, 8, 0,
            );
          }
        }
      }
    }
  }
}

/** The gradient of one image: a tile takes four pixels of a row. */
function addImage(
  dy: usize, packed: usize, dx: usize, height: i32, width: i32, depth: i32,
  step: i32, rowStride: i32, runs: i32, length: i32, runStride: i32,
): void {
  const pixel = <usize>depth << 2;
  const panelBytes = <usize>depth << 5;
  for (let run = 0; run < runs; run++) {
    for (let j = 0; j < length; j += 8, packed += panelBytes) {
      let from = dy;
      for (let oy = 0; oy < height; oy++) {
        let to = dx + oy * rowStride + run * runStride + (j << 2);
        for (let left = width; left > 0; left -= 4, to += step << 2) {
          const y1 = left > 1 ? from + pixel : from;
          const y2 = left > 2 ? y1 + pixel : from;
          const y3 = left > 3 ? y2 + pixel : from;
          const t1 = left > 1 ? to + step : to;
          const t2 = left > 2 ? t1 + step : to;
          const t3 = left > 3 ? t2 + step : to;
          tile<f32, f32>(
            false, true, false, f32x4.splat(0), f32x4.splat(0), from, y1, y2, y3, 1, depth, 0, packed, to, t1, t2, t3, 8, 0,
          );
          from += <usize>min(left, 4) * pixel;
        }
      }
    }
  }
}
