// The transforms of a 3 × 3 convolution with stride 2 along one axis, for four channels at once, in the form of winograd-lines.ts. The
// pixels 2 i and 2 i + 1 take part in separate sums:
//
//   y_i = g0 d_2i + g2 d_(2i+2) + g1 d_(2i+1),   i < 4
//
// The first two terms are a convolution of two weights, F(4, 2), by five products; the last one is four products. The nine products of an
// axis are 81 per tile, of 36 operands of filters: the four products of g1 share theirs. The points are ±1/2, ±5/4 and ∞.
//
//       -25/32  -25/16   1/2  1  0         -16/21   -8/21          1     1      1        1    0
//   Bᵀ = 25/32  -25/16  -1/2  1  0    G =   16/21   -8/21    Aᵀ = 1/2  -1/2    5/4     -5/4   0
//        -5/16    -1/4   5/4  1  0         32/105    8/21         1/4   1/4   25/16    25/16  0
//         5/16    -1/4  -5/4  1  0        -32/105    8/21         1/8  -1/8  125/64  -125/64  1
//        25/64       0  -29/16 0 1              0       1
//
// The gradient of the input is the same with stride between its results: d are five slopes, and the nine products give four pixels 2 i and
// four pixels 2 i + 1. See Lavin and Gray 2016, arXiv:1509.09308, section 4, for F(4, 2).

/** Bᵀ of the pixels 2 i, and the pixels 2 i + 1 as they are: nine pixels to nine. */
// @ts-ignore: decorator
@inline
export function stridedInputLine(at: usize, from: usize, out: usize, to: usize): void {
  evenLine(
    v128.load(at), v128.load(at + 2 * from), v128.load(at + 4 * from), v128.load(at + 6 * from), v128.load(at + 8 * from), out, to,
  );
  for (let i: usize = 0; i < 4; i++) v128.store(out + (5 + i) * to, v128.load(at + (2 * i + 1) * from));
}

/** The same for the gradient of the input: five slopes to nine. */
// @ts-ignore: decorator
@inline
export function turnedInputLine(at: usize, from: usize, out: usize, to: usize): void {
  const d1 = v128.load(at + from);
  const d2 = v128.load(at + 2 * from);
  const d3 = v128.load(at + 3 * from);
  const d4 = v128.load(at + 4 * from);
  evenLine(v128.load(at), d1, d2, d3, d4, out, to);
  v128.store(out + 5 * to, d1);
  v128.store(out + 6 * to, d2);
  v128.store(out + 7 * to, d3);
  v128.store(out + 8 * to, d4);
}

// @ts-ignore: decorator
@inline
function evenLine(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, out: usize, to: usize): void {
  const quarter = f32x4.splat(0.25);
  const much = f32x4.splat(1.5625);
  const near = f32x4.sub(d3, f32x4.mul(much, d1));
  const nearOdd = f32x4.mul(f32x4.splat(0.5), f32x4.sub(d2, f32x4.mul(much, d0)));
  v128.store(out, f32x4.add(near, nearOdd));
  v128.store(out + to, f32x4.sub(near, nearOdd));
  const far = f32x4.sub(d3, f32x4.mul(quarter, d1));
  const farOdd = f32x4.mul(f32x4.splat(1.25), f32x4.sub(d2, f32x4.mul(quarter, d0)));
  v128.store(out + 2 * to, f32x4.add(far, farOdd));
  v128.store(out + 3 * to, f32x4.sub(far, farOdd));
  const ends = f32x4.add(d4, f32x4.mul(f32x4.splat(0.390625), d0));
  v128.store(out + 4 * to, f32x4.sub(ends, f32x4.mul(f32x4.splat(1.8125), d2)));
}

/** G, and the weight in the middle as it is: three weights to six. */
// @ts-ignore: decorator
@inline
export function stridedFilterLine(at: usize, from: usize, out: usize, to: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + from);
  const g2 = v128.load(at + 2 * from);
  const third = f32x4.mul(f32x4.splat(8.0 / 21.0), g2);
  const near = f32x4.mul(f32x4.splat(16.0 / 21.0), g0);
  v128.store(out, f32x4.sub(f32x4.neg(third), near));
  v128.store(out + to, f32x4.sub(near, third));
  const far = f32x4.mul(f32x4.splat(32.0 / 105.0), g0);
  v128.store(out + 2 * to, f32x4.add(third, far));
  v128.store(out + 3 * to, f32x4.sub(third, far));
  v128.store(out + 4 * to, g2);
  v128.store(out + 5 * to, g1);
}

