// The transforms of Winograd's convolutions F(4 × 4, 3 × 3) and F(2 × 2, 5 × 5) along one axis, for four channels at once. Each reads
// vectors that are `from` bytes apart and writes vectors that are `to` bytes apart. A tile is transformed along its columns, then along
// its rows.
//
//   Y = Aᵀ ( (G g Gᵀ) ∘ (Bᵀ d B) ) A,   d 6 × 6 pixels, g 3 × 3 weights, Y 4 × 4 results; or g 5 × 5 weights, Y 2 × 2 results
//
// The gradient of g is Gᵀ ( (Bᵀ d B) ∘ (A dY Aᵀ) ) G, summed over the tiles. See Lavin and Gray 2016, arXiv:1509.09308, section 4.
//
// The points are 0, ±1/√2, ±√2 and ∞. The paper's 0, ±1, ±2 and ∞ give twice the rounding error: they multiply by up to 8.
//
//        1       0    -5/2       0   1  0          1        0     0
//        0     -√2      -2    1/√2   1  0       -2/3    -√2/3  -1/3          1     1      1    1     1  0
//   Bᵀ = 0      √2      -2   -1/√2   1  0   G = -2/3     √2/3  -1/3   Aᵀ =   0  1/√2  -1/√2   √2   -√2  0
//        0   -1/√2    -1/2      √2   1  0        1/6     √2/6   1/3          0   1/2    1/2    2     2  0
//        0    1/√2    -1/2     -√2   1  0        1/6    -√2/6   1/3          0  √2/4  -√2/4  2√2  -2√2  1
//        0       1       0    -5/2   0  1          0        0     1
//
// F(2 × 2, 5 × 5) has the same points and the same Bᵀ:
//
//          1      0     0      0    0
//       -2/3  -√2/3  -1/3  -√2/6 -1/6          1     1      1    1     1  0
//   G = -2/3   √2/3  -1/3   √2/6 -1/6   Aᵀ =   0  1/√2  -1/√2   √2   -√2  1
//        1/6   √2/6   1/3   √2/3  2/3
//        1/6  -√2/6   1/3  -√2/3  2/3
//          0      0     0      0    1

const ROOT: f32 = 1.4142135623730951;
const HALF_ROOT: f32 = 0.7071067811865476;

/** Bᵀ: six pixels. */
// @ts-ignore: decorator
@inline
export function inputLine(at: usize, from: usize, out: usize, to: usize): void {
  const d0 = v128.load(at);
  const d1 = v128.load(at + from);
  const d2 = v128.load(at + 2 * from);
  const d3 = v128.load(at + 3 * from);
  const d4 = v128.load(at + 4 * from);
  const d5 = v128.load(at + 5 * from);
  const half = f32x4.splat(0.5);
  const much = f32x4.splat(2.5);
  v128.store(out, f32x4.sub(f32x4.add(d0, d4), f32x4.mul(much, d2)));
  const near = f32x4.sub(d4, f32x4.add(d2, d2));
  const nearOdd = f32x4.mul(f32x4.splat(HALF_ROOT), f32x4.sub(d3, f32x4.add(d1, d1)));
  v128.store(out + to, f32x4.add(near, nearOdd));
  v128.store(out + 2 * to, f32x4.sub(near, nearOdd));
  const far = f32x4.sub(d4, f32x4.mul(half, d2));
  const farOdd = f32x4.mul(f32x4.splat(ROOT), f32x4.sub(d3, f32x4.mul(half, d1)));
  v128.store(out + 3 * to, f32x4.add(far, farOdd));
  v128.store(out + 4 * to, f32x4.sub(far, farOdd));
  v128.store(out + 5 * to, f32x4.sub(f32x4.add(d1, d5), f32x4.mul(much, d3)));
}

/** G: three weights. */
// @ts-ignore: decorator
@inline
export function filterLine(at: usize, from: usize, out: usize, to: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + from);
  const g2 = v128.load(at + 2 * from);
  v128.store(out, g0);
  const third = f32x4.splat(-1.0 / 3.0);
  const near = f32x4.mul(third, f32x4.add(f32x4.add(g0, g0), g2));
  const nearOdd = f32x4.mul(f32x4.splat(-ROOT / 3.0), g1);
  v128.store(out + to, f32x4.add(near, nearOdd));
  v128.store(out + 2 * to, f32x4.sub(near, nearOdd));
  const far = f32x4.mul(f32x4.splat(1.0 / 6.0), f32x4.add(g0, f32x4.add(g2, g2)));
  const farOdd = f32x4.mul(f32x4.splat(ROOT / 6.0), g1);
  v128.store(out + 3 * to, f32x4.add(far, farOdd));
  v128.store(out + 4 * to, f32x4.sub(far, farOdd));
  v128.store(out + 5 * to, g2);
}

