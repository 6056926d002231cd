import { tile } from './tile';

/** Rows multiplied by a panel while they are in the second-level cache. */
const ROWS = 128;
/** Longest part of a panel: 16 KiB. */
const DEPTH = 512;

/**
 * Lists the rows of a step that are not masked.
 *
 * @param mask - a byte per row, 0 where the row is masked, `stride` bytes apart; 0 if no row is masked
 * @param list - receives the numbers of the rows
 * @returns how many they are
 */
export function unmaskedRows(mask: usize, stride: usize, batch: i32, list: usize): i32 {
  let count = 0;
  for (let row = 0; row < batch; row++, mask += mask == 0 ? 0 : stride) {
    if (mask != 0 && load<u8>(mask) == 0) continue;
    store<i32>(list + (<usize>count << 2), row);
    count++;
  }
  return count;
}

/**
 * Adds a product to some rows of a matrix:
 *
 *   c[r, n] += sum_{k < depth} a[r, k] * packed[n / 8][k][n % 8],   r in `list`
 *
 * The sum of a row does not depend on the other rows.
 *
 * @param aStride - bytes between the rows of a
 * @param cStride - bytes between the rows of c
 */
export function addProduct(
  list: usize, count: i32, a: usize, aStride: usize, depth: i32, packed: usize, c: usize, cStride: usize, columns: i32,
): void {
  const zero = f32x4.splat(0);
  for (let first = 0; first < count; first += ROWS) {
    const last = min(count, first + ROWS);
    for (let start = 0; start < depth; start += DEPTH) {
      const length = min(DEPTH, depth - start);
      const from = a + (<usize>start << 2);
      for (let column = 0; column < columns; column += 8) {
        const panel = packed + ((<usize>(column >> 3) * depth + start) << 5);
        const to = c + (<usize>column << 2);
        for (let i = first; i < last; i += 4) {
          const at = list + (<usize>i << 2);
          const r0 = load<i32>(at);
          const r1 = i + 1 < last ? load<i32>(at, 4) : r0;
          const r2 = i + 2 < last ? load<i32>(at, 8) : r0;
          const r3 = i + 3 < last ? load<i32>(at, 12) : r0;
          tile<f32, f32>(
            false, true, false, zero, zero,
            from + r0 * aStride, from + r1 * aStride, from + r2 * aStride, from + r3 * aStride, 1, length, 0, panel,
            to + r0 * cStride, to + r1 * cStride, to + r2 * cStride, to + r3 * cStride, columns - column, 0,
          );
        }
      }
    }
  }
}

/** out[r] = table[ids[r]] for rows of `bytes` bytes, a multiple of 4. */
export function copyRows(table: usize, ids: usize, out: usize, rows: i32, bytes: usize): void {
  for (let row = 0; row < rows; row++, out += bytes) {
    const from = table + <usize>load<i32>(ids + (<usize>row << 2)) * bytes;
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) v128.store(out + at, v128.load(from + at));
    for (; at < bytes; at += 4) store<i32>(out + at, load<i32>(from + at));
  }
}

/**
 * Finds the rows of x [batch, steps, bytes] that are the same in every bit, in the order of [steps, batch].
 *
 * @param slots - scratch of `slotCount` numbers: a hash table; a power of two above the number of rows
 * @param ids - receives for each row the number of its value, in the order in which values appear
 * @param distinct - receives the values, a row each; may have room for `limit` of them only
 * @returns the number of values, or -1 if there are more than `limit`
 */
export function distinctRows(
  x: usize, batch: i32, steps: i32, bytes: usize, slots: usize, slotCount: i32, ids: usize, distinct: usize, limit: i32,
): i32 {
  memory.fill(slots, 0, <usize>slotCount << 2);
  let count = 0;
  for (let t = 0; t < steps; t++) {
    for (let b = 0; b < batch; b++, ids += 4) {
      const row = x + <usize>(b * steps + t) * bytes;
      let slot = <i32>hashOf(row, bytes) & (slotCount - 1);
      let id = load<i32>(slots + (<usize>slot << 2)) - 1;
      while (id >= 0 && memory.compare(distinct + <usize>id * bytes, row, bytes) != 0) {
        slot = (slot + 1) & (slotCount - 1);
        id = load<i32>(slots + (<usize>slot << 2)) - 1;
      }
      if (id < 0) {
        if (count == limit) return -1;
        id = count++;
        memory.copy(distinct + <usize>id * bytes, row, bytes);
        store<i32>(slots + (<usize>slot << 2), count);
      }
      store<i32>(ids, id);
    }
  }
  return count;
}

/** A hash of a row's bits: two chains of multiplications, whose rotations bring the highest bits to the lowest. */
// @ts-ignore: decorator
@inline
function hashOf(row: usize, bytes: usize): u32 {
  let even: u64 = 0x9e3779b97f4a7c15;
  let odd: u64 = 0xc2b2ae3d27d4eb4f;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    even = rotl((even ^ load<u64>(row + at)) * 0x9e3779b185ebca87, 29);
    odd = rotl((odd ^ load<u64>(row + at, 8)) * 0xd6e8feb86659fd93, 31);
  }
  for (; at < bytes; at += 4) even = rotl((even ^ <u64>load<u32>(row + at)) * 0x9e3779b185ebca87, 29);
  const mixed = (even ^ rotl(odd, 17)) * 0xd6e8feb86659fd93;
  return <u32>(mixed >> 32);
}
