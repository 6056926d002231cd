// Activations and their derivatives, four lanes at a time; a number's result does not depend on its place.

import { loadLanes, storeLanes } from './lanes';
import { exponential, hyperbolicTangent, sigmoid } from './transcendental';

const SOFTPLUS = 0;
const MISH = 1;
const GELU = 2;
const GELU_NEW = 3;
const RELU6 = 4;
const TANH = 5;

/** out[i] = f(x[i]); `kind` is the place of f among softplus, mish, gelu, gelu_new, relu6 and tanh. */
export function activate(kind: i32, x: usize, out: usize, size: i32): void {
  if (kind == SOFTPLUS) each(SOFTPLUS, x, out, size);
  else if (kind == MISH) each(MISH, x, out, size);
  else if (kind == GELU) each(GELU, x, out, size);
  else if (kind == GELU_NEW) each(GELU_NEW, x, out, size);
  else if (kind == RELU6) each(RELU6, x, out, size);
  else if (kind == TANH) each(TANH, x, out, size);
}

/** out[i] = dy[i] f'(x[i]), for the same functions. */
export function activationGradient(kind: i32, x: usize, dy: usize, out: usize, size: i32): void {
  if (kind == SOFTPLUS) slopeOfEach(SOFTPLUS, x, dy, out, size);
  else if (kind == MISH) slopeOfEach(MISH, x, dy, out, size);
  else if (kind == GELU) slopeOfEach(GELU, x, dy, out, size);
  else if (kind == GELU_NEW) slopeOfEach(GELU_NEW, x, dy, out, size);
  else if (kind == RELU6) slopeOfEach(RELU6, x, dy, out, size);
  else if (kind == TANH) slopeOfEach(TANH, x, dy, out, size);
}

// Loops take four vectors at a time, because a constant takes several instructions and is then shared.

// @ts-ignore: decorator
@inline
function each(kind: i32, x: usize, out: usize, size: i32): void {
  let i = 0;
  for (; i + 16 <= size; i += 16, x += 64, out += 64) {
    const a = value(kind, v128.load(x));
    const b = value(kind, v128.load(x, 16));
    const c = value(kind, v128.load(x, 32));
    const d = value(kind, v128.load(x, 48));
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
  for (; i < size; i += 4, x += 16, out += 16) storeLanes(out, value(kind, loadLanes(x, size - i)), size - i);
}

// @ts-ignore: decorator
@inline
function slopeOfEach(kind: i32, x: usize, dy: usize, out: usize, size: i32): void {
  let i = 0;
  for (; i + 16 <= size; i += 16, x += 64, dy += 64, out += 64) {
    const a = f32x4.mul(v128.load(dy), derivative(kind, v128.load(x)));
    const b = f32x4.mul(v128.load(dy, 16), derivative(kind, v128.load(x, 16)));
    const c = f32x4.mul(v128.load(dy, 32), derivative(kind, v128.load(x, 32)));
    const d = f32x4.mul(v128.load(dy, 48), derivative(kind, v128.load(x, 48)));
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
  }
  for (; i < size; i += 4, x += 16, dy += 16, out += 16) {
    const lanes = size - i;
    storeLanes(out, f32x4.mul(loadLanes(dy, lanes), derivative(kind, loadLanes(x, lanes))), lanes);
  }
}

// @ts-ignore: decorator
@inline
function value(kind: i32, x: v128): v128 {
  const one = f32x4.splat(1);
  if (kind == TANH) return hyperbolicTangent(x);
  if (kind == RELU6) return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(6));
  if (kind == SOFTPLUS) {
    // max(x, 0) + log(1 + e^-|x|), with log(1 + t) = 2 artanh(t / (2 + t))
    const t = exponential(f32x4.neg(f32x4.abs(x)));
    const s = f32x4.div(t, f32x4.add(t, f32x4.splat(2)));
    const z = f32x4.mul(s, s);
    let p: v128 = f32x4.splat(<f32>(1.0 / 15));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 13)));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 11)));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 9)));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 7)));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 5)));
    p = f32x4.add(f32x4.mul(p, z), f32x4.splat(<f32>(1.0 / 3)));
    p = f32x4.add(f32x4.mul(p, z), one);
    const rest = f32x4.mul(f32x4.add(s, s), p);
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), rest);
  }
  if (kind == MISH) {
    // tanh(log(1 + e)) = n / (n + 2) with e = e^x and n = e (e + 2), which is 1 from x = 20 on
    const e = exponential(f32x4.pmin(x, f32x4.splat(20)));
    const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2)));
    return f32x4.mul(x, f32x4.div(n, f32x4.add(n, f32x4.splat(2))));
  }
  if (kind == GELU) return f32x4.mul(x, normalDistribution(x, normalDensity(x)));
  const bent = f32x4.add(one, f32x4.mul(f32x4.splat(0.044715), f32x4.mul(x, x)));
  const t = hyperbolicTangent(f32x4.mul(f32x4.mul(x, bent), f32x4.splat(0.7978845608)));
  return f32x4.mul(f32x4.mul(f32x4.splat(0.5), x), f32x4.add(one, t));
}