/** G: five weights. */
// @ts-ignore: decorator
@inline
export function filterLineOf5(at: usize, from: usize, out: usize, to: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + from);
  const g2 = v128.load(at + 2 * from);
  const g3 = v128.load(at + 3 * from);
  const g4 = v128.load(at + 4 * from);
  const half = f32x4.splat(0.5);
  v128.store(out, g0);
  const near = f32x4.mul(f32x4.splat(-1.0 / 3.0), f32x4.add(f32x4.add(f32x4.add(g0, g0), g2), f32x4.mul(half, g4)));
  const nearOdd = f32x4.mul(f32x4.splat(-ROOT / 3.0), f32x4.add(g1, f32x4.mul(half, g3)));
  v128.store(out + to, f32x4.add(near, nearOdd));
  v128.store(out + 2 * to, f32x4.sub(near, nearOdd));
  const twice = f32x4.add(g2, f32x4.add(g4, g4));
  const far = f32x4.mul(f32x4.splat(1.0 / 6.0), f32x4.add(g0, f32x4.add(twice, twice)));
  const farOdd = f32x4.mul(f32x4.splat(ROOT / 6.0), f32x4.add(g1, f32x4.add(g3, g3)));
  v128.store(out + 3 * to, f32x4.add(far, farOdd));
  v128.store(out + 4 * to, f32x4.sub(far, farOdd));
  v128.store(out + 5 * to, g4);
}

/** Aᵀ: six products. */
// @ts-ignore: decorator
@inline
export function outputLine(at: usize, from: usize, out: usize, to: usize): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at + from);
  const m2 = v128.load(at + 2 * from);
  const m3 = v128.load(at + 3 * from);
  const m4 = v128.load(at + 4 * from);
  const m5 = v128.load(at + 5 * from);
  const near = f32x4.add(m1, m2);
  const far = f32x4.add(m3, m4);
  const nearOdd = f32x4.mul(f32x4.splat(HALF_ROOT), f32x4.sub(m1, m2));
  const farOdd = f32x4.mul(f32x4.splat(ROOT), f32x4.sub(m3, m4));
  const half = f32x4.splat(0.5);
  v128.store(out, f32x4.add(f32x4.add(m0, near), far));
  v128.store(out + to, f32x4.add(nearOdd, farOdd));
  v128.store(out + 2 * to, f32x4.add(f32x4.mul(half, near), f32x4.add(far, far)));
  v128.store(out + 3 * to, f32x4.add(f32x4.add(f32x4.mul(half, nearOdd), f32x4.add(farOdd, farOdd)), m5));
}

/** Aᵀ: six products to two results. */
// @ts-ignore: decorator
@inline
export function outputLineOf2(at: usize, from: usize, out: usize, to: usize): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at + from);
  const m2 = v128.load(at + 2 * from);
  const m3 = v128.load(at + 3 * from);
  const m4 = v128.load(at + 4 * from);
  const m5 = v128.load(at + 5 * from);
  const nearOdd = f32x4.mul(f32x4.splat(HALF_ROOT), f32x4.sub(m1, m2));
  const farOdd = f32x4.mul(f32x4.splat(ROOT), f32x4.sub(m3, m4));
  v128.store(out, f32x4.add(f32x4.add(m0, f32x4.add(m1, m2)), f32x4.add(m3, m4)));
  v128.store(out + to, f32x4.add(f32x4.add(nearOdd, farOdd), m5));
}

