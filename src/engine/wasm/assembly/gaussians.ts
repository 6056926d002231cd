// Products of rows in 64 bits, and their sums of exponentials, as needed for densities.

import { tile } from './tile';

/**
 * c[m, n] = offsets[n] + sum_k a[m, k] * packed[n / 4][k][n % 4], in 64 bits.
 *
 * @param rows - a multiple of 4, as is `columns`
 */
export function product64(
  a: usize, rows: i32, depth: i32, packed: usize, offsets: usize, c: usize, columns: i32,
): void {
  const aStride = <usize>depth << 3;
  const cStride = <usize>columns << 3;
  const panelBytes = <usize>depth << 5;
  for (let column = 0; column < columns; column += 4, packed += panelBytes, offsets += 32, c += 32) {
    const offset0 = v128.load(offsets);
    const offset1 = v128.load(offsets, 16);
    let from = a;
    let out = c;
    for (let row = 0; row < rows; row += 4, from += aStride << 2, out += cStride << 2) {
      const out1 = out + cStride;
      const out2 = out1 + cStride;
      tile<f64, f64>(
        false, true, true, offset0, offset1,
        from, from + aStride, from + 2 * aStride, from + 3 * aStride, 1, depth, 0, packed,
        out, out1, out2, out2 + cStride, 8, 0,
      );
    }
  }
}

/**
 * Adds e^x of each row to its sum, stored relative to the row's largest x so far: sums[r] = (m, sum_n e^(x[r, n] - m)).
 *
 * @param columns - a multiple of 4
 */
export function addExponentials(x: usize, rows: i32, columns: i32, sums: usize): void {
  const bytes = <usize>columns << 3;
  for (let r = 0; r < rows; r++, x += bytes, sums += 16) {
    let l0 = v128.load(x);
    let l1 = v128.load(x, 16);
    for (let j: usize = 32; j < bytes; j += 32) {
      l0 = f64x2.pmax(l0, v128.load(x + j));
      l1 = f64x2.pmax(l1, v128.load(x + j, 16));
    }
    l0 = f64x2.pmax(l0, l1);
    const before = load<f64>(sums);
    const largest = max(before, max(f64x2.extract_lane(l0, 0), f64x2.extract_lane(l0, 1)));
    const all = f64x2.splat(largest);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    for (let j: usize = 0; j < bytes; j += 32) {
      s0 = f64x2.add(s0, powerOf(f64x2.sub(v128.load(x + j), all)));
      s1 = f64x2.add(s1, powerOf(f64x2.sub(v128.load(x + j, 16), all)));
    }
    s0 = f64x2.add(s0, s1);
    const kept = load<f64>(sums, 8) * f64x2.extract_lane(powerOf(f64x2.splat(before - largest)), 0);
    store<f64>(sums, largest);
    store<f64>(sums, kept + f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1), 8);
  }
}

/** e^x for x <= 0; e^-700 for x < -700; within two units in the last place (Moshier, Cephes, exp.c). NaN remains NaN. */
// @ts-ignore: decorator
@inline
function powerOf(x: v128): v128 {
  const shift = f64x2.splat(6755399441055744); // after adding an integer, its last bits are those of the integer
  const inside = f64x2.pmax(x, f64x2.splat(-700));
  const shifted = f64x2.add(f64x2.mul(inside, f64x2.splat(1.4426950408889634)), shift);
  const n = f64x2.sub(shifted, shift);
  let r = f64x2.sub(inside, f64x2.mul(n, f64x2.splat(6.93145751953125e-1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.42860682030941723212e-6)));
  const z = f64x2.mul(r, r);
  let p = f64x2.add(f64x2.mul(f64x2.splat(1.26177193074810590878e-4), z), f64x2.splat(3.02994407707441961300e-2));
  p = f64x2.mul(r, f64x2.add(f64x2.mul(p, z), f64x2.splat(9.99999999999999999910e-1)));
  let q = f64x2.add(f64x2.mul(f64x2.splat(3.00198505138664455042e-6), z), f64x2.splat(2.52448340349684104192e-3));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2.27265548208155028766e-1));
  q = f64x2.add(f64x2.mul(q, z), f64x2.splat(2));
  const power = f64x2.add(f64x2.splat(1), f64x2.mul(f64x2.splat(2), f64x2.div(p, f64x2.sub(q, p))));
  return f64x2.mul(power, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}
