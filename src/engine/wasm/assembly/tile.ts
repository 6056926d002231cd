// The innermost loop of every product: a tile of four rows by two vectors, whose sums stay in registers. It is inlined, because a
// function returns one vector only. Flags that are constant where it is called cost nothing.

import { loadLanes, storeLanes } from './lanes';

/**
 * Products of four rows by a panel of eight columns of f32, or four of f64:
 *
 *   out_i[n] = f( start[n] + sum_{run < runs, k < depth} row_i[run * runStride + k] * panel[run][k][n] ),  i < 4
 *
 * f is max(0, .) if `relu` is set, else the identity. For a row that does not exist, pass the first row and its `out`. The last row is
 * written first, because excess columns of a row may overlap the row before it.
 *
 * @typeParam T - f32 or f64
 * @typeParam Step - as wide as the distance between neighbours in a row: T, or v128 where the four rows are interleaved; all rows
 *   are then given by one address
 * @param pooled - constant; writes only the largest of the four rows, of f32
 * @param single - constant; there is one run
 * @param fresh - whether sums start with `start0` and `start1`, otherwise with `out`; always set where `pooled` is
 * @param depth - at least 1
 * @param runStride - in bytes
 * @param lanes - columns that exist, in units of f32; 8 and more are all
 */
// @ts-ignore: decorator
@inline
export function tile<T, Step>(
  pooled: bool, single: bool, fresh: bool, start0: v128, start1: v128,
  row0: usize, row1: usize, row2: usize, row3: usize, runs: i32, depth: i32, runStride: usize, panel: usize,
  out0: usize, out1: usize, out2: usize, out3: usize, lanes: i32, relu: i32,
): void {
  let c00 = start0, c01 = start1, c10 = start0, c11 = start1, c20 = start0, c21 = start1, c30 = start0, c31 = start1;
  if (!pooled && !fresh) {
    c00 = loadLanes(out0, lanes);
    c01 = loadLanes(out0 + 16, lanes - 4);
    c10 = loadLanes(out1, lanes);
    c11 = loadLanes(out1 + 16, lanes - 4);
    c20 = loadLanes(out2, lanes);
    c21 = loadLanes(out2 + 16, lanes - 4);
    c30 = loadLanes(out3, lanes);
    c31 = loadLanes(out3 + 16, lanes - 4);
  }
  const step = sizeof<Step>();
  const interleaved = step != sizeof<T>();
  const at1 = interleaved ? sizeof<T>() : 0;
  const at2 = 2 * at1;
  const at3 = 3 * at1;
  let b = panel;
  let offset: usize = 0;
  for (let run = 0; single || run < runs; run++, offset += runStride) {
    let a0 = row0 + offset;
    let a1 = row1 + offset;
    let a2 = row2 + offset;
    let a3 = row3 + offset;
    let left = depth;
    let b0: v128;
    let b1: v128;
    let s: v128;
    while (true) {
      if (interleaved) a1 = a0, a2 = a0, a3 = a0;
      b0 = v128.load(b);
      b1 = v128.load(b, 16);
      s = v128.load_splat<T>(a0);
      c00 = plus<T>(c00, s, b0);
      c01 = plus<T>(c01, s, b1);
      s = v128.load_splat<T>(a1, at1);
      c10 = plus<T>(c10, s, b0);
      c11 = plus<T>(c11, s, b1);
      s = v128.load_splat<T>(a2, at2);
      c20 = plus<T>(c20, s, b0);
      c21 = plus<T>(c21, s, b1);
      s = v128.load_splat<T>(a3, at3);
      c30 = plus<T>(c30, s, b0);
      c31 = plus<T>(c31, s, b1);
      if (left == 1) break;
      b0 = v128.load(b, 32);
      b1 = v128.load(b, 48);
      s = v128.load_splat<T>(a0, step);
      c00 = plus<T>(c00, s, b0);
      c01 = plus<T>(c01, s, b1);
      s = v128.load_splat<T>(a1, at1 + step);
      c10 = plus<T>(c10, s, b0);
      c11 = plus<T>(c11, s, b1);
      s = v128.load_splat<T>(a2, at2 + step);
      c20 = plus<T>(c20, s, b0);
      c21 = plus<T>(c21, s, b1);
      s = v128.load_splat<T>(a3, at3 + step);
      c30 = plus<T>(c30, s, b0);
      c31 = plus<T>(c31, s, b1);
      if (left == 2) break;
      b0 = v128.load(b, 64);
      b1 = v128.load(b, 80);
      s = v128.load_splat<T>(a0, 2 * step);
      c00 = plus<T>(c00, s, b0);
      c01 = plus<T>(c01, s, b1);
      s = v128.load_splat<T>(a1, at1 + 2 * step);
      c10 = plus<T>(c10, s, b0);
      c11 = plus<T>(c11, s, b1);
      s = v128.load_splat<T>(a2, at2 + 2 * step);
      c20 = plus<T>(c20, s, b0);
      c21 = plus<T>(c21, s, b1);
      s = v128.load_splat<T>(a3, at3 + 2 * step);
      c30 = plus<T>(c30, s, b0);
      c31 = plus<T>(c31, s, b1);
      if (left == 3) break;
      b0 = v128.load(b, 96);
      b1 = v128.load(b, 112);
      s = v128.load_splat<T>(a0, 3 * step);
      c00 = plus<T>(c00, s, b0);
      c01 = plus<T>(c01, s, b1);
      s = v128.load_splat<T>(a1, at1 + 3 * step);
      c10 = plus<T>(c10, s, b0);
      c11 = plus<T>(c11, s, b1);
      s = v128.load_splat<T>(a2, at2 + 3 * step);
      c20 = plus<T>(c20, s, b0);
      c21 = plus<T>(c21, s, b1);
      s = v128.load_splat<T>(a3, at3 + 3 * step);
      c30 = plus<T>(c30, s, b0);
      c31 = plus<T>(c31, s, b1);
      a0 += 4 * step;
      a1 += 4 * step;
      a2 += 4 * step;
      a3 += 4 * step;
      b += 128;
      left -= 4;
      if (left == 0) break;
    }
    if (single) break;
    b += <usize>(left << 5);
  }
  if (pooled) {
    c00 = f32x4.max(f32x4.max(c00, c10), f32x4.max(c20, c30));
    c01 = f32x4.max(f32x4.max(c01, c11), f32x4.max(c21, c31));
    if (relu) {
      c00 = f32x4.pmax(c00, f32x4.splat(0));
      c01 = f32x4.pmax(c01, f32x4.splat(0));
    }
  } else {
    if (relu) {
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
    storeLanes(out3, c30, lanes);
    storeLanes(out3 + 16, c31, lanes - 4);
    storeLanes(out2, c20, lanes);
    storeLanes(out2 + 16, c21, lanes - 4);
    storeLanes(out1, c10, lanes);
    storeLanes(out1 + 16, c11, lanes - 4);
  }
  storeLanes(out0, c00, lanes);
  storeLanes(out0 + 16, c01, lanes - 4);
}

/** c + s * b. */
// @ts-ignore: decorator
@inline
function plus<T>(c: v128, s: v128, b: v128): v128 {
  return v128.add<T>(c, v128.mul<T>(s, b));
}
