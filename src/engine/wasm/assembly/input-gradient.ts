/**
 * Gradient of a convolution with respect to its (padded) input, scattered patch by patch:
 *
 *   dx[image, oy * stride + r, ox * stride * channels + j] += sum_k dy[(image, oy, ox), k] * packed[r][j / 8][k][j % 8]
 *
 * `dx` holds four images more than there may be left over, and 28 bytes; it is cleared first. Tiles take the same pixel
 * of four images, so that no two sums of a tile meet in memory.
 *
 * @param step - bytes of dx between neighbouring patches, `rowStride` between rows of them, `imageStride` between images,
 *   `runStride` between the rows of one patch
 */
export function inputGradient(
  dy: usize, packed: usize, dx: usize, images: i32, height: i32, width: i32, depth: i32,
  step: i32, rowStride: i32, imageStride: i32,
  runs: i32, length: i32, runStride: i32,
): void {
  const dyStep = <usize>depth << 2;
  const dyImage = <usize>(height * width) * dyStep;
  const panelBytes = <usize>depth << 5;
  memory.fill(dx, 0, <usize>((images + 3) & ~3) * imageStride + 28);
  for (let image = 0; image < images; image += 4) {
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
            let c00 = v128.load(to);
            let c01 = v128.load(to, 16);
            let c10 = v128.load(t1);
            let c11 = v128.load(t1, 16);
            let c20 = v128.load(t2);
            let c21 = v128.load(t2, 16);
            let c30 = v128.load(t3);
            let c31 = v128.load(t3, 16);
            let a0 = y0 + from;
            let a1 = y1 + from;
            let a2 = y2 + from;
            let a3 = y3 + from;
            let b = panel;
            let k = depth;
            let b0: v128;
            let b1: v128;
            let s: v128;
            while (true) {
              b0 = v128.load(b);
              b1 = v128.load(b, 16);
              s = v128.load_splat<f32>(a0);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a1);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a2);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a3);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              if (k == 1) break;
              b0 = v128.load(b, 32);
              b1 = v128.load(b, 48);
              s = v128.load_splat<f32>(a0, 4);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a1, 4);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a2, 4);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a3, 4);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              if (k == 2) break;
              b0 = v128.load(b, 64);
              b1 = v128.load(b, 80);
              s = v128.load_splat<f32>(a0, 8);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a1, 8);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a2, 8);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a3, 8);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              if (k == 3) break;
              b0 = v128.load(b, 96);
              b1 = v128.load(b, 112);
              s = v128.load_splat<f32>(a0, 12);
              c00 = f32x4.add(c00, f32x4.mul(s, b0));
              c01 = f32x4.add(c01, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a1, 12);
              c10 = f32x4.add(c10, f32x4.mul(s, b0));
              c11 = f32x4.add(c11, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a2, 12);
              c20 = f32x4.add(c20, f32x4.mul(s, b0));
              c21 = f32x4.add(c21, f32x4.mul(s, b1));
              s = v128.load_splat<f32>(a3, 12);
              c30 = f32x4.add(c30, f32x4.mul(s, b0));
              c31 = f32x4.add(c31, f32x4.mul(s, b1));
              a0 += 16;
              a1 += 16;
              a2 += 16;
              a3 += 16;
              b += 128;
              k -= 4;
              if (k == 0) break;
            }
            v128.store(to, c00);
            v128.store(to, c01, 16);
            v128.store(t1, c10);
            v128.store(t1, c11, 16);
            v128.store(t2, c20);
            v128.store(t2, c21, 16);
            v128.store(t3, c30);
            v128.store(t3, c31, 16);
          }
        }
      }
    }
  }
}
