import { tile } from './tile';

/**
 * The products of Winograd's convolution, [tiles, depth] by [depth, columns], added to `m` or, if `fresh` is set, stored. They are a grid of
 * 6 × 6, or of 9 × 9, whose last four rows and columns share the last right operands of 6 × 6.
 *
 * @param grid - 6 or 9
 * @param v - left operands, rows `channels` floats apart; `u` - right operands, packed; `m` - the products; each `…Plane` bytes apart
 */
export function winogradProducts(
  v: usize, u: usize, m: usize, grid: i32, tiles: i32, channels: i32, depth: i32, columns: i32, fresh: i32,
  vPlane: usize, uPlane: usize, mPlane: usize,
): void {
  const row = <usize>channels << 2;
  const mRow = <usize>columns << 2;
  const panelBytes = <usize>depth << 5;
  for (let k = 0; k < grid * grid; k++, v += vPlane, m += mPlane) {
    let panel = u + operandOf(k, grid) * uPlane;
    for (let n = 0; n < columns; n += 8, panel += panelBytes) {
      let v0 = v;
      let m0 = m + (<usize>n << 2);
      for (let t = 0; t < tiles; t += 4, v0 += row << 2, m0 += mRow << 2) {
        const left = tiles - t;
        const v1 = left > 1 ? v0 + row : v0;
        const v2 = left > 2 ? v1 + row : v0;
        const v3 = left > 3 ? v2 + row : v0;
        const m1 = left > 1 ? m0 + mRow : m0;
        const m2 = left > 2 ? m1 + mRow : m0;
        const m3 = left > 3 ? m2 + mRow : m0;
        tile<f32, f32>(
          false, true, fresh != 0, f32x4.splat(0), f32x4.splat(0), v0, v1, v2, v3, 1, depth, 0, panel, m0, m1, m2, m3, 8, 0,
        );
      }
    }
  }
}

/** Returns the place of a product's filter among the 36. */
// @ts-ignore: decorator
@inline
function operandOf(k: i32, grid: i32): usize {
  return 6 * min(k / grid, 5) + min(k % grid, 5);
}

/**
 * The products of its filter's gradient, summed over tiles and over the products of a filter: s[i, j] += sum_t v[t, i] d[t, j].
 *
 * @param grid - 6 or 9
 * @param v - [rows / 4][tiles][4], `vPlane` bytes apart
 * @param d - [columns / 8][tiles][8], `dPlane` bytes apart
 * @param sums - [rows, columns], `plane` bytes apart; overwritten if `fresh` is set
 */
export function winogradTransposedProducts(
  v: usize, d: usize, sums: usize, grid: i32, tiles: i32, rows: i32, columns: i32, fresh: i32,
  vPlane: usize, dPlane: usize, plane: usize,
): void {
  const sumRow = <usize>columns << 2;
  const panelBytes = <usize>tiles << 5;
  for (let k = 0; k < grid * grid; k++, v += vPlane, d += dPlane) {
    const isFirst = fresh != 0 && k / grid < 6 && k % grid < 6;
    let panel = d;
    for (let n = 0; n < columns; n += 8, panel += panelBytes) {
      let left = v;
      let s0 = sums + operandOf(k, grid) * plane + (<usize>n << 2);
      for (let m = 0; m < rows; m += 4, left += <usize>tiles << 4, s0 += sumRow << 2) {
        const s1 = s0 + sumRow;
        const s2 = s1 + sumRow;
        tile<f32, v128>(
          false, true, isFirst, f32x4.splat(0), f32x4.splat(0),
          left, left, left, left, 1, tiles, 0, panel, s0, s1, s2, s2 + sumRow, 8, 0,
        );
      }
    }
  }
}
