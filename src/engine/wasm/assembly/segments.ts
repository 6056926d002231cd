/**
 * out[ids[r], c] += x[r, c] for rows whose id lies in [0, segments); `out` [segments, columns] is cleared first.
 */
export function segmentSum(x: usize, ids: usize, out: usize, rows: i32, columns: i32, segments: i32): void {
  const bytes = <usize>columns << 2;
  memory.fill(out, 0, <usize>segments * bytes);
  for (let r = 0; r < rows; r++, x += bytes) {
    const id = load<i32>(ids + (<usize>r << 2));
    if (<u32>id >= <u32>segments) continue;
    const to = out + <usize>id * bytes;
    let c: usize = 0;
    for (; c + 16 <= bytes; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(x + c)));
    for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(x + c));
  }
}
