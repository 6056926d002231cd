/** Pixels that are summed before the sums go back to memory: their operands stay in the caches. */
const PIXELS = 256;

/**
 * Product of transposed patches by columns, which is the gradient of a convolution's filter or, with one run per row, a
 * product whose left operand is transposed:
 *
 *   sums[m, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + at(m)] * b[(image, y, x), n]
 *   at(m) = floor(m / length) * runStride + m % length
 *
 * `sums` has runs * length rows, rounded up to 4, and `columns`, rounded up to 8. May read up to 28 bytes beyond `b`.
 */
export function filterGradient(
  a: usize, b: usize, sums: usize, images: i32, height: i32, width: i32,
  step: i32, rowStride: i32, imageStride: i32,
  runs: i32, length: i32, runStride: i32, columns: i32,
): void {
  const depth = runs * length;
  const sumStride = <usize>((columns + 7) & ~7) << 2;
  const bStep = <usize>columns << 2;
  memory.fill(sums, 0, <usize>((depth + 3) & ~3) * sumStride);
  const rowsTogether = min(height, max(1, PIXELS / width));
  const imagesTogether = rowsTogether < height ? 1 : min(images, max(1, PIXELS / (width * height)));

  for (let image = 0; image < images; image += imagesTogether) {
    const imageEnd = min(images, image + imagesTogether);
    for (let top = 0; top < height; top += rowsTogether) {
      const bottom = min(height, top + rowsTogether);
      for (let m = 0; m < depth; m += 4) {
        const at0 = offset(m, length, runStride);
        const at1 = offset(min(m + 1, depth - 1), length, runStride);
        const at2 = offset(min(m + 2, depth - 1), length, runStride);
        const at3 = offset(min(m + 3, depth - 1), length, runStride);
        for (let n = 0; n < columns; n += 8) {
          const s0 = sums + <usize>m * sumStride + (<usize>n << 2);
          const s1 = s0 + sumStride;
          const s2 = s1 + sumStride;
          const s3 = s2 + sumStride;
          let c00 = v128.load(s0);
          let c01 = v128.load(s0, 16);
          let c10 = v128.load(s1);
          let c11 = v128.load(s1, 16);
          let c20 = v128.load(s2);
          let c21 = v128.load(s2, 16);
          let c30 = v128.load(s3);
          let c31 = v128.load(s3, 16);
          for (let i = image; i < imageEnd; i++) {
            for (let y = top; y < bottom; y++) {
              const row = a + i * imageStride + y * rowStride;
              let a0 = row + at0;
              let a1 = row + at1;
              let a2 = row + at2;
              let a3 = row + at3;
              let p = b + <usize>((i * height + y) * width) * bStep + (<usize>n << 2);
              for (let x = 0; x < width; x++) {
                const b0 = v128.load(p);
                const b1 = v128.load(p, 16);
                let s = v128.load_splat<f32>(a0);
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
                a0 += step;
                a1 += step;
                a2 += step;
                a3 += step;
                p += bStep;
              }
            }
          }
          v128.store(s0, c00);
          v128.store(s0, c01, 16);
          v128.store(s1, c10);
          v128.store(s1, c11, 16);
          v128.store(s2, c20);
          v128.store(s2, c21, 16);
          v128.store(s3, c30);
          v128.store(s3, c31, 16);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function offset(m: i32, length: i32, runStride: i32): usize {
  return (m / length) * runStride + ((m % length) << 2);
}
