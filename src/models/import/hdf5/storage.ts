import { nowhere, type Bytes } from './bytes.ts';
import { at, type Source } from './messages.ts';

/** A step that undoes what a chunk was packed by. */
interface Filter {
  readonly id: number;
}

const [deflate, shuffle, checksum] = [1, 2, 3];

/** Reads a filter message. @throws InvalidModelError if a filter is unknown */
export function readFilters({ file }: Source, bytes: Bytes): Filter[] {
  const version = bytes.unsigned(1);
  const count = bytes.unsigned(1);
  if (version === 1) bytes.skip(6);
  return Array.from({ length: count }, () => {
    const id = bytes.unsigned(2);
    const nameLength = version === 1 || id >= 256 ? bytes.unsigned(2) : 0;
    bytes.skip(2);
    const values = bytes.unsigned(2);
    bytes.skip(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength);
    bytes.skip(4 * (version === 1 ? values + (values % 2) : values));
    if (id !== deflate && id !== shuffle && id !== checksum)
      throw file.damaged(`a weight is packed by the filter ${id} of HDF5; gzip and shuffle are known`);
    return { id };
  });
}

/** What is stored: so many bytes, of values of `width` bytes, of a shape. */
interface Stored {
  readonly shape: readonly number[];
  readonly width: number;
  readonly bytes: number;
  readonly filters: readonly Filter[];
}

/** Reads the bytes that a layout message refers to. @throws InvalidModelError if they do not lie in the file */
export function readStorage(source: Source, layout: Bytes, stored: Stored): Buffer {
  const { file } = source;
  const version = layout.unsigned(1);
  const kind = layout.unsigned(1);
  if (version !== 3 && !(version === 4 && kind < 2))
    throw file.damaged('a weight is stored in a form that Keras does not write');
  if (kind === 0) return layout.take(layout.unsigned(2)).subarray(0, stored.bytes);
  if (kind === 1) {
    const address = layout.address();
    if (address === nowhere && stored.bytes > 0) throw file.damaged('a weight has no values');
    return address === nowhere ? Buffer.alloc(0) : file.slice(source.base + address, stored.bytes);
  }
  if (kind !== 2) throw file.damaged('a weight lies in another place, which is never followed');
  return readChunks(source, layout, stored);
}

function readChunks(source: Source, layout: Bytes, stored: Stored): Buffer {
  const { file } = source;
  const rank = layout.unsigned(1) - 1;
  const tree = layout.address();
  const chunk = Array.from({ length: rank }, () => layout.unsigned(4));
  const chunkBytes = chunk.reduce((product, size) => product * size, stored.width);
  if (rank !== stored.shape.length || !(chunkBytes > 0 && chunkBytes <= 2 ** 31))
    throw file.damaged('a weight has parts of an impossible size');
  file.spend(stored.bytes);
  const whole = Buffer.alloc(stored.bytes);
  const seen = new Set<number>();
  const visit = (address: number): void => {
    if (seen.has(address)) throw file.damaged('a list of HDF5 has no end');
    seen.add(address);
    const node = at(source, address);
    node.expects('TREE');
    const [type, level, count] = [node.unsigned(1), node.unsigned(1), node.unsigned(2)];
    if (type !== 1) throw file.damaged('a weight lists no parts');
    node.address();
    node.address();
    for (let i = 0; i < count; i++) {
      const size = node.unsigned(4);
      const mask = node.unsigned(4);
      const offsets = Array.from({ length: rank + 1 }, () => node.unsigned(8));
      const child = node.address();
      if (level > 0) visit(child);
      else {
        const packed = file.slice(source.base + child, size);
        place(whole, unpack(source, packed, { ...stored, bytes: chunkBytes }, mask), { chunk, offsets, stored });
      }
    }
  };
  if (tree !== nowhere) visit(tree);
  return whole;
}

function unpack({ file }: Source, packed: Buffer, { filters, width, bytes }: Stored, mask: number): Buffer {
  let data = packed;
  for (const [i, { id }] of [...filters.entries()].reverse()) {
    if ((mask >> i) & 1) continue;
    if (id === checksum) data = data.subarray(0, Math.max(0, data.length - 4));
    else if (id === deflate) data = file.inflate(data, bytes, 'zlib');
    else data = unshuffled(data, width);
  }
  if (data.length !== bytes) throw file.damaged('a part of a weight does not have the size that the file says');
  return data;
}

/** Undoes the order in which the first bytes of all values come first, then the second ones, and so on. */
function unshuffled(data: Buffer, width: number): Buffer {
  const count = Math.floor(data.length / width);
  const out = Buffer.from(data);
  for (let i = 0; i < count; i++)
    for (let byte = 0; byte < width; byte++) out[i * width + byte] = data[byte * count + i];
  return out;
}

interface Placement {
  readonly chunk: readonly number[];
  readonly offsets: readonly number[];
  readonly stored: Stored;
}

/** Copies the rows of a chunk that lie inside the shape. */
function place(whole: Buffer, part: Buffer, { chunk, offsets, stored: { shape, width } }: Placement): void {
  const last = shape.length - 1;
  const copy = (axis: number, from: number, to: number): void => {
    const inside = Math.min(chunk[axis], shape[axis] - offsets[axis]);
    if (axis === last) {
      if (inside > 0) part.copy(whole, (to + offsets[axis]) * width, from * width, (from + inside) * width);
      return;
    }
    for (let i = 0; i < inside; i++)
      copy(axis + 1, (from + i) * chunk[axis + 1], (to + offsets[axis] + i) * shape[axis + 1]);
  };
  copy(0, 0, 0);
}
