/** Vectors summed before they are added to the total, which keeps rounding errors small. */
const BLOCK = 64;

/**
 * out[r, c] = x[r, c] + row[c]. Four rows are `columns` vectors, so that any number of columns fills whole vectors.
 *
 * @param scratch - four rows
 */
export function addToRows(x: usize, row: usize, out: usize, rows: i32, columns: i32, scratch: usize): void {
  for (let i = 0; i < 4 * columns; i++) store<f32>(scratch + (<usize>i << 2), load<f32>(row + (<usize>(i % columns) << 2)));
  const end = scratch + (<usize>columns << 4);
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (let at = scratch; at < end; at += 16, x += 16, out += 16) v128.store(out, f32x4.add(v128.load(x), v128.load(at)));
  }
  for (let i = 0; i < (rows - r) * columns; i++, x += 4, out += 4) {
    store<f32>(out, load<f32>(x) + load<f32>(scratch + (<usize>i << 2)));
  }
}

/**
 * out[c] = sum_r x[r, c].
 *
 * @param scratch - eight rows: the sums of a block and of all blocks
 */
export function sumRows(x: usize, out: usize, rows: i32, columns: i32, scratch: usize): void {
  const bytes = <usize>columns << 4;
  const total = scratch + bytes;
  memory.fill(scratch, 0, bytes << 1);
  let r = 0;
  while (r + 4 <= rows) {
    const end = min(rows - 3, r + 4 * BLOCK);
    for (; r < end; r += 4) {
      for (let at = scratch; at < total; at += 16, x += 16) v128.store(at, f32x4.add(v128.load(at), v128.load(x)));
    }
    for (let at = scratch; at < total; at += 16) {
      v128.store(at + bytes, f32x4.add(v128.load(at + bytes), v128.load(at)));
      v128.store(at, f32x4.splat(0));
    }
  }
  for (let c = 0; c < columns; c++) {
    let sum: f32 = 0;
    for (let lane = 0; lane < 4; lane++) sum += load<f32>(total + (<usize>(lane * columns + c) << 2));
    for (let rest = r, at = x + (<usize>c << 2); rest < rows; rest++, at += <usize>columns << 2) sum += load<f32>(at);
    store<f32>(out + (<usize>c << 2), sum);
  }
}

/** out[i] = dy[i] where x[i] > 0 or is NaN, else 0. */
export function reluGradient(x: usize, dy: usize, out: usize, size: i32): void {
  const zero = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= size; i += 4, x += 16, dy += 16, out += 16) {
    v128.store(out, v128.andnot(v128.load(dy), f32x4.le(v128.load(x), zero)));
  }
  for (; i < size; i++, x += 4, dy += 4, out += 4) store<f32>(out, load<f32>(x) <= 0 ? 0 : load<f32>(dy));
}
