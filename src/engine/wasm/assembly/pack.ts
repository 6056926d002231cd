/**
 * Packs the right operand of a product into panels of eight columns: packed[panel][k][8]; the last panel is padded with zeros.
 * `rowStride` and `columnStride` are in floats; exchange them to pack a transposed operand.
 */
export function pack(b: usize, packed: usize, rows: i32, columns: i32, rowStride: i32, columnStride: i32): void {
  const rowBytes = <usize>rowStride << 2;
  const columnBytes = <usize>columnStride << 2;
  for (let first = 0; first < columns; first += 8) {
    const width = min(8, columns - first);
    let row = b + <usize>first * columnBytes;
    if (width == 8 && columnStride == 1) {
      for (let k = 0; k < rows; k++, row += rowBytes, packed += 32) {
        v128.store(packed, v128.load(row));
        v128.store(packed, v128.load(row, 16), 16);
      }
      continue;
    }
    for (let k = 0; k < rows; k++, row += rowBytes, packed += 32) {
      let from = row;
      for (let lane = 0; lane < width; lane++, from += columnBytes) store<f32>(packed + (<usize>lane << 2), load<f32>(from));
      for (let lane = width; lane < 8; lane++) store<f32>(packed + (<usize>lane << 2), 0);
    }
  }
}

/** Copies [images, height, rowFloats] into the middle of [images, paddedHeight, paddedFloats], surrounded by zeros. */
export function padImages(
  from: usize, to: usize, images: i32, height: i32, rowFloats: i32, top: i32, leftFloats: i32, paddedHeight: i32, paddedFloats: i32,
): void {
  memory.fill(to, 0, <usize>images * paddedHeight * paddedFloats << 2);
  for (let image = 0; image < images; image++) {
    let target = to + (<usize>((image * paddedHeight + top) * paddedFloats + leftFloats) << 2);
    for (let row = 0; row < height; row++) {
      copyFloats(target, from, rowFloats);
      from += <usize>rowFloats << 2;
      target += <usize>paddedFloats << 2;
    }
  }
}

/** Copies the middle [images, height, rowFloats] out of [images, paddedHeight, paddedFloats]. */
export function cropImages(
  from: usize, to: usize, images: i32, height: i32, rowFloats: i32, top: i32, leftFloats: i32, paddedHeight: i32, paddedFloats: i32,
): void {
  for (let image = 0; image < images; image++) {
    let source = from + (<usize>((image * paddedHeight + top) * paddedFloats + leftFloats) << 2);
    for (let row = 0; row < height; row++) {
      copyFloats(to, source, rowFloats);
      to += <usize>rowFloats << 2;
      source += <usize>paddedFloats << 2;
    }
  }
}

// @ts-ignore: decorator
@inline
function copyFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; i < count; i++, to += 4, from += 4) store<f32>(to, load<f32>(from));
}
