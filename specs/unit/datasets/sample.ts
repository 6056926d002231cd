/** The bytes of an IDX file. */
export function idxBytes(
  shape: readonly number[],
  values: ArrayLike<number>,
  magic = 0x800 + shape.length,
): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  [magic, ...shape].forEach((word, i) => header.setUint32(4 * i, word));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(values)]);
}

/** Four small IDX files by their usual names: images of 2 × 3 pixels, the labels 0, 1, 2, 0, … */
export function idxFiles(train = 12, test = 5): Record<string, Uint8Array> {
  const images = (size: number): Uint8Array =>
    idxBytes(
      [size, 2, 3],
      Uint8Array.from({ length: 6 * size }, (_, i) => 7 * i),
    );
  const labels = (size: number): Uint8Array =>
    idxBytes(
      [size],
      Uint8Array.from({ length: size }, (_, i) => i % 3),
    );
  return {
    'train-images-idx3-ubyte': images(train),
    'train-labels-idx1-ubyte': labels(train),
    't10k-images-idx3-ubyte': images(test),
    't10k-labels-idx1-ubyte': labels(test),
  };
}