/** A: four slopes of results. */
// @ts-ignore: decorator
@inline
export function slopeLine(at: usize, from: usize, out: usize, to: usize): void {
  const y0 = v128.load(at);
  const y1 = v128.load(at + from);
  const y2 = v128.load(at + 2 * from);
  const y3 = v128.load(at + 3 * from);
  const half = f32x4.splat(0.5);
  v128.store(out, y0);
  const near = f32x4.add(y0, f32x4.mul(half, y2));
  const nearOdd = f32x4.mul(f32x4.splat(HALF_ROOT), f32x4.add(y1, f32x4.mul(half, y3)));
  v128.store(out + to, f32x4.add(near, nearOdd));
  v128.store(out + 2 * to, f32x4.sub(near, nearOdd));
  const far = f32x4.add(y0, f32x4.add(y2, y2));
  const farOdd = f32x4.mul(f32x4.splat(ROOT), f32x4.add(y1, f32x4.add(y3, y3)));
  v128.store(out + 3 * to, f32x4.add(far, farOdd));
  v128.store(out + 4 * to, f32x4.sub(far, farOdd));
  v128.store(out + 5 * to, y3);
}

/** A: two slopes of results. */
// @ts-ignore: decorator
@inline
export function slopeLineOf2(at: usize, from: usize, out: usize, to: usize): void {
  const y0 = v128.load(at);
  const y1 = v128.load(at + from);
  v128.store(out, y0);
  const nearOdd = f32x4.mul(f32x4.splat(HALF_ROOT), y1);
  v128.store(out + to, f32x4.add(y0, nearOdd));
  v128.store(out + 2 * to, f32x4.sub(y0, nearOdd));
  const farOdd = f32x4.mul(f32x4.splat(ROOT), y1);
  v128.store(out + 3 * to, f32x4.add(y0, farOdd));
  v128.store(out + 4 * to, f32x4.sub(y0, farOdd));
  v128.store(out + 5 * to, y1);
}

/** Gᵀ: six sums of the gradient of three weights. */
// @ts-ignore: decorator
@inline
export function gradientLine(at: usize, from: usize, out: usize, to: usize): void {
  const s0 = v128.load(at);
  const s1 = v128.load(at + from);
  const s2 = v128.load(at + 2 * from);
  const s3 = v128.load(at + 3 * from);
  const s4 = v128.load(at + 4 * from);
  const s5 = v128.load(at + 5 * from);
  const third = f32x4.splat(1.0 / 3.0);
  const near = f32x4.mul(third, f32x4.add(s1, s2));
  const far = f32x4.mul(third, f32x4.add(s3, s4));
  const nearOdd = f32x4.sub(s1, s2);
  const odd = f32x4.sub(f32x4.sub(s3, s4), f32x4.add(nearOdd, nearOdd));
  v128.store(out, f32x4.add(s0, f32x4.sub(f32x4.mul(f32x4.splat(0.5), far), f32x4.add(near, near))));
  v128.store(out + to, f32x4.mul(f32x4.splat(ROOT / 6.0), odd));
  v128.store(out + 2 * to, f32x4.add(f32x4.sub(far, near), s5));
}

/** Gᵀ: six sums of the gradient of five weights. */
// @ts-ignore: decorator
@inline
export function gradientLineOf5(at: usize, from: usize, out: usize, to: usize): void {
  const s0 = v128.load(at);
  const s1 = v128.load(at + from);
  const s2 = v128.load(at + 2 * from);
  const s3 = v128.load(at + 3 * from);
  const s4 = v128.load(at + 4 * from);
  const s5 = v128.load(at + 5 * from);
  const third = f32x4.splat(1.0 / 3.0);
  const half = f32x4.splat(0.5);
  const near = f32x4.mul(third, f32x4.add(s1, s2));
  const far = f32x4.mul(third, f32x4.add(s3, s4));
  const nearOdd = f32x4.mul(f32x4.splat(ROOT / 6.0), f32x4.sub(s1, s2));
  const farOdd = f32x4.mul(f32x4.splat(ROOT / 6.0), f32x4.sub(s3, s4));
  v128.store(out, f32x4.add(s0, f32x4.sub(f32x4.mul(half, far), f32x4.add(near, near))));
  v128.store(out + to, f32x4.sub(farOdd, f32x4.add(nearOdd, nearOdd)));
  v128.store(out + 2 * to, f32x4.sub(far, near));
  v128.store(out + 3 * to, f32x4.sub(f32x4.add(farOdd, farOdd), nearOdd));
  v128.store(out + 4 * to, f32x4.add(f32x4.sub(f32x4.add(far, far), f32x4.mul(half, near)), s5));
}
