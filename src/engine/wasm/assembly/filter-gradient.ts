import { loadLanes } from './lanes';
import { tile } from './tile';

/** Pixels summed before the sums are written to memory; their operands stay in the caches. */
const PIXELS = 256;
/** Bytes of eight columns of these pixels. */
const PANEL: usize = 32 * PIXELS;

/**
 * Product of transposed patches by columns: the gradient of a convolution's filter or, with one run per row, a product with a
 * transposed left operand:
 *
 *   sums[m, n] = sum_{image, y, x} a[image * imageStride + y * rowStride + x * step + at(m)] * b[(image, y, x), n]
 *   at(m) = floor(m / length) * runStride + m % length
 *
 * `sums` has runs * length rows, rounded up to 4, and `columns`, rounded up to 8.
 *
 * @param transposed - scratch of 4 KiB: four rows of the transposed patches, for PIXELS pixels
 * @param panels - scratch of 8 KiB per eight columns: `b` for PIXELS pixels
 */
export function filterGradient(
  a: usize, b: usize, sums: usize, transposed: usize, panels: usize, images: i32, height: i32, width: i32,
  step: i32, rowStride: i32, imageStride: i32,
  runs: i32, length: i32, runStride: i32, columns: i32,
): void {
  const depth = runs * length;
  const sumStride = <usize>((columns + 7) & ~7) << 2;
  const bStep = <usize>columns << 2;
  memory.fill(sums, 0, <usize>((depth + 3) & ~3) * sumStride);
  const pixels = images * height * width;

  for (let first = 0; first < pixels; first += PIXELS) {
    const count = min(PIXELS, pixels - first);
    const row = first / width;
    const firstX = first % width;
    const firstY = row % height;
    const start = a + (row / height) * imageStride + firstY * rowStride + firstX * step;
    packRows(b + <usize>first * bStep, panels, count, columns);
    for (let m = 0; m < depth; m += 4) {
      let panel = panels;
      const at0 = offset(m, length, runStride);
      const at1 = offset(min(m + 1, depth - 1), length, runStride);
      const at2 = offset(min(m + 2, depth - 1), length, runStride);
      const at3 = offset(min(m + 3, depth - 1), length, runStride);
      const together = at3 == at0 + 12;
      let from = start;
      let to = transposed;
      let y = firstY;
      let x = firstX;
      for (let left = count; left > 0;) {
        const end = to + (<usize>min(left, width - x) << 4);
        left -= width - x;
        const rowStart = from;
        if (together) {
          for (; to < end; to += 16, from += step) v128.store(to, v128.load(from + at0));
        } else {
          for (; to < end; to += 16, from += step) {
            let four = v128.load_zero<f32>(from + at0);
            four = v128.load_lane<f32>(from + at1, four, 1);
            four = v128.load_lane<f32>(from + at2, four, 2);
            v128.store(to, v128.load_lane<f32>(from + at3, four, 3));
          }
        }
        from = rowStart - x * step + rowStride;
        x = 0;
        if (++y == height) {
          y = 0;
          from += imageStride - height * rowStride;
        }
      }
      for (let n = 0; n < columns; n += 8) {
        const s0 = sums + <usize>m * sumStride + (<usize>n << 2);
        const s1 = s0 + sumStride;
        const s2 = s1 + sumStride;
        const s3 = s2 + sumStride;
        tile<f32, v128>(
          false, true, false, f32x4.splat(0), f32x4.splat(0),
          transposed, transposed, transposed, transposed, 1, count, 0, panel, s0, s1, s2, s3, 8, 0,
        );
        panel += PANEL;
      }
    }
  }
}

/** Packs rows [rows, columns] into panels[panel][row][8]; the last panel is padded with zeros. */
function packRows(from: usize, panels: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  for (let n = 0; n < columns; n += 8, from += 32, panels += PANEL) {
    const lanes = columns - n;
    for (let row = 0, at = from, to = panels; row < rows; row++, at += stride, to += 32) {
      v128.store(to, loadLanes(at, lanes));
      v128.store(to, loadLanes(at + 16, lanes - 4), 16);
    }
  }
}

// @ts-ignore: decorator
@inline
function offset(m: i32, length: i32, runStride: i32): usize {
  return (m / length) * runStride + ((m % length) << 2);
}
