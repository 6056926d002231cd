// The functions of a recurrent layer's gates.

import { sigmoid } from './transcendental';

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
