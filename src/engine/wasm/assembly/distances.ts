// One point against many rows. Rows are padded with zeros to whole vectors; computing four at a time hides the latency of the
// sums. Each row is summed in the same order at any position, so equal rows give equal results.

/** out[r] = sum_j (rows[r, j] - point[j])^2 */
export function squaredDistances(rows: usize, point: usize, out: usize, count: i32, rowBytes: usize): void {
  overRows(rows, point, out, count, rowBytes, true);
}

/** out[r] = sum_j rows[r, j] * point[j] */
export function innerProducts(rows: usize, point: usize, out: usize, count: i32, rowBytes: usize): void {
  overRows(rows, point, out, count, rowBytes, false);
}

// @ts-ignore: decorator
@inline
function overRows(rows: usize, point: usize, out: usize, count: i32, rowBytes: usize, distances: bool): void {
  let r = 0;
  for (; r + 4 <= count; r += 4, rows += rowBytes << 2, out += 16) {
    const row1 = rows + rowBytes;
    const row2 = row1 + rowBytes;
    const row3 = row2 + rowBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let j: usize = 0; j < rowBytes; j += 16) {
      const p = v128.load(point + j);
      s0 = f32x4.add(s0, term(v128.load(rows + j), p, distances));
      s1 = f32x4.add(s1, term(v128.load(row1 + j), p, distances));
      s2 = f32x4.add(s2, term(v128.load(row2 + j), p, distances));
      s3 = f32x4.add(s3, term(v128.load(row3 + j), p, distances));
    }
    v128.store(out, sumsOf(s0, s1, s2, s3));
  }
  for (; r < count; r++, rows += rowBytes, out += 4) {
    let s = f32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += 16) {
      s = f32x4.add(s, term(v128.load(rows + j), v128.load(point + j), distances));
    }
    v128.store32_lane(out, sumsOf(s, s, s, s), 0);
  }
}

/** (a - b)^2, or a * b. */
// @ts-ignore: decorator
@inline
function term(a: v128, b: v128, distances: bool): v128 {
  if (!distances) return f32x4.mul(a, b);
  const difference = f32x4.sub(a, b);
  return f32x4.mul(difference, difference);
}

/** The lane sums of four vectors: (0 + 2) + (1 + 3) for each. */
// @ts-ignore: decorator
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7)); // a02 b02 a13 b13
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}
