import type { ByteSource } from './byte-source.ts';

/** How a value is stored. */
export type ValueType = 'bool' | 'u1' | 'u2' | 'u4' | 'u8' | 'i1' | 'i2' | 'i4' | 'i8' | 'f2' | 'f4' | 'f8';

/** An array in a file, whose values were not read yet. */
export interface StoredArray {
  readonly source: ByteSource;
  /** Offset of the first value in the source, in bytes. */
  readonly start: number;
  readonly type: ValueType;
  readonly isBigEndian: boolean;
  /** Whether the first axis varies fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** Values that are read; a Float64Array holds every type exactly but integers beyond 2^53. */
export type Values = Float32Array | Float64Array | Int32Array;

/** Bytes of a file that are decoded at once: memory is that of the result and this. */
const pieceBytes = 2 ** 20;

const views: Readonly<Record<ValueType, (buffer: ArrayBuffer) => ArrayLike<number>>> = {
  bool: (buffer) => new Uint8Array(buffer).map((byte) => Number(byte !== 0)),
  u1: (buffer) => new Uint8Array(buffer),
  u2: (buffer) => new Uint16Array(buffer),
  u4: (buffer) => new Uint32Array(buffer),
  u8: (buffer) => Float64Array.from(new BigUint64Array(buffer), Number),
  i1: (buffer) => new Int8Array(buffer),
  i2: (buffer) => new Int16Array(buffer),
  i4: (buffer) => new Int32Array(buffer),
  i8: (buffer) => Float64Array.from(new BigInt64Array(buffer), Number),
  f2: (buffer) => Float32Array.from(new Uint16Array(buffer), float16),
  f4: (buffer) => new Float32Array(buffer),
  f8: (buffer) => new Float64Array(buffer),
};

/** Bytes per value. */
export const bytesOf = (type: ValueType): number => (type === 'bool' ? 1 : Number(type.slice(1)));

export const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Reads an array into memory in C order, piece by piece.
 *
 * @param into - receives all values, each divided by `divideBy`
 * @param order - the axis of the array per axis of the result. @defaultValue unchanged
 */
export function readValues(
  { source, start, type, isBigEndian, isFortran, shape }: StoredArray,
  into: Values,
  { divideBy = 1, order = [...shape.keys()] }: { readonly divideBy?: number; readonly order?: readonly number[] } = {},
): void {
  const width = bytesOf(type);
  const place = isFortran || order.some((axis, i) => axis !== i) ? placesOf(shape, order, isFortran) : undefined;
  const total = width * countOf(shape);
  for (let done = 0; done < total; done += pieceBytes) {
    const piece = new Uint8Array(source.read(start + done, Math.min(pieceBytes, total - done)));
    if (isBigEndian) swap(piece, width);
    const values = views[type](piece.buffer);
    const at = done / width;
    if (place) for (let i = 0; i < values.length; i++) into[place()] = values[i] / divideBy;
    else if (values instanceof Uint8Array) divideBytes(values, divideBy, into, at);
    else if (divideBy === 1) into.set(values, at);
    else for (let i = 0; i < values.length; i++) into[at + i] = values[i] / divideBy;
  }
}

/** Apart, so that its loop is compiled for bytes. */
function divideBytes(bytes: Uint8Array, divideBy: number, into: Values, at: number): void {
  for (let i = 0; i < bytes.length; i++) into[at + i] = bytes[i] / divideBy;
}

/** Returns the place in the result, in C order, of one stored value after another. */
function placesOf(shape: readonly number[], order: readonly number[], isFortran: boolean): () => number {
  const strides = shape.map(() => 0);
  let stride = 1;
  for (const axis of order.toReversed()) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  const axes = isFortran ? [...shape.keys()] : [...shape.keys()].toReversed(); // the one that varies fastest first
  const position = shape.map(() => 0);
  let place = 0;
  return () => {
    const current = place;
    for (const axis of axes) {
      place += strides[axis];
      if (++position[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      position[axis] = 0;
    }
    return current;
  };
}

function swap(bytes: Uint8Array, width: number): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (width === 2) view.swap16();
  else if (width === 4) view.swap32();
  else if (width === 8) view.swap64();
}

/** The value of IEEE 754 binary16. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
