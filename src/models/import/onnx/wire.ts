/** The value of a field: an integer or the bits of a number, or the bytes of a message, a text or a list. */
export interface Field {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 bytes of a stated length, 5 four bytes. */
  readonly wire: number;
  readonly bytes: Uint8Array;
  /** A signed integer; beyond 2⁵³ it is rounded. */
  readonly integer: number;
}

/** Thrown on bytes that are no message; the reader of the file names the file. */
export class DamagedBytes extends Error {}

const none = new Uint8Array(0);

/**
 * Yields the fields of a message in the wire format of Protocol Buffers. Values are views of the bytes; nothing is copied.
 *
 * @throws DamagedBytes if a field ends behind the bytes or has a type that the format does not have
 * @see https://protobuf.dev/programming-guides/encoding
 */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const tag = varint(bytes, cursor);
    const [number, wire] = [Math.floor(tag / 8), tag % 8];
    if (number < 1) throw new DamagedBytes('a field has no number');
    if (wire === 0) yield { number, wire, bytes: none, integer: varint(bytes, cursor) };
    else if (wire === 1) yield { number, wire, bytes: take(bytes, cursor, 8), integer: 0 };
    else if (wire === 2) yield { number, wire, bytes: take(bytes, cursor, varint(bytes, cursor)), integer: 0 };
    else if (wire === 5) yield { number, wire, bytes: take(bytes, cursor, 4), integer: 0 };
    else throw new DamagedBytes(`field ${number} has the wire type ${wire}`);
  }
}

function take(bytes: Uint8Array, cursor: { at: number }, length: number): Uint8Array {
  const end = cursor.at + length;
  if (!(length >= 0 && end <= bytes.length)) throw new DamagedBytes('a field is longer than the rest of the file');
  const part = bytes.subarray(cursor.at, end);
  cursor.at = end;
  return part;
}

/** Reads up to ten bytes of seven bits each, as an integer of 64 bits in two's complement. */
function varint(bytes: Uint8Array, cursor: { at: number }): number {
  let [low, high] = [0, 0];
  for (let shift = 0; shift < 70; shift += 7) {
    if (cursor.at >= bytes.length) throw new DamagedBytes('the file ends inside a number');
    const byte = bytes[cursor.at++];
    const bits = byte & 0x7f;
    if (shift < 28) low += bits * 2 ** shift;
    else high += bits * 2 ** (shift - 28);
    if (byte < 0x80) return high >= 2 ** 35 ? low + (high - 2 ** 36) * 2 ** 28 : low + high * 2 ** 28;
  }
  throw new DamagedBytes('a number has more than ten bytes');
}

/** The integers of a field, which may be packed. */
export function integersOf({ wire, bytes, integer }: Field): number[] {
  if (wire !== 2) return [integer];
  const cursor = { at: 0 };
  const integers: number[] = [];
  while (cursor.at < bytes.length) integers.push(varint(bytes, cursor));
  return integers;
}

/** The numbers of four bytes of a field, which may be packed. */
export function floatsOf({ bytes }: Field): Float32Array {
  return new Float32Array(aligned(bytes, 4));
}

/** The numbers of eight bytes of a field, which may be packed. */
export function doublesOf({ bytes }: Field): Float64Array {
  return new Float64Array(aligned(bytes, 8));
}

/** The bytes in a buffer of their own, without an incomplete last element; a copy, unless they fill one already. */
export function aligned(bytes: Uint8Array, size: number): ArrayBuffer {
  const length = bytes.length - (bytes.length % size);
  if (length === bytes.buffer.byteLength) return bytes.buffer as ArrayBuffer;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length) as ArrayBuffer;
}

/** The text of a field. */
export const textOf = ({ bytes }: Field): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
