/**
 * nearest[i] = min(nearest[i], distances[i]). Both are padded to whole vectors.
 *
 * @param nearest - of the padding: -Infinity
 * @param count - at least 1
 * @returns the first index of the largest nearest[i]
 */
export function cover(nearest: usize, distances: usize, count: i32): i32 {
  const end = nearest + ((<usize>count + 3) >> 2 << 4);
  let largest = f32x4.splat(-Infinity);
  for (let at = nearest, from = distances; at < end; at += 16, from += 16) {
    const lower = f32x4.min(v128.load(at), v128.load(from));
    v128.store(at, lower);
    largest = f32x4.max(largest, lower);
  }
  const pairs = f32x4.max(largest, i32x4.shuffle(largest, largest, 2, 3, 0, 1));
  const most = f32x4.max(pairs, i32x4.shuffle(pairs, pairs, 1, 0, 3, 2));
  let at = nearest;
  while (at < end && !v128.any_true(f32x4.eq(v128.load(at), most))) at += 16;
  let i = <i32>((at - nearest) >> 2);
  while (i < count && load<f32>(nearest + (<usize>i << 2)) != f32x4.extract_lane(most, 0)) i++;
  return i;
}