// @ts-ignore: decorator
@inline
function derivative(kind: i32, x: v128): v128 {
  const one = f32x4.splat(1);
  if (kind == TANH) {
    const y = hyperbolicTangent(x);
    return f32x4.sub(one, f32x4.mul(y, y));
  }
  if (kind == RELU6) {
    const inside = v128.and(f32x4.gt(x, f32x4.splat(0)), f32x4.lt(x, f32x4.splat(6)));
    return v128.and(one, inside);
  }
  if (kind == SOFTPLUS) return sigmoid(x);
  if (kind == MISH) {
    // n / (n + 2) + x · 4 e (1 + e) / (n + 2)²
    const near = f32x4.pmin(x, f32x4.splat(20)); // from there on the slope is 1
    const e = exponential(near);
    const n = f32x4.mul(e, f32x4.add(e, f32x4.splat(2)));
    const inverse = f32x4.div(one, f32x4.add(n, f32x4.splat(2)));
    const steep = f32x4.mul(f32x4.mul(f32x4.splat(4), f32x4.mul(e, inverse)), f32x4.mul(f32x4.add(one, e), inverse));
    return f32x4.add(f32x4.mul(n, inverse), f32x4.mul(near, steep));
  }
  if (kind == GELU) {
    const density = normalDensity(x);
    return f32x4.add(normalDistribution(x, density), f32x4.mul(x, density));
  }
  const near = f32x4.pmax(f32x4.pmin(x, f32x4.splat(20)), f32x4.splat(-20)); // beyond, squares may overflow
  const square = f32x4.mul(f32x4.splat(0.044715), f32x4.mul(near, near));
  const t = hyperbolicTangent(f32x4.mul(f32x4.mul(near, f32x4.add(one, square)), f32x4.splat(0.7978845608)));
  const inner = f32x4.mul(f32x4.splat(0.7978845608), f32x4.add(one, f32x4.mul(f32x4.splat(3), square)));
  const steep = f32x4.mul(f32x4.mul(near, f32x4.sub(one, f32x4.mul(t, t))), inner);
  return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.add(one, t), steep));
}

/** The density of the standard normal distribution. */
// @ts-ignore: decorator
@inline
function normalDensity(x: v128): v128 {
  return f32x4.mul(f32x4.splat(0.3989422804), exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))));
}

/** Its distribution function, within 1e-7 (Abramowitz and Stegun 1964, 7.1.26), as in TensorFlow.js. */
// @ts-ignore: decorator
@inline
function normalDistribution(x: v128, density: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.mul(f32x4.abs(x), f32x4.splat(0.7071067812));
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.splat(0.3275911), size)));
  let p = f32x4.splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.254829592));
  // the polynomial approximates e^(v²) (1 - erf v), and e^(-v²) is the density without its constant
  const tail = f32x4.mul(f32x4.mul(p, t), f32x4.mul(density, f32x4.splat(1.2533141373)));
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}
