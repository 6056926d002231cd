import { gateSlope, openGates, tangents } from './gates';
import { loadLanes, storeLanes } from './lanes';

/**
 * One time step of an LSTM, after its products. `gates` [batch, 4 units] holds the sums and receives the activated gates i, f, g, o:
 *
 *   i, f, o = s(.),  g = tanh(.),  c = f c' + i g,  h = o tanh(c)
 *
 * s is the logistic function, or max(0, min(1, 0.2 z + 0.5)) if `hard` is set. Writes c and h [batch, units], which may replace c'
 * (`before`) and h' (`hiddenBefore`). A masked row keeps both. Also writes h to `out`, with `outStride` bytes between rows, unless
 * `out` is 0.
 *
 * @param mask - a byte per row, 0 where the row is masked, `maskStride` bytes apart; 0 if no row is masked
 */
export function lstmStep(
  gates: usize, before: usize, hiddenBefore: usize, cells: usize, hidden: usize, out: usize, outStride: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    if (mask != 0 && load<u8>(mask) == 0) {
      memory.copy(cells, before, width);
      memory.copy(hidden, hiddenBefore, width);
    } else {
      openGates(gates, 2 * units, hard);
      tangents(gates + 2 * width, gates + 2 * width, units);
      openGates(gates + 3 * width, units, hard);
      for (let u = 0; u < units; u += 4) {
        const at = <usize>u << 2;
        const lanes = units - u;
        const kept = f32x4.mul(loadLanes(gates + width + at, lanes), loadLanes(before + at, lanes));
        const added = f32x4.mul(loadLanes(gates + at, lanes), loadLanes(gates + 2 * width + at, lanes));
        storeLanes(cells + at, f32x4.add(kept, added), lanes);
      }
      tangents(cells, hidden, units);
      for (let u = 0; u < units; u += 4) {
        const at = <usize>u << 2;
        const lanes = units - u;
        storeLanes(hidden + at, f32x4.mul(loadLanes(gates + 3 * width + at, lanes), loadLanes(hidden + at, lanes)), lanes);
      }
    }
    if (out != 0) {
      memory.copy(out, hidden, width);
      out += outStride;
    }
    gates += width << 2;
    before += width;
    hiddenBefore += width;
    cells += width;
    hidden += width;
    if (mask != 0) mask += maskStride;
  }
}

/**
 * Backpropagation through one step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden`
 * from the next step; the gradient of c is `dc`. Writes the gradient of the sums to `dz` [batch, 4 units]. Replaces `dc` by the
 * gradient of the previous c, and `dHidden` by the part of the gradient of the previous h that does not pass through the sums: all of
 * it where the row is masked, else 0.
 */
export function lstmStepGradient(
  gates: usize, before: usize, cells: usize, dh: usize, dhStride: usize, dHidden: usize, dc: usize, dz: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    const masked = mask != 0 && load<u8>(mask) == 0;
    if (masked) memory.fill(dz, 0, width << 2);
    else tangents(cells, dz + 3 * width, units); // in the place of a gradient that is written last
    for (let u = 0; u < units; u += 4) {
      const at = <usize>u << 2;
      const lanes = units - u;
      let h = loadLanes(dHidden + at, lanes);
      if (dh != 0) h = f32x4.add(h, loadLanes(dh + at, lanes));
      if (masked) storeLanes(dHidden + at, h, lanes);
      else if (lanes >= 4) retreat(gates + at, width, before + at, h, dHidden + at, dc + at, dz + at, 4, hard);
      else retreat(gates + at, width, before + at, h, dHidden + at, dc + at, dz + at, lanes, hard);
    }
    gates += width << 2;
    dz += width << 2;
    before += width;
    cells += width;
    dHidden += width;
    dc += width;
    if (dh != 0) dh += dhStride;
    if (mask != 0) mask += maskStride;
  }
}

// @ts-ignore: decorator
@inline
function retreat(
  gates: usize, width: usize, before: usize, h: v128, dHidden: usize, dc: usize, dz: usize, lanes: i32, hard: i32,
): void {
  const one = f32x4.splat(1);
  const i = loadLanes(gates, lanes);
  const f = loadLanes(gates + width, lanes);
  const g = loadLanes(gates + 2 * width, lanes);
  const o = loadLanes(gates + 3 * width, lanes);
  const c = loadLanes(dz + 3 * width, lanes);
  const slope = f32x4.mul(f32x4.mul(h, o), f32x4.sub(one, f32x4.mul(c, c)));
  const cell = f32x4.add(loadLanes(dc, lanes), slope);
  const di = f32x4.mul(f32x4.mul(cell, g), gateSlope(i, hard));
  const df = f32x4.mul(f32x4.mul(cell, loadLanes(before, lanes)), gateSlope(f, hard));
  const dg = f32x4.mul(f32x4.mul(cell, i), f32x4.sub(one, f32x4.mul(g, g)));
  const dO = f32x4.mul(f32x4.mul(h, c), gateSlope(o, hard));
  storeLanes(dz, di, lanes);
  storeLanes(dz + width, df, lanes);
  storeLanes(dz + 2 * width, dg, lanes);
  storeLanes(dz + 3 * width, dO, lanes);
  storeLanes(dc, f32x4.mul(cell, f), lanes);
  storeLanes(dHidden, f32x4.splat(0), lanes);
}
