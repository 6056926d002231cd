import { tangents } from './gates';
import { loadLanes, storeLanes } from './lanes';

/**
 * One step of a simple recurrent layer, after its products: h = tanh(sums), [batch, units], which may replace h' (`before`). A masked
 * row keeps h'. Also writes h to `out`, with `outStride` bytes between rows, unless `out` is 0.
 *
 * @param mask - a byte per row, 0 where the row is masked, `maskStride` bytes apart; 0 if no row is masked
 */
export function rnnStep(
  sums: usize, before: usize, hidden: usize, out: usize, outStride: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32,
): void {
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    if (mask != 0 && load<u8>(mask) == 0) memory.copy(hidden, before, width);
    else tangents(sums, hidden, units);
    if (out != 0) {
      memory.copy(out, hidden, width);
      out += outStride;
    }
    sums += width;
    before += width;
    hidden += width;
    if (mask != 0) mask += maskStride;
  }
}

/**
 * Backpropagation through one step. The gradient of h is `dh` from outside (`dhStride` bytes between rows; none if 0) plus `dHidden`
 * from the next step. Writes the gradient of the sums to `dz`, and replaces `dHidden` by the part of the gradient of h' that does not
 * pass through them: all of it where the row is masked, else 0.
 */
export function rnnStepGradient(
  hidden: usize, dh: usize, dhStride: usize, dHidden: usize, dz: usize,
  mask: usize, maskStride: usize, batch: i32, units: i32,
): void {
  const zero = f32x4.splat(0);
  const width = <usize>units << 2;
  for (let b = 0; b < batch; b++) {
    const masked = mask != 0 && load<u8>(mask) == 0;
    for (let u = 0; u < units; u += 4) {
      const at = <usize>u << 2;
      const lanes = units - u;
      const h = loadLanes(hidden + at, lanes);
      let slope = loadLanes(dHidden + at, lanes);
      if (dh != 0) slope = f32x4.add(slope, loadLanes(dh + at, lanes));
      const inner = f32x4.mul(slope, f32x4.sub(f32x4.splat(1), f32x4.mul(h, h)));
      storeLanes(dz + at, masked ? zero : inner, lanes);
      storeLanes(dHidden + at, masked ? slope : zero, lanes);
    }
    hidden += width;
    dHidden += width;
    dz += width;
    if (dh != 0) dh += dhStride;
    if (mask != 0) mask += maskStride;
  }
}
