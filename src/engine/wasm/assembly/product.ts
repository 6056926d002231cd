import { loadLanes, storeLanes } from './lanes';

/** Rows that share a panel while it is in the first-level cache. */
const ROWS = 128;
/** Longest run of one panel: 16 KiB of it. */
const DEPTH = 512;

/**
 * Product of patches by packed columns, which is a convolution or, with one run per row, a matrix product:
 *
 *   c[m, n] = f( bias[n] + sum_{r < runs, j < length} a[row(m) + r * runStride + j] * packed[n / 8][r * length + j][n % 8] )
 *
 * Row m is pixel (image, y, x) of [images, height, width]; neighbouring pixels lie `step` bytes apart, `rowSkip` and
 * `imageSkip` more are added at the end of a row and of an image. f is max(0, .) where `relu` is set.
 * Tiles of 4 rows by 8 columns are kept in registers; blocks of ROWS by DEPTH keep operands in the caches.
 */
export function product(
  a: usize, rows: i32, width: i32, height: i32, step: i32, rowSkip: i32, imageSkip: i32,
  runs: i32, length: i32, runStride: i32,
  packed: usize, bias: usize, c: usize, columns: i32, relu: i32,
): void {
  tiles(false, a, rows, width, height, step, rowSkip, imageSkip, runs, length, runStride, packed, bias, c, columns, relu, 0, 0);
}

/**
 * As `product`, of patches no longer than DEPTH, and of every window of two by two pixels only the largest sums: four rows of
 * the product are one of `c`. Windows lie `step` apart; the pixels of one `right` and `below`.
 */
export function pooledProduct(
  a: usize, windows: i32, width: i32, height: i32, step: i32, rowSkip: i32, imageSkip: i32,
  runs: i32, length: i32, runStride: i32,
  packed: usize, bias: usize, c: usize, columns: i32, relu: i32, right: i32, below: i32,
): void {
  tiles(true, a, windows << 2, width, height, step, rowSkip, imageSkip, runs, length, runStride, packed, bias, c, columns, relu, right, below);
}

// @ts-ignore: decorator
@inline
function tiles(
  pooled: bool, a: usize, rows: i32, width: i32, height: i32, step: i32, rowSkip: i32, imageSkip: i32,
  runs: i32, length: i32, runStride: i32,
  packed: usize, bias: usize, c: usize, columns: i32, relu: i32, right: i32, below: i32,
): void {
  const depth = runs * length;
  const whole = depth <= DEPTH;
  const chunk = whole ? length : min(length, DEPTH);
  const panelBytes = <usize>depth << 5;
  const cStride = <usize>columns << 2;
  let blockA = a;
  let blockX = 0;
  let blockY = 0;
  let nextA = a;
  let nextX = 0;
  let nextY = 0;
  for (let firstRow = 0; firstRow < rows; firstRow += ROWS) {
    const lastRow = min(rows, firstRow + ROWS);
    for (let run = 0; run < runs; run += whole ? runs : 1) {
      for (let start = 0; start < length; start += chunk) {
        const count = min(chunk, length - start);
        const runCount = whole ? runs : 1;
        const first = run == 0 && start == 0;
        const last = run + runCount == runs && start + count == length;
        const offset = <usize>(run * runStride + (start << 2));
        const depthOffset = <usize>(run * length + start) << 5;
        for (let column = 0; column < columns; column += 8) {
          const panel = packed + <usize>(column >> 3) * panelBytes + depthOffset;
          const lanes = columns - column;
          let bias0 = f32x4.splat(0);
          let bias1 = f32x4.splat(0);
          if (first && bias != 0) {
            bias0 = loadLanes(bias + (<usize>column << 2), lanes);
            bias1 = loadLanes(bias + (<usize>column << 2) + 16, lanes - 4);
          }
          let p = blockA;
          let x = blockX;
          let y = blockY;
          let out = c + <usize>(pooled ? firstRow >> 2 : firstRow) * cStride + (<usize>column << 2);
          for (let row = firstRow; row < lastRow; row += 4) {
            const p0 = p + offset;
            let p1: usize, p2: usize, p3: usize;
            let out1 = out, out2 = out, out3 = out;
            p += step;
            if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
            if (pooled) {
              p1 = p0 + right;
              p2 = p0 + below;
              p3 = p2 + right;
            } else {
              p1 = row + 1 < lastRow ? p + offset : p0;
              p += step;
              if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
              p2 = row + 2 < lastRow ? p + offset : p0;
              p += step;
              if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
              p3 = row + 3 < lastRow ? p + offset : p0;
              p += step;
              if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
              if (row + 1 < lastRow) out1 = out + cStride;
              if (row + 2 < lastRow) out2 = out1 + cStride;
              if (row + 3 < lastRow) out3 = out2 + cStride;
            }

            let c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1, c20 = bias0, c21 = bias1, c30 = bias0, c31 = bias1;
            if (!pooled && !first) {
              c00 = loadLanes(out, lanes);
              c01 = loadLanes(out + 16, lanes - 4);
              c10 = loadLanes(out1, lanes);
              c11 = loadLanes(out1 + 16, lanes - 4);
              c20 = loadLanes(out2, lanes);
              c21 = loadLanes(out2 + 16, lanes - 4);
              c30 = loadLanes(out3, lanes);
              c31 = loadLanes(out3 + 16, lanes - 4);
            }
            let b = panel;
            let o: usize = 0;
            for (let r = 0; r < runCount; r++, o += runStride) {
              let a0 = p0 + o;
              let a1 = p1 + o;
              let a2 = p2 + o;
              let a3 = p3 + o;
              let j = count;
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
                if (j == 1) break;
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
                if (j == 2) break;
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
                if (j == 3) break;
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
                j -= 4;
                if (j == 0) break;
              }
              b += <usize>(j << 5);
            }
            if (pooled) {
              c00 = f32x4.max(f32x4.max(c00, c10), f32x4.max(c20, c30));
              c01 = f32x4.max(f32x4.max(c01, c11), f32x4.max(c21, c31));
              if (relu) {
                c00 = f32x4.pmax(c00, f32x4.splat(0));
                c01 = f32x4.pmax(c01, f32x4.splat(0));
              }
              storeLanes(out, c00, lanes);
              storeLanes(out + 16, c01, lanes - 4);
              out += cStride;
              continue;
            }
            if (last && relu) {
              const zero = f32x4.splat(0);
              c00 = f32x4.pmax(c00, zero);
              c01 = f32x4.pmax(c01, zero);
              c10 = f32x4.pmax(c10, zero);
              c11 = f32x4.pmax(c11, zero);
              c20 = f32x4.pmax(c20, zero);
              c21 = f32x4.pmax(c21, zero);
              c30 = f32x4.pmax(c30, zero);
              c31 = f32x4.pmax(c31, zero);
            }
            // In descending order, since rows that do not exist were given the address and the numbers of the first.
            storeLanes(out3, c30, lanes);
            storeLanes(out3 + 16, c31, lanes - 4);
            storeLanes(out2, c20, lanes);
            storeLanes(out2 + 16, c21, lanes - 4);
            storeLanes(out1, c10, lanes);
            storeLanes(out1 + 16, c11, lanes - 4);
            storeLanes(out, c00, lanes);
            storeLanes(out + 16, c01, lanes - 4);
            out += cStride << 2;
          }
          nextA = p;
          nextX = x;
          nextY = y;
        }
      }
    }
    blockA = nextA;
    blockX = nextX;
    blockY = nextY;
  }
}
