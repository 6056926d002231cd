import { product } from './product';
import { tile } from './tile';

/**
 * The 36 products of Winograd's convolution, [tiles, depth] by [depth, columns].
 *
 * @param v - left operands, `vPlane` bytes apart; `u` - right operands, packed; `m` - the products
 */
export function winogradProducts(
  v: usize, u: usize, m: usize, tiles: i32, depth: i32, columns: i32, vPlane: usize, uPlane: usize, mPlane: usize,
): void {
  for (let k = 0; k < 36; k++, v += vPlane, u += uPlane, m += mPlane) {
    product(v, tiles, tiles, 1, depth << 2, 0, 0, 1, depth, 0, u, 0, m, columns, 0);
  }
}

/**
 * The 36 products of its filter's gradient, summed over tiles: s[i, j] += sum_t v[t, i] d[t, j].
 *
 * @param v - [rows / 4][tiles][4], `vPlane` bytes apart
 * @param d - [columns / 8][tiles][8], `dPlane` bytes apart
 * @param sums - [rows, columns], `plane` bytes apart; overwritten if `fresh` is set
 */
export function winogradTransposedProducts(
  v: usize, d: usize, sums: usize, tiles: i32, rows: i32, columns: i32, fresh: i32, vPlane: usize, dPlane: usize, plane: usize,
): void {
  const sumRow = <usize>columns << 2;
  const panelBytes = <usize>tiles << 5;
  for (let k = 0; k < 36; k++, v += vPlane, d += dPlane, sums += plane) {
    let panel = d;
    for (let n = 0; n < columns; n += 8, panel += panelBytes) {
      let left = v;
      let s0 = sums + (<usize>n << 2);
      for (let m = 0; m < rows; m += 4, left += <usize>tiles << 4, s0 += sumRow << 2) {
        const s1 = s0 + sumRow;
        const s2 = s1 + sumRow;
        tile<f32, v128>(
          false, true, fresh != 0, f32x4.splat(0), f32x4.splat(0),
          left, left, left, left, 1, tiles, 0, panel, s0, s1, s2, s2 + sumRow, 8, 0,
        );
      }
    }
  }
}
