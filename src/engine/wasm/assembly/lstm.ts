import { loadLanes, storeLanes } from './lanes';
import { hyperbolicTangent, sigmoid } from './transcendental';

/**
 * One time step of an LSTM, after its products. `gates` [batch, 4 units] holds the input's part of the sums and receives the
 * activated gates i, f, g, o; `recurrent` [batch, 4 units] holds the state's part:
 *
 *   i, f, o = s(.),  g = tanh(.),  c = f c' + i g,  h = o tanh(c)
 *
 * s is the logistic function, or max(0, min(1, 0.2 z + 0.5)) if `hard` is set. Writes c and h [batch, units]. Also writes h to
 * `out`, with `outStride` bytes between rows, unless `out` is 0.
 */
export function lstmStep(
  gates: usize, recurrent: usize, before: usize, cells: usize, hidden: usize, out: usize, outStride: usize,
  batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    for (let u = 0; u < units; u += 4) {
      const at = <usize>u << 2;
      const lanes = units - u;
      const i = gate(sum(gates + at, recurrent + at, lanes), hard);
      const f = gate(sum(gates + at + width, recurrent + at + width, lanes), hard);
      const g = hyperbolicTangent(sum(gates + at + 2 * width, recurrent + at + 2 * width, lanes));
      const o = gate(sum(gates + at + 3 * width, recurrent + at + 3 * width, lanes), hard);
      const c = f32x4.add(f32x4.mul(f, loadLanes(before + at, lanes)), f32x4.mul(i, g));
      const h = f32x4.mul(o, hyperbolicTangent(c));
      storeLanes(gates + at, i, lanes);
      storeLanes(gates + at + width, f, lanes);
      storeLanes(gates + at + 2 * width, g, lanes);
      storeLanes(gates + at + 3 * width, o, lanes);
      storeLanes(cells + at, c, lanes);
      storeLanes(hidden + at, h, lanes);
      if (out != 0) storeLanes(out + at, h, lanes);
    }
    gates += width << 2;
    recurrent += width << 2;
    before += width;
    cells += width;
    hidden += width;
    if (out != 0) out += outStride;
  }
}

/**
 * Backpropagation through one step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dhNext`
 * from the next step; the gradient of c is `dc`. Writes the gradient of the gates' sums to `dz` [batch, 4 units], and replaces `dc`
 * by the gradient of the previous c.
 */
export function lstmStepGradient(
  gates: usize, before: usize, cells: usize, dh: usize, dhStride: usize, dhNext: usize, dc: usize, dz: usize,
  batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    for (let u = 0; u < units; u += 4) {
      const at = <usize>u << 2;
      const lanes = units - u;
      const i = loadLanes(gates + at, lanes);
      const f = loadLanes(gates + at + width, lanes);
      const g = loadLanes(gates + at + 2 * width, lanes);
      const o = loadLanes(gates + at + 3 * width, lanes);
      const c = hyperbolicTangent(loadLanes(cells + at, lanes));
      let h = loadLanes(dhNext + at, lanes);
      if (dh != 0) h = f32x4.add(h, loadLanes(dh + at, lanes));
      const slope = f32x4.mul(f32x4.mul(h, o), f32x4.sub(one, f32x4.mul(c, c)));
      const cell = f32x4.add(loadLanes(dc + at, lanes), slope);
      const di = f32x4.mul(f32x4.mul(cell, g), gateSlope(i, hard));
      const df = f32x4.mul(f32x4.mul(cell, loadLanes(before + at, lanes)), gateSlope(f, hard));
      const dg = f32x4.mul(f32x4.mul(cell, i), f32x4.sub(one, f32x4.mul(g, g)));
      const dO = f32x4.mul(f32x4.mul(h, c), gateSlope(o, hard));
      storeLanes(dz + at, di, lanes);
      storeLanes(dz + at + width, df, lanes);
      storeLanes(dz + at + 2 * width, dg, lanes);
      storeLanes(dz + at + 3 * width, dO, lanes);
      storeLanes(dc + at, f32x4.mul(cell, f), lanes);
    }
    gates += width << 2;
    dz += width << 2;
    before += width;
    cells += width;
    dhNext += width;
    dc += width;
    if (dh != 0) dh += dhStride;
  }
}

// @ts-ignore: decorator
@inline
function sum(a: usize, b: usize, lanes: i32): v128 {
  return f32x4.add(loadLanes(a, lanes), loadLanes(b, lanes));
}

// @ts-ignore: decorator
@inline
function gate(z: v128, hard: i32): v128 {
  if (!hard) return sigmoid(z);
  const line = f32x4.add(f32x4.mul(z, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.max(f32x4.splat(0), f32x4.min(f32x4.splat(1), line));
}

/** Derivative of the gate's function at its value y. */
// @ts-ignore: decorator
@inline
function gateSlope(y: v128, hard: i32): v128 {
  const one = f32x4.splat(1);
  if (!hard) return f32x4.mul(y, f32x4.sub(one, y));
  const inside = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, one));
  return v128.and(f32x4.splat(0.2), inside);
}
