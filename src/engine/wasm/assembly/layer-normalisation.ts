// Normalisation of each row of [rows, columns]: y = (x - mean) * inverse * scale + offset, inverse = 1 / sqrt(variance + epsilon), with
// the mean and the variance (1/N) of the row.

/** Vectors summed before they are added to the total, which keeps rounding errors small. */
const BLOCK = 64;

/** @param statistics - receives mean and inverse of each row, [rows, 2] */
export function normaliseEachRow(
  x: usize, scale: usize, offset: usize, out: usize, statistics: usize, rows: i32, columns: i32, epsilon: f32,
): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, out += bytes, statistics += 8) {
    const mean = sumOf(false, x, 0, columns, 0) / <f32>columns;
    const inverse: f32 = 1 / sqrt<f32>(sumOf(true, x, 0, columns, mean) / <f32>columns + epsilon);
    store<f32>(statistics, mean);
    store<f32>(statistics, inverse, 4);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const unit = f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses);
      v128.store(out + at, f32x4.add(f32x4.mul(unit, v128.load(scale + at)), v128.load(offset + at)));
    }
    for (; at < bytes; at += 4) {
      const unit = (load<f32>(x + at) - mean) * inverse;
      store<f32>(out + at, unit * load<f32>(scale + at) + load<f32>(offset + at));
    }
  }
}

/**
 * The gradient of x, where u is (x - mean) * inverse and g is dy * scale:
 *
 *   dx = inverse * (g - mean(g) - u * mean(g * u))
 *
 * @param slopes - scratch of one row
 */
export function rowNormalisationGradient(
  x: usize, dy: usize, scale: usize, statistics: usize, out: usize, rows: i32, columns: i32, slopes: usize,
): void {
  const bytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++, x += bytes, dy += bytes, out += bytes, statistics += 8) {
    const mean = load<f32>(statistics);
    const inverse = load<f32>(statistics, 4);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      v128.store(slopes + at, f32x4.mul(v128.load(dy + at), v128.load(scale + at)));
      v128.store(out + at, f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses));
    }
    for (; at < bytes; at += 4) {
      store<f32>(slopes + at, load<f32>(dy + at) * load<f32>(scale + at));
      store<f32>(out + at, (load<f32>(x + at) - mean) * inverse);
    }
    const first = sumOf(false, slopes, 0, columns, 0) / <f32>columns;
    const second = sumOf(true, out, slopes, columns, 0) / <f32>columns;
    const firsts = f32x4.splat(first);
    const seconds = f32x4.splat(second);
    at = 0;
    for (; at + 16 <= bytes; at += 16) {
      const rest = f32x4.sub(f32x4.sub(v128.load(slopes + at), firsts), f32x4.mul(v128.load(out + at), seconds));
      v128.store(out + at, f32x4.mul(rest, inverses));
    }
    for (; at < bytes; at += 4) {
      store<f32>(out + at, (load<f32>(slopes + at) - first - load<f32>(out + at) * second) * inverse);
    }
  }
}

/**
 * The gradient of the scale: out[c] = sum_r dy[r, c] * (x[r, c] - mean[r]) * inverse[r].
 *
 * @param scratch - one row: the sums of a block
 */
export function rowNormalisationScaleGradient(
  x: usize, dy: usize, statistics: usize, out: usize, rows: i32, columns: i32, scratch: usize,
): void {
  const bytes = <usize>columns << 2;
  memory.fill(out, 0, bytes);
  for (let first = 0; first < rows; first += BLOCK) {
    const last = min(rows, first + BLOCK);
    memory.fill(scratch, 0, bytes);
    for (let row = first; row < last; row++, x += bytes, dy += bytes, statistics += 8) {
      const mean = load<f32>(statistics);
      const inverse = load<f32>(statistics, 4);
      const means = f32x4.splat(mean);
      const inverses = f32x4.splat(inverse);
      let at: usize = 0;
      for (; at + 16 <= bytes; at += 16) {
        const unit = f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses);
        v128.store(scratch + at, f32x4.add(v128.load(scratch + at), f32x4.mul(v128.load(dy + at), unit)));
      }
      for (; at < bytes; at += 4) {
        const unit = (load<f32>(x + at) - mean) * inverse;
        store<f32>(scratch + at, load<f32>(scratch + at) + load<f32>(dy + at) * unit);
      }
    }
    for (let at: usize = 0; at < bytes; at += 4) {
      store<f32>(out + at, load<f32>(out + at) + load<f32>(scratch + at));
    }
  }
}

/** sum_c x[c], or sum_c (x[c] - mean) * w[c] if `weighted` is set, where w[c] is x[c] - mean if the address w is 0. */
// @ts-ignore: decorator
@inline
function sumOf(weighted: bool, x: usize, w: usize, columns: i32, mean: f32): f32 {
  const means = f32x4.splat(mean);
  let total = f32x4.splat(0);
  let c = 0;
  while (c + 4 <= columns) {
    const last = min(columns - 3, c + 4 * BLOCK);
    let sum = f32x4.splat(0);
    for (; c < last; c += 4, x += 16) {
      let value = v128.load(x);
      if (weighted) {
        value = f32x4.sub(value, means);
        if (w == 0) {
          value = f32x4.mul(value, value);
        } else {
          value = f32x4.mul(value, v128.load(w));
          w += 16;
        }
      }
      sum = f32x4.add(sum, value);
    }
    total = f32x4.add(total, sum);
  }
  let result =
    f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1) + (f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3));
  for (; c < columns; c++, x += 4) {
    let value = load<f32>(x);
    if (weighted) {
      value -= mean;
      if (w == 0) {
        value *= value;
      } else {
        value *= load<f32>(w);
        w += 4;
      }
    }
    result += value;
  }
  return result;
}
