/**
 * One step of Adam on `size` weights, computed in 64 bits and stored in 32, as in JavaScript:
 *
 *   m <- beta1 m + (1 - beta1) g,  v <- beta2 v + (1 - beta2) g^2,  out = w - step m / (sqrt(v) / correction + epsilon)
 */
export function adamStep(
  w: usize, g: usize, m: usize, v: usize, out: usize, size: i32,
  beta1: f64, beta2: f64, step: f64, correction: f64, epsilon: f64,
): void {
  const b1 = f64x2.splat(beta1);
  const b2 = f64x2.splat(beta2);
  const rest1 = f64x2.splat(1 - beta1);
  const rest2 = f64x2.splat(1 - beta2);
  const size1 = f64x2.splat(step);
  const scale = f64x2.splat(correction);
  const least = f64x2.splat(epsilon);
  for (let i = 0; i < size; i += 2, w += 8, g += 8, m += 8, v += 8, out += 8) {
    const two = i + 1 < size;
    const g2 = promote(g, two);
    const first = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(b1, promote(m, two)), f64x2.mul(rest1, g2)));
    const second = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(b2, promote(v, two)), f64x2.mul(f64x2.mul(rest2, g2), g2)));
    const root = f64x2.add(f64x2.div(f64x2.sqrt(f64x2.promote_low_f32x4(second)), scale), least);
    const moved = f64x2.sub(promote(w, two), f64x2.div(f64x2.mul(size1, f64x2.promote_low_f32x4(first)), root));
    put(m, first, two);
    put(v, second, two);
    put(out, f32x4.demote_f64x2_zero(moved), two);
  }
}

// @ts-ignore: decorator
@inline
function promote(at: usize, two: bool): v128 {
  return f64x2.promote_low_f32x4(two ? v128.load_zero<f64>(at) : v128.load_zero<f32>(at));
}

// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, two: bool): void {
  if (two) v128.store_lane<f64>(at, value, 0);
  else v128.store_lane<f32>(at, value, 0);
}
