// A step of Auto-PGD on one input: arrays of `size` floats, padded with 0 to a multiple of four.
//
//   z = P(x_t + step s(g)),   x_{t+1} = P((1 - inertia) z + inertia (2 x_t - x_{t-1})),   P into the ball and the range
//
// `current` changes from x_t to x_{t+1}, `previous` from x_{t-1} to x_t.

/** In L-inf: s(g) = sign(g), with sign(0) = 0. */
export function adaptiveStep(
  current: usize, previous: usize, clean: usize, slope: usize, size: i32,
  step: f32, inertia: f32, radius: f32, lowest: f32, highest: f32,
): void {
  const zero = f32x4.splat(0);
  const ahead = f32x4.splat(step);
  const back = f32x4.splat(-step);
  for (const end = current + (<usize>size << 2); current < end; current += 16, previous += 16, clean += 16, slope += 16) {
    const x = v128.load(clean);
    const from = v128.load(current);
    const g = v128.load(slope);
    const along = v128.or(v128.and(f32x4.gt(g, zero), ahead), v128.and(f32x4.lt(g, zero), back));
    const z = intoCube(f32x4.add(from, along), x, radius, lowest, highest);
    const next = carriedOn(z, from, v128.load(previous), inertia);
    v128.store(previous, from);
    v128.store(current, intoCube(next, x, radius, lowest, highest));
  }
}

/** In L2: s(g) = g / ‖g‖. */
export function adaptiveStepL2(
  current: usize, previous: usize, clean: usize, slope: usize, size: i32,
  step: f32, inertia: f32, radius: f32, lowest: f32, highest: f32,
): void {
  const bytes = <usize>size << 2;
  const along = f32x4.splat(<f32>(<f64>step / max(sqrt(squares(slope, slope, bytes, false)), 1e-30)));
  for (let i: usize = 0; i < bytes; i += 16) {
    const from = v128.load(current + i);
    const next = f32x4.add(from, f32x4.mul(along, v128.load(slope + i)));
    v128.store(current + i, next);
    v128.store(slope + i, from);
  }
  intoSphere(current, clean, bytes, radius, lowest, highest);
  for (let i: usize = 0; i < bytes; i += 16) {
    const from = v128.load(slope + i);
    v128.store(current + i, carriedOn(v128.load(current + i), from, v128.load(previous + i), inertia));
    v128.store(previous + i, from);
  }
  intoSphere(current, clean, bytes, radius, lowest, highest);
}

// @ts-ignore: decorator
@inline
function carriedOn(z: v128, from: v128, before: v128, inertia: f32): v128 {
  const onwards = f32x4.sub(f32x4.add(from, from), before);
  return f32x4.add(f32x4.mul(z, f32x4.splat(1 - inertia)), f32x4.mul(onwards, f32x4.splat(inertia)));
}

// @ts-ignore: decorator
@inline
function intoCube(point: v128, x: v128, radius: f32, lowest: f32, highest: f32): v128 {
  const shift = f32x4.min(f32x4.max(f32x4.sub(point, x), f32x4.splat(-radius)), f32x4.splat(radius));
  return f32x4.min(f32x4.max(f32x4.add(x, shift), f32x4.splat(lowest)), f32x4.splat(highest));
}

// @ts-ignore: decorator
@inline
function intoSphere(point: usize, clean: usize, bytes: usize, radius: f32, lowest: f32, highest: f32): void {
  const size = sqrt(squares(point, clean, bytes, true));
  const shrinkage = f32x4.splat(<f32>(<f64>radius / max(size, <f64>radius)));
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(clean + i);
    const moved = f32x4.add(x, f32x4.mul(f32x4.sub(v128.load(point + i), x), shrinkage));
    v128.store(point + i, f32x4.min(f32x4.max(moved, f32x4.splat(lowest)), f32x4.splat(highest)));
  }
}

/** sum_i (a_i - b_i)^2, or a_i^2, in 64 bits. */
// @ts-ignore: decorator
@inline
function squares(a: usize, b: usize, bytes: usize, distance: bool): f64 {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const values = distance ? f32x4.sub(v128.load(a + i), v128.load(b + i)) : v128.load(a + i);
    const low = f64x2.promote_low_f32x4(values);
    const high = f64x2.promote_low_f32x4(i32x4.shuffle(values, values, 2, 3, 2, 3));
    sum = f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
