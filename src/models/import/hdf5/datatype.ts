import type { BoundedFile } from '../bounded-file.ts';
import type { Bytes } from './bytes.ts';

/** How the values of a data set or attribute are stored. */
export interface Datatype {
  readonly kind: 'integer' | 'float' | 'bfloat16' | 'text' | 'long text' | 'other';
  /** Bytes per value. */
  readonly size: number;
  readonly isSigned: boolean;
}

const [integer, float, text, opaque, variable] = [0, 1, 3, 5, 9];

/** Reads a datatype message. @throws InvalidModelError if values are stored in another way than computers of today do */
export function readDatatype(file: BoundedFile, bytes: Bytes): Datatype {
  const kind = bytes.unsigned(1) & 15;
  const [flags, more] = [bytes.unsigned(1), bytes.unsigned(2)];
  const size = bytes.unsigned(4);
  if ((kind === integer || kind === float) && (flags & 1) === 1)
    throw file.damaged('it holds numbers whose most significant byte comes first');
  if (kind === integer && [1, 2, 4, 8].includes(size)) return { kind: 'integer', size, isSigned: (flags & 8) !== 0 };
  if (kind === float) return { kind: floatOf(file, bytes, size), size, isSigned: true };
  if (kind === opaque && size === 2) return { kind: 'bfloat16', size, isSigned: true }; // as h5py writes it
  if (kind === text) return { kind: 'text', size, isSigned: false };
  if (kind === variable && (flags & 15) === 1 && more >= 0) return { kind: 'long text', size, isSigned: false };
  return { kind: 'other', size, isSigned: false };
}

function floatOf(file: BoundedFile, bytes: Bytes, size: number): 'float' | 'bfloat16' {
  bytes.skip(5); // bit offset, precision, place of the exponent
  const exponent = bytes.unsigned(1);
  const known: Readonly<Record<number, number>> = { 2: 5, 4: 8, 8: 11 };
  if (known[size] === exponent) return 'float';
  if (size === 2 && exponent === 8) return 'bfloat16';
  throw file.damaged(`it holds floating-point numbers of ${size} bytes with an exponent of ${exponent} bits`);
}

/** Returns stored numbers as float32. @throws InvalidModelError if they are no numbers */
export function decodeNumbers(file: BoundedFile, { kind, size, isSigned }: Datatype, bytes: Buffer): Float32Array {
  const count = Math.floor(bytes.length / size);
  file.spend(4 * count);
  if (kind === 'float' && size === 4) {
    const copy = new Uint8Array(4 * count);
    copy.set(bytes);
    return new Float32Array(copy.buffer);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[`${kind} ${size}${isSigned ? '' : ' unsigned'}`];
  if (!read) throw file.damaged('the values of a weight are no numbers');
  return Float32Array.from({ length: count }, (_, i) => read(view, i * size));
}

const bits = new DataView(new ArrayBuffer(4));

function bfloat16(view: DataView, at: number): number {
  bits.setUint32(0, view.getUint16(at, true) << 16);
  return bits.getFloat32(0);
}

function float16(view: DataView, at: number): number {
  const half = view.getUint16(at, true);
  const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return half >> 15 ? -size : size;
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  'float 2': float16,
  'bfloat16 2': bfloat16,
  'float 8': (view, at) => view.getFloat64(at, true),
  'integer 1': (view, at) => view.getInt8(at),
  'integer 2': (view, at) => view.getInt16(at, true),
  'integer 4': (view, at) => view.getInt32(at, true),
  'integer 8': (view, at) => Number(view.getBigInt64(at, true)),
  'integer 1 unsigned': (view, at) => view.getUint8(at),
  'integer 2 unsigned': (view, at) => view.getUint16(at, true),
  'integer 4 unsigned': (view, at) => view.getUint32(at, true),
  'integer 8 unsigned': (view, at) => Number(view.getBigUint64(at, true)),
};
