import { inflateSync } from 'node:zlib';
import { InvalidDataError } from '../../errors.ts';
import { checkRange, type ByteSource } from './byte-source.ts';
import { bytesOf, countOf, type StoredArray, type ValueType } from './stored-array.ts';

/** The types of values by their numbers in the format. */
const types: Readonly<Record<number, ValueType>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8',
};
const [matrix, compressed] = [14, 15];
/** Deflate cannot unpack a byte to more. */
const mostGrowth = 1032;
/** Bytes that hold the tag and the head of a matrix: flags, up to 32 dimensions, a name. */
const headBytes = 1024;

interface Element {
  readonly type: number;
  /** Offset of the content. */
  readonly start: number;
  readonly size: number;
  /** Offset of the next element. */
  readonly next: number;
}

/**
 * Lists the numeric arrays of a MATLAB file of level 5 (version 7 and before), by their names. They are in Fortran order. Deflated arrays
 * are unpacked when they are listed, each to the size that its head promises.
 *
 * @throws InvalidDataError if the file is damaged or of another version
 * @see MATLAB, MAT-File Format, R2023b: "Level 5 MAT-File Format"
 */
export function openMat(file: ByteSource): ReadonlyMap<string, StoredArray> {
  const header = file.length >= 128 ? Buffer.from(file.read(0, 128)) : Buffer.alloc(0);
  if (header.length < 128 || header.readUInt16LE(124) !== 0x0100 || header.toString('latin1', 126, 128) !== 'IM')
    throw damaged(file, 'it does not begin with the header of a little-endian MATLAB file of level 5');
  const arrays = new Map<string, StoredArray>();
  for (let at = 128; at + 8 <= file.length;) {
    const { type, start, size, next } = elementAt(file, at);
    checkRange(file.name, file.length, start, size);
    const source = type === compressed ? unpacked(file, file.read(start, size)) : part(file, at, next - at);
    const array = elementAt(source, 0).type === matrix ? arrayIn(source) : undefined;
    if (array) arrays.set(array.name, array.array);
    at = type === compressed ? start + size : next;
  }
  return arrays;
}

/** Reads a tag: type and size in 8 bytes, or of up to 4 bytes of content in 4 bytes. */
function elementAt(source: ByteSource, at: number): Element {
  const tag = Buffer.from(source.read(at, 8));
  const first = tag.readUInt32LE(0);
  if (first >>> 16 !== 0) return { type: first & 0xffff, start: at + 4, size: first >>> 16, next: at + 8 };
  const size = tag.readUInt32LE(4);
  return { type: first, start: at + 8, size, next: at + 8 + Math.ceil(size / 8) * 8 };
}

/** A numeric array; undefined if the matrix is none, such as a text or a structure. */
function arrayIn(source: ByteSource): { readonly name: string; readonly array: StoredArray } | undefined {
  const flags = elementAt(source, 8);
  const kind = source.read(flags.start, 1)[0];
  const dimensions = elementAt(source, flags.next);
  const name = elementAt(source, dimensions.next);
  if (dimensions.size > 4 * 32 || name.size > 512) throw damaged(source, 'the head of an array is too long');
  const sizes = Buffer.from(source.read(dimensions.start, dimensions.size));
  const shape = Array.from({ length: dimensions.size / 4 }, (_, axis) => sizes.readInt32LE(4 * axis));
  const title = Buffer.from(source.read(name.start, name.size)).toString('latin1');
  if (kind < 6 || kind > 15) return undefined;
  const values = elementAt(source, name.next);
  const type = types[values.type];
  if (type === undefined || shape.some((size) => size < 0) || countOf(shape) * bytesOf(type) !== values.size)
    throw damaged(source, `"${title}" [${shape.join(', ')}] has ${values.size} bytes of values`);
  checkRange(source.name, source.length, values.start, values.size);
  const array = { source, start: values.start, type, isBigEndian: false, isFortran: true, shape };
  return { name: title, array };
}

function unpacked(file: ByteSource, bytes: Uint8Array): ByteSource {
  const packed = Buffer.from(bytes);
  const inflate = (most: number, input: Uint8Array, isPart: boolean): Uint8Array => {
    try {
      return inflateSync(input, { maxOutputLength: most, ...(isPart && { finishFlush: 2 }) }); // 2: Z_SYNC_FLUSH
    } catch (cause) {
      throw damaged(file, `an array cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  };
  const head = inflate(headBytes * mostGrowth, packed.subarray(0, headBytes), true);
  const total = head.length < 8 ? 0 : 8 + Buffer.from(head.buffer, head.byteOffset, 8).readUInt32LE(4);
  if (total > mostGrowth * packed.length || total < 8)
    throw damaged(file, `an array promises ${total} bytes in ${packed.length} packed ones`);
  const whole = inflate(total, packed, false);
  if (whole.length !== total) throw damaged(file, `an array has ${whole.length} bytes, and promises ${total}`);
  return {
    name: file.name,
    length: total,
    read: (at, length) => {
      checkRange(file.name, total, at, length);
      return whole.subarray(at, at + length);
    },
  };
}

function part({ name, read }: ByteSource, start: number, length: number): ByteSource {
  return {
    name,
    length,
    read: (at, wanted) => {
      checkRange(name, length, at, wanted);
      return read(start + at, wanted);
    },
  };
}

const damaged = ({ name }: Pick<ByteSource, 'name'>, what: string): InvalidDataError =>
  new InvalidDataError(
    `${name} is damaged: ${what}.\nExpected an intact file, as MATLAB 7 or scipy.io.savemat writes it. Get it again.`,
  );
