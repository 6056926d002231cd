// The functions of a recurrent layer's gates. Loops take four vectors at a time, because a constant takes several instructions and is
// then shared.

import { loadLanes, storeLanes } from './lanes';
import { hyperbolicTangent, sigmoid } from './transcendental';

/** Replaces `count` sums by gates. */
export function openGates(at: usize, count: i32, hard: i32): void {
  let i = 0;
  if (!hard) {
    for (; i + 16 <= count; i += 16, at += 64) {
      const a = sigmoid(v128.load(at));
      const b = sigmoid(v128.load(at, 16));
      const c = sigmoid(v128.load(at, 32));
      const d = sigmoid(v128.load(at, 48));
      v128.store(at, a);
      v128.store(at, b, 16);
      v128.store(at, c, 32);
      v128.store(at, d, 48);
    }
  }
  for (; i < count; i += 4, at += 16) storeLanes(at, gate(loadLanes(at, count - i), hard), count - i);
}

/** Writes the hyperbolic tangents of `count` numbers, in their place too. */
export function tangents(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16, from += 64, to += 64) {
    const a = hyperbolicTangent(v128.load(from));
    const b = hyperbolicTangent(v128.load(from, 16));
    const c = hyperbolicTangent(v128.load(from, 32));
    const d = hyperbolicTangent(v128.load(from, 48));
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  for (; i < count; i += 4, from += 16, to += 16) {
    storeLanes(to, hyperbolicTangent(loadLanes(from, count - i)), count - i);
  }
}

/** The logistic function, or max(0, min(1, 0.2 z + 0.5)) if `hard` is set. */
// @ts-ignore: decorator
@inline
export function gate(z: v128, hard: i32): v128 {
  if (!hard) return sigmoid(z);
  const line = f32x4.add(f32x4.mul(z, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(1), line));
}

/** Derivative of the gate's function at its value y. */
// @ts-ignore: decorator
@inline
export function gateSlope(y: v128, hard: i32): v128 {
  const one = f32x4.splat(1);
  if (!hard) return f32x4.mul(y, f32x4.sub(one, y));
  const inside = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, one));
  return v128.and(f32x4.splat(0.2), inside);
}
