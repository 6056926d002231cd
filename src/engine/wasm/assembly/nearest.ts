import { squaredDistances } from './distances';

/**
 * Continues the search for the row nearest to each point. The products select candidates, with a slack for their rounding; the
 * distance to each candidate is computed as in `squaredDistances`.
 *
 * @param products - ⟨point, row⟩ - ½ ‖row‖², [points, count]
 * @param best - per point the largest product and the smallest squared distance so far, float32, its row, int32, and the slack,
 *   float32
 * @param first - the number of the first row
 * @param scratch - 16 bytes
 */
export function nearestRows(
  products: usize, points: usize, n: i32, rows: usize, count: i32, rowBytes: usize, first: i32, best: usize, scratch: usize,
): void {
  const bytes = <usize>count << 2;
  for (let i = 0; i < n; i++, products += bytes, points += rowBytes, best += 16) {
    let largest = load<f32>(best);
    let at: usize = 0;
    if (bytes >= 16) {
      let four = v128.load(products);
      for (at = 16; at + 16 <= bytes; at += 16) four = f32x4.pmax(four, v128.load(products + at));
      four = f32x4.pmax(four, i32x4.shuffle(four, four, 2, 3, 0, 1));
      largest = max(largest, max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)));
    }
    for (; at < bytes; at += 4) largest = max(largest, load<f32>(products + at));
    store<f32>(best, largest);
    const least = largest - load<f32>(best, 12);
    const leastOfFour = f32x4.splat(least);
    at = 0;
    for (; at + 16 <= bytes; at += 16) {
      // NaN is not less than any number, so its row remains a candidate
      let near = i32x4.bitmask(v128.not(f32x4.lt(v128.load(products + at), leastOfFour)));
      for (; near != 0; near &= near - 1) {
        const row = <i32>(at >> 2) + ctz(near);
        compare(rows + <usize>row * rowBytes, points, rowBytes, first + row, best, scratch);
      }
    }
    for (; at < bytes; at += 4) {
      if (load<f32>(products + at) < least) continue;
      const row = <i32>(at >> 2);
      compare(rows + <usize>row * rowBytes, points, rowBytes, first + row, best, scratch);
    }
  }
}

// @ts-ignore: decorator
@inline
function compare(row: usize, point: usize, rowBytes: usize, number: i32, best: usize, scratch: usize): void {
  squaredDistances(row, point, scratch, 1, rowBytes);
  const distance = load<f32>(scratch);
  if (distance < load<f32>(best, 4)) {
    store<f32>(best, distance, 4);
    store<i32>(best, number, 8);
  }
}
