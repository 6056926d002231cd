import { expect, test } from 'vitest';
import { BoundedFile } from '../../../../../src/models/import/bounded-file.ts';
import { Bytes } from '../../../../../src/models/import/hdf5/bytes.ts';
import { decodeNumbers, readDatatype, type Datatype } from '../../../../../src/models/import/hdf5/datatype.ts';
import { floats, textOf, unsigned } from './write-hdf5.ts';

const file = new BoundedFile('model.h5', Buffer.alloc(0));
const read = (bytes: readonly number[]): Datatype =>
  readDatatype(file, new Bytes(file, Buffer.from(bytes), { address: 8, length: 8 }));
const bytesOf = ({ buffer }: ArrayBufferView): Buffer => Buffer.from(buffer as ArrayBuffer);
const integer = (size: number, sign: number): readonly number[] => [0x10, sign, 0, 0, ...unsigned(size, 4)];
/** The type of floating-point numbers of a size, with an exponent of so many bits. */
const float = (size: number, exponent: number): readonly number[] => [
  0x11,
  0x20,
  0,
  0,
  ...unsigned(size, 4),
  0,
  0,
  0,
  0,
  0,
  exponent,
];

test.each([
  ['float32', floats, bytesOf(Float32Array.of(1.5, -2)), [1.5, -2]],
  ['float64', float(8, 11), bytesOf(Float64Array.of(1.5, -2)), [1.5, -2]],
  [
    'float16',
    float(2, 5),
    bytesOf(Uint16Array.of(0x3e00, 0xc000, 0x0001, 0x7c00, 0x7e00)),
    [1.5, -2, 2 ** -24, Infinity, NaN],
  ],
  ['bfloat16', float(2, 8), bytesOf(Uint16Array.of(0x3fc0, 0xc000)), [1.5, -2]],
  ['bfloat16 as h5py writes it', [0x15, 0, 0, 0, ...unsigned(2, 4)], bytesOf(Uint16Array.of(0x3fc0)), [1.5]],
  ['int8', integer(1, 8), bytesOf(Int8Array.of(-128, 127)), [-128, 127]],
  ['uint8', integer(1, 0), bytesOf(Uint8Array.of(0, 255)), [0, 255]],
  ['int16', integer(2, 8), bytesOf(Int16Array.of(-300)), [-300]],
  ['uint16', integer(2, 0), bytesOf(Uint16Array.of(65_535)), [65_535]],
  ['int32', integer(4, 8), bytesOf(Int32Array.of(-70_000)), [-70_000]],
  ['uint32', integer(4, 0), bytesOf(Uint32Array.of(2 ** 31)), [2 ** 31]],
  ['int64', integer(8, 8), bytesOf(BigInt64Array.of(-5n)), [-5]],
  ['uint64', integer(8, 0), bytesOf(BigUint64Array.of(5n)), [5]],
])('reads %s', (_, type, bytes, expected) => {
  expect(decodeNumbers(file, read(type), bytes)).toEqual(Float32Array.from(expected));
});

test.each([
  ['floating-point numbers of an unknown form', float(4, 5), /4 bytes with an exponent of 5 bits/],
  [
    'numbers whose most significant byte comes first',
    [0x10, 1, 0, 0, ...unsigned(4, 4)],
    /most significant byte comes first/,
  ],
  ['texts', textOf(4), /no numbers/],
  ['integers of 3 bytes', integer(3, 0), /no numbers/],
])('refuses %s', (_, type, reason) => {
  expect(() => decodeNumbers(file, read(type), Buffer.alloc(12))).toThrow(reason);
});

test('counts what the numbers take in memory', () => {
  const bytes = Buffer.alloc(2 ** 23);
  expect(() => decodeNumbers(file, read(integer(1, 0)), bytes)).toThrow(/unpacks to more than 64 times its 0 bytes/);
});
