import { gateSlope, openGates, tangents } from './gates';
import { loadLanes, storeLanes } from './lanes';

// A step of a GRU. `gates` [batch, 3 units] holds the sums of z, r and n and receives their values; q [batch, units] is r h' where the
// gate r applies before the product with the recurrent kernel, and else the state's part of the sum of n. s is the logistic function, or
// max(0, min(1, 0.2 z + 0.5)) if `hard` is set. `mask` has a byte per row, 0 where the row is masked, `maskStride` bytes apart; it is 0
// if no row is masked.

/** The gates of a GRU that resets before the product: z, r = s(.), q = r h'. A masked row gets q = 0. */
export function gruReset(
  gates: usize, before: usize, q: usize, mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    if (mask != 0 && load<u8>(mask) == 0) {
      memory.fill(q, 0, width);
    } else {
      openGates(gates, 2 * units, hard);
      for (let u = 0; u < units; u += 4) {
        const at = <usize>u << 2;
        const lanes = units - u;
        storeLanes(q + at, f32x4.mul(loadLanes(gates + width + at, lanes), loadLanes(before + at, lanes)), lanes);
      }
    }
    gates += 3 * width;
    before += width;
    q += width;
    if (mask != 0) mask += maskStride;
  }
}

/**
 * The state after a step: h = z h' + (1 - z) n, where n = tanh(.), or tanh(. + r q) if `after` is set. It may replace h' (`before`). A
 * masked row keeps it. Also writes h to `out`, with `outStride` bytes between rows, unless `out` is 0.
 *
 * @param bias - what is added to the rows of q first [units], or 0; only if `after` is set
 */
export function gruStep(
  gates: usize, q: usize, bias: usize, before: usize, hidden: usize, out: usize, outStride: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32, after: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    if (mask != 0 && load<u8>(mask) == 0) {
      memory.copy(hidden, before, width);
    } else {
      const candidate = gates + 2 * width;
      if (after) {
        openGates(gates, 2 * units, hard);
        for (let u = 0; u < units; u += 4) {
          const at = <usize>u << 2;
          const lanes = units - u;
          let inner = loadLanes(q + at, lanes);
          if (bias != 0) {
            inner = f32x4.add(inner, loadLanes(bias + at, lanes));
            storeLanes(q + at, inner, lanes);
          }
          const passed = f32x4.mul(loadLanes(gates + width + at, lanes), inner);
          storeLanes(candidate + at, f32x4.add(loadLanes(candidate + at, lanes), passed), lanes);
        }
      }
      tangents(candidate, candidate, units);
      for (let u = 0; u < units; u += 4) {
        const at = <usize>u << 2;
        const lanes = units - u;
        const z = loadLanes(gates + at, lanes);
        const fresh = f32x4.mul(f32x4.sub(f32x4.splat(1), z), loadLanes(candidate + at, lanes));
        storeLanes(hidden + at, f32x4.add(f32x4.mul(z, loadLanes(before + at, lanes)), fresh), lanes);
      }
    }
    if (out != 0) {
      memory.copy(out, hidden, width);
      out += outStride;
    }
    gates += 3 * width;
    q += width;
    before += width;
    hidden += width;
    if (mask != 0) mask += maskStride;
  }
}

/**
 * Backpropagation through a step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden` from
 * the next step. Writes the gradients of the sums of z and n to `sums` [batch, 3 units], and replaces `dHidden` by the part of the
 * gradient of h' that does not pass through the sums: z times it, or all of it where the row is masked. If `after` is set, also writes
 * the gradient of the sum of r, and those of the sums of the state's part to `inner` [batch, 3 units]; else sets dq [batch, units] to 0.
 */
export function gruStepGradient(
  gates: usize, q: usize, before: usize, dh: usize, dhStride: usize, dHidden: usize, sums: usize, inner: usize, dq: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32, after: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    const masked = mask != 0 && load<u8>(mask) == 0;
    if (masked) {
      memory.fill(sums, 0, 3 * width);
      if (after) memory.fill(inner, 0, 3 * width);
    }
    if (!after) memory.fill(dq, 0, width);
    for (let u = 0; u < units; u += 4) {
      const at = <usize>u << 2;
      const lanes = units - u;
      let h = loadLanes(dHidden + at, lanes);
      if (dh != 0) h = f32x4.add(h, loadLanes(dh + at, lanes));
      if (masked) storeLanes(dHidden + at, h, lanes);
      else if (lanes >= 4) retreat(gates + at, width, q + at, before + at, h, dHidden + at, sums + at, inner + at, 4, hard, after);
      else retreat(gates + at, width, q + at, before + at, h, dHidden + at, sums + at, inner + at, lanes, hard, after);
    }
    gates += 3 * width;
    q += width;
    before += width;
    dHidden += width;
    sums += 3 * width;
    if (after) inner += 3 * width;
    else dq += width;
    if (dh != 0) dh += dhStride;
    if (mask != 0) mask += maskStride;
  }
}

// @ts-ignore: decorator
@inline
function retreat(
  gates: usize, width: usize, q: usize, before: usize, h: v128, dHidden: usize, sums: usize, inner: usize, lanes: i32, hard: i32, after: i32,
): void {
  const one = f32x4.splat(1);
  const z = loadLanes(gates, lanes);
  const n = loadLanes(gates + 2 * width, lanes);
  const dn = f32x4.mul(f32x4.mul(h, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
  const dz = f32x4.mul(f32x4.mul(h, f32x4.sub(loadLanes(before, lanes), n)), gateSlope(z, hard));
  storeLanes(sums, dz, lanes);
  storeLanes(sums + 2 * width, dn, lanes);
  storeLanes(dHidden, f32x4.mul(h, z), lanes);
  if (after) {
    const r = loadLanes(gates + width, lanes);
    const dr = f32x4.mul(f32x4.mul(dn, loadLanes(q, lanes)), gateSlope(r, hard));
    storeLanes(sums + width, dr, lanes);
    storeLanes(inner, dz, lanes);
    storeLanes(inner + width, dr, lanes);
    storeLanes(inner + 2 * width, f32x4.mul(dn, r), lanes);
  }
}

/** The other half of a step's backpropagation where r applies before the product, from the gradient dq of r h': adds to `dHidden`. */
export function gruResetGradient(
  gates: usize, before: usize, dq: usize, dHidden: usize, sums: usize, mask: usize, maskStride: usize, batch: i32, units: i32, hard: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    if (mask == 0 || load<u8>(mask) != 0) {
      for (let u = 0; u < units; u += 4) {
        const at = <usize>u << 2;
        const lanes = units - u;
        const r = loadLanes(gates + width + at, lanes);
        const slope = loadLanes(dq + at, lanes);
        storeLanes(sums + width + at, f32x4.mul(f32x4.mul(slope, loadLanes(before + at, lanes)), gateSlope(r, hard)), lanes);
        storeLanes(dHidden + at, f32x4.add(loadLanes(dHidden + at, lanes), f32x4.mul(slope, r)), lanes);
      }
    }
    gates += 3 * width;
    before += width;
    dq += width;
    dHidden += width;
    sums += 3 * width;
    if (mask != 0) mask += maskStride;
  }
}
