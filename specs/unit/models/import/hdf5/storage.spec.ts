import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { BoundedFile } from '../../../../../src/models/import/bounded-file.ts';
import { openHdf5 } from '../../../../../src/models/import/hdf5/open.ts';
import {
  chunked,
  dataspace,
  datatype,
  filters,
  float32,
  floats,
  Hdf5Writer,
  link,
  type Message,
} from './write-hdf5.ts';

const [deflate, shuffle, checksum] = [1, 2, 3];

/** The chunks [2, 2] of the rows 1 2 3, 4 5 6, 7 8 9, with zeros behind the end. */
const parts: readonly (readonly [offsets: readonly number[], values: readonly number[]])[] = [
  [
    [0, 0],
    [1, 2, 4, 5],
  ],
  [
    [0, 2],
    [3, 0, 6, 0],
  ],
  [
    [2, 0],
    [7, 8, 0, 0],
  ],
  [
    [2, 2],
    [9, 0, 0, 0],
  ],
];

/** The first bytes of all values, then the second ones, and so on. */
const shuffled = (bytes: readonly number[]): number[] =>
  [0, 1, 2, 3].flatMap((byte) => bytes.filter((_, i) => i % 4 === byte));

/** Reads a data set "x" whose chunks are packed. */
function numbersOf(
  pack: (bytes: readonly number[]) => readonly number[],
  { more = [] as readonly Message[], shape = [3, 3], chunk = [2, 2], chunks = parts } = {},
): Float32Array | undefined {
  const writer = new Hdf5Writer();
  const tree = writer.tree(
    chunks.map(([offsets, values]) => {
      const packed = pack(float32(values));
      return { offsets, address: writer.add(packed), size: packed.length };
    }),
  );
  const x = writer.object(dataspace(shape), datatype(floats), chunked(tree, chunk), ...more);
  return openHdf5(new BoundedFile('model.h5', writer.file(writer.object(link('x', x)))))
    .at('x')
    ?.numbers();
}

const plain = (bytes: readonly number[]): readonly number[] => bytes;
const deflated = (bytes: readonly number[]): readonly number[] => [...deflateSync(Uint8Array.from(bytes))];

describe('chunks', () => {
  test.each([
    ['plain', plain, []],
    ['by gzip', deflated, [filters(deflate)]],
    ['by shuffle and gzip', (bytes: readonly number[]) => deflated(shuffled(bytes)), [filters(shuffle, deflate)]],
    ['with a checksum', (bytes: readonly number[]) => [...bytes, 1, 2, 3, 4], [filters(checksum)]],
  ])('are put together, packed %s', (_, pack, more) => {
    expect(numbersOf(pack, { more })).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
  });

  test('that are missing are zeros', () => {
    expect(numbersOf(plain, { chunks: parts.slice(2) })).toEqual(Float32Array.of(0, 0, 0, 0, 0, 0, 7, 8, 9));
  });

  test.each<[string, Parameters<typeof numbersOf>, RegExp]>([
    [
      'unpack to less than the file says',
      [(bytes) => deflated(bytes.slice(4)), { more: [filters(deflate)] }],
      /not have the size/,
    ],
    [
      'unpack to more than the file says',
      [(bytes) => deflated([...bytes, ...bytes]), { more: [filters(deflate)] }],
      /cannot be unpacked/,
    ],
    ['are no packed bytes', [plain, { more: [filters(deflate)] }], /cannot be unpacked/],
    ['are shorter than they say', [(bytes) => bytes.slice(4)], /not have the size/],
    ['are packed in an unknown way', [plain, { more: [filters(32000)] }], /the filter 32000/],
    ['are larger than the shape allows', [plain, { shape: [2 ** 14, 2 ** 14] }], /unpacks to more than 64 times/],
    ['have an impossible size', [plain, { chunk: [2 ** 20, 2 ** 20] }], /impossible size/],
    ['have no size', [plain, { chunk: [0, 2] }], /impossible size/],
    ['have other axes than the shape', [plain, { shape: [9] }], /impossible size/],
  ])('are refused if they %s', (_, given, reason) => {
    expect(() => numbersOf(...given)).toThrow(InvalidModelError);
    expect(() => numbersOf(...given)).toThrow(reason);
  });

  test('are refused if their list has no end', () => {
    const writer = new Hdf5Writer();
    const tree = writer.tree([{ offsets: [0], address: 48, size: 0 }]); // the tree itself, one level below
    const bytes = writer.file(
      writer.object(link('x', writer.object(dataspace([1]), datatype(floats), chunked(tree, [1])))),
    );
    bytes[tree + 5] = 1;
    expect(() => openHdf5(new BoundedFile('model.h5', bytes)).at('x')?.numbers()).toThrow(/a list of HDF5 has no end/);
  });
});