/** Aᵀ of five products, plus four: nine products to four results. */
// @ts-ignore: decorator
@inline
export function stridedOutputLine(at: usize, from: usize, out: usize, to: usize): void {
  const m5 = v128.load(at + 5 * from);
  const m6 = v128.load(at + 6 * from);
  const m7 = v128.load(at + 7 * from);
  const m8 = v128.load(at + 8 * from);
  resultLine(at, from, out, to);
  v128.store(out, f32x4.add(v128.load(out), m5));
  v128.store(out + to, f32x4.add(v128.load(out + to), m6));
  v128.store(out + 2 * to, f32x4.add(v128.load(out + 2 * to), m7));
  v128.store(out + 3 * to, f32x4.add(v128.load(out + 3 * to), m8));
}

/** Aᵀ of five products, and four between them: nine products to eight pixels of a gradient. */
// @ts-ignore: decorator
@inline
export function turnedOutputLine(at: usize, from: usize, out: usize, to: usize): void {
  resultLine(at, from, out, 2 * to);
  for (let i: usize = 0; i < 4; i++) v128.store(out + (2 * i + 1) * to, v128.load(at + (5 + i) * from));
}

// @ts-ignore: decorator
@inline
function resultLine(at: usize, from: usize, out: usize, to: usize): void {
  const m0 = v128.load(at);
  const m1 = v128.load(at + from);
  const m2 = v128.load(at + 2 * from);
  const m3 = v128.load(at + 3 * from);
  const near = f32x4.add(m0, m1);
  const far = f32x4.add(m2, m3);
  const nearOdd = f32x4.mul(f32x4.splat(0.5), f32x4.sub(m0, m1));
  const farOdd = f32x4.mul(f32x4.splat(1.25), f32x4.sub(m2, m3));
  const quarter = f32x4.splat(0.25);
  const much = f32x4.splat(1.5625);
  v128.store(out, f32x4.add(near, far));
  v128.store(out + to, f32x4.add(nearOdd, farOdd));
  v128.store(out + 2 * to, f32x4.add(f32x4.mul(quarter, near), f32x4.mul(much, far)));
  const last = f32x4.add(f32x4.mul(quarter, nearOdd), f32x4.mul(much, farOdd));
  v128.store(out + 3 * to, f32x4.add(last, v128.load(at + 4 * from)));
}

/** A, and the slopes as they are: four slopes of results to nine. */
// @ts-ignore: decorator
@inline
export function stridedSlopeLine(at: usize, from: usize, out: usize, to: usize): void {
  const y0 = v128.load(at);
  const y1 = v128.load(at + from);
  const y2 = v128.load(at + 2 * from);
  const y3 = v128.load(at + 3 * from);
  const quarter = f32x4.splat(0.25);
  const much = f32x4.splat(1.5625);
  const near = f32x4.add(y0, f32x4.mul(quarter, y2));
  const nearOdd = f32x4.mul(f32x4.splat(0.5), f32x4.add(y1, f32x4.mul(quarter, y3)));
  v128.store(out, f32x4.add(near, nearOdd));
  v128.store(out + to, f32x4.sub(near, nearOdd));
  const far = f32x4.add(y0, f32x4.mul(much, y2));
  const farOdd = f32x4.mul(f32x4.splat(1.25), f32x4.add(y1, f32x4.mul(much, y3)));
  v128.store(out + 2 * to, f32x4.add(far, farOdd));
  v128.store(out + 3 * to, f32x4.sub(far, farOdd));
  v128.store(out + 4 * to, y3);
  v128.store(out + 5 * to, y0);
  v128.store(out + 6 * to, y1);
  v128.store(out + 7 * to, y2);
  v128.store(out + 8 * to, y3);
}

/** Gᵀ, and the sum of the weight in the middle as it is: six sums of the gradient of three weights. */
// @ts-ignore: decorator
@inline
export function stridedGradientLine(at: usize, from: usize, out: usize, to: usize): void {
  const s0 = v128.load(at);
  const s1 = v128.load(at + from);
  const s2 = v128.load(at + 2 * from);
  const s3 = v128.load(at + 3 * from);
  const near = f32x4.mul(f32x4.splat(16.0 / 21.0), f32x4.sub(s1, s0));
  v128.store(out, f32x4.add(near, f32x4.mul(f32x4.splat(32.0 / 105.0), f32x4.sub(s2, s3))));
  v128.store(out + to, v128.load(at + 5 * from));
  const sums = f32x4.sub(f32x4.add(s2, s3), f32x4.add(s0, s1));
  v128.store(out + 2 * to, f32x4.add(f32x4.mul(f32x4.splat(8.0 / 21.0), sums), v128.load(at + 4 * from)));
}
