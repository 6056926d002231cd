/** Vectors summed before they are added to the total, which keeps rounding errors small. */
const BLOCK = 64;

/**
 * out[r, c] = (x[r, c] - mean[c]) * scale[c] + offset[c].
 *
 * @param coefficients - mean, scale and offset, each repeated four times, so that any number of columns fills whole vectors
 */
export function normaliseRows(x: usize, coefficients: usize, out: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns << 4;
  const scale = bytes;
  const offset = bytes << 1;
  const end = coefficients + bytes;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let at = coefficients; at < end; at += 16, x += 16, out += 16) {
      const centred = f32x4.sub(v128.load(x), v128.load(at));
      v128.store(out, f32x4.add(f32x4.mul(centred, v128.load(at + scale)), v128.load(at + offset)));
    }
  }
  const rest = coefficients + (<usize>((rows - r) * columns) << 2);
  for (let at = coefficients; at < rest; at += 4, x += 4, out += 4) {
    store<f32>(out, (load<f32>(x) - load<f32>(at)) * load<f32>(at + scale) + load<f32>(at + offset));
  }
}

/**
 * out[r, c] = dy[r, c] * a[c] + (x[r, c] - mean[c]) * b[c] + d[c], the gradient of normalised rows.
 *
 * @param coefficients - mean, a, b and d, each repeated four times
 */
export function normalisationGradient(x: usize, dy: usize, coefficients: usize, out: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns << 4;
  const a = bytes;
  const b = bytes << 1;
  const d = a + b;
  const end = coefficients + bytes;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let at = coefficients; at < end; at += 16, x += 16, dy += 16, out += 16) {
      const centred = f32x4.sub(v128.load(x), v128.load(at));
      const own = f32x4.add(f32x4.mul(centred, v128.load(at + b)), v128.load(at + d));
      v128.store(out, f32x4.add(f32x4.mul(v128.load(dy), v128.load(at + a)), own));
    }
  }
  const rest = coefficients + (<usize>((rows - r) * columns) << 2);
  for (let at = coefficients; at < rest; at += 4, x += 4, dy += 4, out += 4) {
    const own = (load<f32>(x) - load<f32>(at)) * load<f32>(at + b) + load<f32>(at + d);
    store<f32>(out, load<f32>(dy) * load<f32>(at + a) + own);
  }
}

/**
 * sums[c] = sum_r dy[r, c] and products[c] = sum_r dy[r, c] * (x[r, c] - mean[c]); if the address dy is 0,
 * products[c] = sum_r (x[r, c] - mean[c])^2 and sums[c] = sum_r (x[r, c] - mean[c]).
 *
 * @param mean - repeated four times
 * @param scratch - sixteen rows: two sums of a block and two of all blocks
 */
export function centredSums(
  x: usize, dy: usize, mean: usize, sums: usize, products: usize, rows: i32, columns: i32, scratch: usize,
): void {
  const bytes = <usize>columns << 4;
  const end = scratch + bytes;
  const second = bytes;
  const totals = bytes << 1;
  memory.fill(scratch, 0, bytes << 2);
  const own = dy == 0;
  let r = 0;
  while (r + 4 <= rows) {
    const last = min(rows - 3, r + 4 * BLOCK);
    for (; r < last; r += 4) {
      for (let at = scratch, m = mean; at < end; at += 16, m += 16, x += 16) {
        const centred = f32x4.sub(v128.load(x), v128.load(m));
        let weight = centred;
        if (!own) {
          weight = v128.load(dy);
          dy += 16;
        }
        v128.store(at, f32x4.add(v128.load(at), weight));
        v128.store(at + second, f32x4.add(v128.load(at + second), f32x4.mul(weight, centred)));
      }
    }
    for (let at = scratch; at < scratch + totals; at += 16) {
      v128.store(at + totals, f32x4.add(v128.load(at + totals), v128.load(at)));
      v128.store(at, f32x4.splat(0));
    }
  }
  for (let c = 0; c < columns; c++) {
    let sum: f32 = 0;
    let product: f32 = 0;
    for (let lane = 0; lane < 4; lane++) {
      const at = scratch + totals + (<usize>(lane * columns + c) << 2);
      sum += load<f32>(at);
      product += load<f32>(at + second);
    }
    const m = load<f32>(mean + (<usize>c << 2));
    for (let rest = r, at = <usize>c << 2; rest < rows; rest++, at += <usize>columns << 2) {
      const centred = load<f32>(x + at) - m;
      const weight = own ? centred : load<f32>(dy + at);
      sum += weight;
      product += weight * centred;
    }
    store<f32>(sums + (<usize>c << 2), sum);
    store<f32>(products + (<usize>c << 2), product);
  }
}
