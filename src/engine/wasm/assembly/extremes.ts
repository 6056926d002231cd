import { loadLanes, storeLanes } from './lanes';

/**
 * The gradient of the largest or smallest value along the middle axis of x [outer, count, inner]: where x equals it, an equal share of
 * the slope among those that tie, else 0.
 *
 * @param y - the largest or smallest values, [outer, inner]
 * @param dy - their slopes, [outer, inner]
 * @param shares - scratch of `inner` numbers
 */
export function extremeGradient(
  x: usize, y: usize, dy: usize, out: usize, outer: i32, count: i32, inner: i32, shares: usize,
): void {
  const bytes = <usize>inner << 2;
  const one = f32x4.splat(1);
  for (let o = 0; o < outer; o++, y += bytes, dy += bytes) {
    memory.fill(shares, 0, bytes);
    let from = x;
    for (let k = 0; k < count; k++, from += bytes) {
      for (let i = 0; i < inner; i += 4) {
        const at = <usize>i << 2;
        const lanes = inner - i;
        const equal = f32x4.eq(loadLanes(from + at, lanes), loadLanes(y + at, lanes));
        storeLanes(shares + at, f32x4.add(loadLanes(shares + at, lanes), v128.and(equal, one)), lanes);
      }
    }
    for (let i = 0; i < inner; i += 4) {
      const at = <usize>i << 2;
      const lanes = inner - i;
      storeLanes(shares + at, f32x4.div(loadLanes(dy + at, lanes), loadLanes(shares + at, lanes)), lanes);
    }
    for (let k = 0; k < count; k++, x += bytes, out += bytes) {
      for (let i = 0; i < inner; i += 4) {
        const at = <usize>i << 2;
        const lanes = inner - i;
        const equal = f32x4.eq(loadLanes(x + at, lanes), loadLanes(y + at, lanes));
        storeLanes(out + at, v128.and(loadLanes(shares + at, lanes), equal), lanes);
      }
    }
  }
}

/**
 * Sums of the blocks of rows × columns pixels of x [images, height · rows, width · columns, channels]: the gradient of an image that
 * was enlarged by repeating its pixels.
 */
export function sumBlocks(
  x: usize, out: usize, images: i32, height: i32, width: i32, channels: i32, rows: i32, columns: i32,
): void {
  const pixel = <usize>channels << 2;
  const line = <usize>(width * columns) * pixel;
  for (let row = 0; row < images * height; row++, x += <usize>rows * line) {
    let first = x;
    for (let column = 0; column < width; column++, out += pixel, first += <usize>columns * pixel) {
      for (let c = 0; c < channels; c += 4) {
        const lanes = channels - c;
        let sum = f32x4.splat(0);
        let start = first + (<usize>c << 2);
        for (let i = 0; i < rows; i++, start += line) {
          let at = start;
          for (let j = 0; j < columns; j++, at += pixel) sum = f32x4.add(sum, loadLanes(at, lanes));
        }
        storeLanes(out + (<usize>c << 2), sum, lanes);
      }
    }
  }
}
