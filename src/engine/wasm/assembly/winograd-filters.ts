import { stridedFilterLine, stridedGradientLine } from './strided-lines';
import { filterLine, filterLineOf5, gradientLine, gradientLineOf5 } from './winograd-lines';

/**
 * Transforms filters [size, size, inChannels, outChannels], `size` 3 or 5, to 36 right operands G g Gᵀ of a product, packed as by `pack`: [columns / 8][rows][8].
 * Rows are `rows` input channels from `firstRow` on, columns `columns` output channels from `firstColumn` on. If `turned` is set, it
 * is the other way round and each filter is turned by 180 degrees, as the gradient of the input needs it.
 *
 * @param strided - whether the stride is 2, for size 3
 * @param columns - a multiple of 8, as rows
 * @param plane - bytes between operands
 * @param scratch - 2,080 bytes
 */
export function winogradFilters(
  filter: usize, out: usize, scratch: usize, size: i32, strided: i32, turned: i32, inChannels: i32, outChannels: i32,
  firstRow: i32, rows: i32, firstColumn: i32, columns: i32, plane: usize,
): void {
  if (strided) operands(3, true, filter, out, scratch, turned, inChannels, outChannels, firstRow, rows, firstColumn, columns, plane);
  else if (size == 5) operands(5, false, filter, out, scratch, turned, inChannels, outChannels, firstRow, rows, firstColumn, columns, plane);
  else operands(3, false, filter, out, scratch, turned, inChannels, outChannels, firstRow, rows, firstColumn, columns, plane);
}

// @ts-ignore: decorator
@inline
function operands(
  size: usize, strided: bool, filter: usize, out: usize, scratch: usize, turned: i32, inChannels: i32, outChannels: i32,
  firstRow: i32, rows: i32, firstColumn: i32, columns: i32, plane: usize,
): void {
  const tap = <usize>(inChannels * outChannels) << 2;
  const row = <usize>outChannels << 2;
  const panel = <usize>rows << 5;
  const taps = scratch + 480; // four rows of `area`
  const area = size * size;
  if (!turned) {
    // Column by column would visit a new page of memory for each weight.
    let from = filter + <usize>firstRow * row + (<usize>firstColumn << 2);
    for (let r = 0; r < rows; r++, from += row, out += 32) {
      for (let column: usize = 0; column < <usize>columns; column += 4) {
        operand(size, strided, from + (column << 2), tap, size * tap, out + (column >> 3) * panel + ((column & 4) << 2), scratch, plane);
      }
    }
    return;
  }
  for (let column = 0; column < columns; column += 4) {
    const start = out + <usize>(column >> 3) * panel + (<usize>(column & 4) << 2);
    for (let r = 0; r < rows; r += 4) {
      let from = filter + <usize>(firstColumn + column) * row + (<usize>(firstRow + r) << 2);
      for (let at = taps + (area << 4) - 16; at >= taps; at -= 16, from += tap) transpose(from, row, at, area << 4);
      for (let i: usize = 0; i < 4; i++) operand(size, strided, taps + (area << 4) * i, 16, size << 4, start + ((<usize>r + i) << 5), scratch, plane);
    }
  }
}

/** Transforms the weights of four columns; `step` and `rowStep` are the bytes between them. */
// @ts-ignore: decorator
@inline
function operand(
  size: usize, strided: bool, from: usize, step: usize, rowStep: usize, to: usize, scratch: usize, plane: usize,
): void {
  if (strided) {
    for (let i: usize = 0; i < 3; i++) stridedFilterLine(from + i * step, rowStep, scratch + (i << 4), 48);
    for (let i: usize = 0; i < 6; i++) stridedFilterLine(scratch + 48 * i, 16, to + 6 * i * plane, plane);
    return;
  }
  if (size == 5) {
    for (let i: usize = 0; i < 5; i++) filterLineOf5(from + i * step, rowStep, scratch + (i << 4), 80);
    for (let i: usize = 0; i < 6; i++) filterLineOf5(scratch + 80 * i, 16, to + 6 * i * plane, plane);
    return;
  }
  for (let i: usize = 0; i < 3; i++) filterLine(from + i * step, rowStep, scratch + (i << 4), 48);
  for (let i: usize = 0; i < 6; i++) filterLine(scratch + 48 * i, 16, to + 6 * i * plane, plane);
}

/** Writes the columns of four rows of four floats, `apart` bytes apart. */
// @ts-ignore: decorator
@inline
function transpose(from: usize, row: usize, to: usize, apart: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + row);
  const r2 = v128.load(from + 2 * row);
  const r3 = v128.load(from + 3 * row);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i32x4.shuffle(low01, low23, 0, 1, 4, 5));
  v128.store(to + apart, i32x4.shuffle(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * apart, i32x4.shuffle(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * apart, i32x4.shuffle(high01, high23, 2, 3, 6, 7));
}

/**
 * Transforms 36 sums [rows, columns] to the gradient of filters [size, size, inChannels, outChannels], Gᵀ s G, for the input channels from
 * `firstRow` on and the output channels from `firstColumn` on.
 *
 * @param plane - bytes between sums
 * @param scratch - 480 bytes
 */
export function winogradFilterGradient(
  sums: usize, out: usize, scratch: usize, size: i32, strided: i32, inChannels: i32, outChannels: i32,
  firstRow: i32, rows: i32, firstColumn: i32, columns: i32, plane: usize,
): void {
  const tap = <usize>(inChannels * outChannels) << 2;
  const sumRow = <usize>columns << 2;
  for (let r = firstRow; r < firstRow + rows; r++, sums += sumRow) {
    let to = out + (<usize>(r * outChannels + firstColumn) << 2);
    for (let at = sums, end = sums + (<usize>columns << 2); at < end; at += 16, to += 16) {
      if (strided) {
        for (let i: usize = 0; i < 6; i++) stridedGradientLine(at + i * plane, 6 * plane, scratch + (i << 4), 96);
        for (let i: usize = 0; i < 3; i++) stridedGradientLine(scratch + 96 * i, 16, to + 3 * i * tap, tap);
        continue;
      }
      if (size == 5) {
        for (let i: usize = 0; i < 6; i++) gradientLineOf5(at + i * plane, 6 * plane, scratch + (i << 4), 96);
        for (let i: usize = 0; i < 5; i++) gradientLineOf5(scratch + 96 * i, 16, to + 5 * i * tap, tap);
        continue;
      }
      for (let i: usize = 0; i < 6; i++) gradientLine(at + i * plane, 6 * plane, scratch + (i << 4), 96);
      for (let i: usize = 0; i < 3; i++) gradientLine(scratch + 96 * i, 16, to + 3 * i * tap, tap);
    }
  }
}
