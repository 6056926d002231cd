/** Returns the bytes of an IDX file. */
export function idxBytes(
  shape: readonly number[],
  values: ArrayLike<number>,
  magic = 0x800 + shape.length,
): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  [magic, ...shape].forEach((word, i) => header.setUint32(4 * i, word));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(values)]);
}

/** Returns four small IDX files by their usual names: images of 2 × 3 pixels, labels 0, 1, 2, 0, … */
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

/** Returns a tar archive of a folder and the files. */
export function tarOf(files: Record<string, Uint8Array>): Uint8Array {
  const blocks = Object.entries(files).flatMap(([path, bytes]) => [
    header(path, bytes.length, '0'),
    Buffer.concat([bytes], Math.ceil(bytes.length / 512) * 512),
  ]);
  return Buffer.concat([header('cifar-10-batches-bin/', 0, '5'), ...blocks, new Uint8Array(1024)]);
}

function header(path: string, size: number, type: string): Uint8Array {
  const block = Buffer.alloc(512);
  block.write(path, 0);
  block.write(`${size.toString(8).padStart(11, '0')} `, 124);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  return block;
}
