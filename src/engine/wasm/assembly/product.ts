import { loadLanes } from './lanes';
import { tile } from './tile';

/** Rows multiplied by a panel while it is in the first-level cache. */
const ROWS = 128;
/** Longest run of one panel: 16 KiB. */
const DEPTH = 512;

/**
 * Product of patches by packed columns: a convolution or, with one run per row, a matrix product:
 *
 *   c[m, n] = f( bias[n] + sum_{r < runs, j < length} a[row(m) + r * runStride + j] * packed[n / 8][r * length + j][n % 8] )
 *
 * Row m is pixel (image, y, x) of [images, height, width]. Neighbouring pixels are `step` bytes apart; `rowSkip` and `imageSkip`
 * bytes are added at the end of a row and of an image. f is max(0, .) if `relu` is set, else the identity.
 * Tiles of 4 rows by 8 columns are kept in registers; blocks of ROWS by DEPTH keep operands in the caches. Patches without values
 * give f(bias).
 */
export function product(
  a: usize, rows: i32, width: i32, height: i32, step: i32, rowSkip: i32, imageSkip: i32,
  runs: i32, length: i32, runStride: i32,
  packed: usize, bias: usize, c: usize, columns: i32, relu: i32,
): void {
  tiles(false, a, rows, width, height, step, rowSkip, imageSkip, runs, length, runStride, packed, bias, c, columns, relu, 0, 0);
}

/**
 * As `product`, for patches no longer than DEPTH, but writes only the largest sums of each 2 × 2 pixels: four rows of the product
 * become one of `c`. Windows are `step` bytes apart, the pixels within a window `right` and `below` bytes.
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
  if (depth == 0) {
    repeatBias(bias, c, pooled ? rows >> 2 : rows, columns, relu);
    return;
  }
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
            p += step;
            if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
            if (pooled) {
              tile<f32, f32>(
                true, false, true, bias0, bias1, p0, p0 + right, p0 + below, p0 + below + right,
                runCount, count, runStride, panel, out, out, out, out, lanes, relu,
              );
              out += cStride;
              continue;
            }
            let out1 = out, out2 = out, out3 = out;
            const p1 = row + 1 < lastRow ? p + offset : p0;
            p += step;
            if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
            const p2 = row + 2 < lastRow ? p + offset : p0;
            p += step;
            if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
            const p3 = row + 3 < lastRow ? p + offset : p0;
            p += step;
            if (++x == width) { x = 0; p += rowSkip; if (++y == height) { y = 0; p += imageSkip; } }
            if (row + 1 < lastRow) out1 = out + cStride;
            if (row + 2 < lastRow) out2 = out1 + cStride;
            if (row + 3 < lastRow) out3 = out2 + cStride;
            tile<f32, f32>(
              false, false, first, bias0, bias1,
              p0, p1, p2, p3, runCount, count, runStride, panel,
              out, out1, out2, out3, lanes, last ? relu : 0,
            );
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

/** The products of patches without values: c[m, n] = f( bias[n] ). A tile multiplies at least one value. */
function repeatBias(bias: usize, c: usize, rows: i32, columns: i32, relu: i32): void {
  for (let row = 0; row < rows; row++) {
    for (let n = 0; n < columns; n++, c += 4) {
      const value: f32 = bias == 0 ? 0 : load<f32>(bias + (<usize>n << 2));
      store<f32>(c, relu != 0 && value < 0 ? 0 : value);
    }
  }
}
