/** Writes HDF5 files for specs, with what a reader could meet. */

type Bytes = readonly number[];

/** An unsigned integer of so many bytes. */
export const unsigned = (value: number, width: number): Bytes =>
  Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256);

export const latin = (text: string): Bytes => [...Buffer.from(text, 'latin1')];
export const float32 = (values: readonly number[]): Bytes => [...new Uint8Array(Float32Array.from(values).buffer)];

/** An address that leads nowhere. */
export const undefinedAddress: Bytes = Array.from({ length: 8 }, () => 255);

/** A message of an object header. */
export interface Message {
  readonly type: number;
  readonly data: Bytes;
}

export const floats: Bytes = [
  0x11,
  0x20,
  31,
  0,
  ...unsigned(4, 4),
  ...unsigned(0, 2),
  32,
  0,
  23,
  8,
  0,
  23,
  127,
  0,
  0,
  0,
];
export const textOf = (size: number): Bytes => [0x13, 0, 0, 0, ...unsigned(size, 4)];
const shapeBytes = (shape: readonly number[]): Bytes => [
  2,
  shape.length,
  0,
  1,
  ...shape.flatMap((size) => unsigned(size, 8)),
];

export const dataspace = (shape: readonly number[]): Message => ({ type: 0x01, data: shapeBytes(shape) });
export const datatype = (data: Bytes): Message => ({ type: 0x03, data });
export const link = (name: string, address: number, type = 0): Message => ({
  type: 0x06,
  data: [1, 8, type, name.length, ...latin(name), ...unsigned(address, 8)],
});

/** The values lie in the header, or at an address of the file. */
export const compact = (values: Bytes): Message => ({
  type: 0x08,
  data: [3, 0, ...unsigned(values.length, 2), ...values],
});
export const contiguous = (address: number, length: number): Message => ({
  type: 0x08,
  data: [3, 1, ...unsigned(address, 8), ...unsigned(length, 8)],
});

/** The values lie in chunks, which a tree lists. */
export const chunked = (tree: number, chunk: readonly number[], width = 4): Message => ({
  type: 0x08,
  data: [3, 2, chunk.length + 1, ...unsigned(tree, 8), ...[...chunk, width].flatMap((size) => unsigned(size, 4))],
});
export const filters = (...ids: readonly number[]): Message => ({
  type: 0x0b,
  data: [2, ids.length, ...ids.flatMap((id) => [...unsigned(id, 2), ...unsigned(0, id < 256 ? 4 : 6)])], // from 256 on with a name
});
export const textAttribute = (name: string, values: readonly string[]): Message => {
  const size = Math.max(...values.map(({ length }) => length));
  const [type, shape] = [textOf(size), shapeBytes([values.length])];
  const sizes = [name.length + 1, type.length, shape.length].flatMap((length) => unsigned(length, 2));
  const texts = values.flatMap((value) => latin(value.padEnd(size, '\0')));
  return { type: 0x0c, data: [3, 0, ...sizes, 0, ...latin(`${name}\0`), ...type, ...shape, ...texts] };
};

/** A chunk: where it begins, and where its bytes lie. */
interface Chunk {
  readonly offsets: readonly number[];
  readonly address: number;
  readonly size: number;
}

/** A file under construction, whose parts lie one behind the other. */
export class Hdf5Writer {
  readonly #bytes: number[] = Array.from({ length: 48 }, () => 0);

  /** Adds bytes, and returns their address. */
  add(bytes: Bytes): number {
    const address = this.#bytes.length;
    this.#bytes.push(...bytes);
    return address;
  }

  /** Adds a group or a data set, and returns its address. */
  object(...messages: readonly Message[]): number {
    const body = messages.flatMap(({ type, data }) => [type, ...unsigned(data.length, 2), 0, ...data]);
    return this.add([...latin('OHDR'), 2, 2, ...unsigned(body.length, 4), ...body, 0, 0, 0, 0]);
  }

  /** Adds a list of chunks, and returns its address. */
  tree(chunks: readonly Chunk[]): number {
    const entries = chunks.flatMap(({ offsets, address, size }) => [
      ...unsigned(size, 4),
      ...unsigned(0, 4),
      ...[...offsets, 0].flatMap((offset) => unsigned(offset, 8)),
      ...unsigned(address, 8),
    ]);
    const around = [...undefinedAddress, ...undefinedAddress];
    return this.add([...latin('TREE'), 1, 0, ...unsigned(chunks.length, 2), ...around, ...entries]);
  }

  /** The bytes of the file, whose outermost group lies at an address. */
  file(root: number): Buffer {
    const head = [...latin('\x89HDF\r\n\x1a\n'), 2, 8, 8, 0, ...unsigned(0, 8), ...undefinedAddress];
    const end = [...unsigned(this.#bytes.length, 8), ...unsigned(root, 8), 0, 0, 0, 0];
    return Buffer.from([...head, ...end, ...this.#bytes.slice(48)]);
  }
}
