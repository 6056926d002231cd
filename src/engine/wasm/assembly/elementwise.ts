/** out[i] = 1, 0 or -1, the sign of x[i]; 0 for NaN. */
export function sign(x: usize, out: usize, size: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i = 0;
  for (; i + 4 <= size; i += 4, x += 16, out += 16) {
    const value = v128.load(x);
    const above = v128.and(f32x4.gt(value, zero), one);
    v128.store(out, f32x4.sub(above, v128.and(f32x4.lt(value, zero), one)));
  }
  for (; i < size; i++, x += 4, out += 4) {
    const value = load<f32>(x);
    store<f32>(out, value > 0 ? 1 : value < 0 ? -1 : 0);
  }
}

/** out[i] = x[i] clipped to [low, high]; NaN remains NaN. */
export function clip(x: usize, out: usize, size: i32, low: f32, high: f32): void {
  const least = f32x4.splat(low);
  const most = f32x4.splat(high);
  let i = 0;
  for (; i + 4 <= size; i += 4, x += 16, out += 16) {
    v128.store(out, f32x4.pmin(f32x4.pmax(v128.load(x), least), most));
  }
  for (; i < size; i++, x += 4, out += 4) {
    const value = load<f32>(x);
    store<f32>(out, value > high ? high : value < low ? low : value);
  }
}
