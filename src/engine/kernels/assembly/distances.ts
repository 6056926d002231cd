// One point against many rows. Rows are padded with zeros to whole vectors; four of them at a time hide the latency of the
// sums, and every row is summed in the same order wherever it lies, so that equal rows give equal results.

/** out[r] = sum_j (rows[r, j] - point[j])^2 */
export function squaredDistances(rows: usize, point: usize, out: usize, count: i32, rowBytes: usize): void {
  let r = 0;
  for (; r + 4 <= count; r += 4, rows += rowBytes << 2, out += 16) {
    const row1 = rows + rowBytes;
    const row2 = row1 + rowBytes;
    const row3 = row2 + rowBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const p = v128.load(point + j);
      const d0 = f32x4.sub(v128.load(rows + j), p);
      const d1 = f32x4.sub(v128.load(row1 + j), p);
      const d2 = f32x4.sub(v128.load(row2 + j), p);
      const d3 = f32x4.sub(v128.load(row3 + j), p);
      s0 = f32x4.add(s0, f32x4.mul(d0, d0));
      s1 = f32x4.add(s1, f32x4.mul(d1, d1));
      s2 = f32x4.add(s2, f32x4.mul(d2, d2));
      s3 = f32x4.add(s3, f32x4.mul(d3, d3));
    }
    v128.store(out, sumsOf(s0, s1, s2, s3));
  }
  for (; r < count; r++, rows += rowBytes, out += 4) {
    let s = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const d = f32x4.sub(v128.load(rows + j), v128.load(point + j));
      s = f32x4.add(s, f32x4.mul(d, d));
    }
    v128.store32_lane(out, sumsOf(s, s, s, s), 0);
  }
}

/** out[r] = sum_j rows[r, j] * point[j] */
export function innerProducts(rows: usize, point: usize, out: usize, count: i32, rowBytes: usize): void {
  let r = 0;
  for (; r + 4 <= count; r += 4, rows += rowBytes << 2, out += 16) {
    const row1 = rows + rowBytes;
    const row2 = row1 + rowBytes;
    const row3 = row2 + rowBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const p = v128.load(point + j);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(rows + j), p));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(row1 + j), p));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(row2 + j), p));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(row3 + j), p));
    }
    v128.store(out, sumsOf(s0, s1, s2, s3));
  }
  for (; r < count; r++, rows += rowBytes, out += 4) {
    let s = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      s = f32x4.add(s, f32x4.mul(v128.load(rows + j), v128.load(point + j)));
    }
    v128.store32_lane(out, sumsOf(s, s, s, s), 0);
  }
}

/** The sums of the lanes of four vectors: (0 + 2) + (1 + 3) of each. */
// @ts-ignore: decorator
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7)); // a02 b02 a13 b13
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}
