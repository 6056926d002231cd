import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { ownValues } from './tensor.ts';

/** Values that take more bytes than this stay in the file until they are asked for. */
const mostBytes = 2 ** 16;

/** Bytes of the file, or others in their place. */
type Piece = readonly [start: number, end: number] | Uint8Array;

/** Per level of nesting, the field to look into: the graph of the model, its tensors. */
const nested = [7, 5];
/** The field of a tensor that holds its values. */
const rawData = 9;

/**
 * Reads an ONNX file without the values of its large tensors. In their place, the tensors say where in the file they lie, so that only
 * one of them is in memory at a time. Bytes that are no message are returned as they are.
 */
export function readWithoutLargeValues(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const status = fstatSync(file);
    if (!status.isFile()) return readFileSync(file);
    const pieces = shortened(new Source(file), [0, status.size], 0);
    const bytes = new Uint8Array(sizeOf(pieces));
    let at = 0;
    for (const piece of pieces) {
      if (piece instanceof Uint8Array) bytes.set(piece, at);
      else readInto(file, bytes.subarray(at, at + piece[1] - piece[0]), piece[0]);
      at += sizeOf([piece]);
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

const sizeOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, piece) => sum + (piece instanceof Uint8Array ? piece.length : piece[1] - piece[0]), 0);

/** The pieces of a message, whose values are replaced by their places. */
function shortened(source: Source, [start, end]: readonly [number, number], level: number): Piece[] {
  const pieces: Piece[] = [];
  let copied = start;
  const replace = (at: number, next: number, replacement: readonly Piece[]): void => {
    pieces.push([copied, at], ...replacement);
    copied = next;
  };
  let at = start;
  while (at < end) {
    const field = source.fieldAt(at, end);
    if (!field) break; // damaged: whoever parses the bytes says so
    const { number, from, to } = field;
    if (from !== undefined && number === nested[level]) {
      const inner = shortened(source, [from, to], level + 1);
      if (sizeOf(inner) !== to - from) replace(at, to, [header(number, sizeOf(inner)), ...inner]);
    } else if (from !== undefined && level === nested.length && number === rawData && to - from > mostBytes)
      replace(at, to, [placeOf(from, to - from)]);
    at = to;
  }
  return [...pieces, [copied, end]];
}

/** The fields by which a tensor says that its values lie in the file of the model. */
function placeOf(offset: number, length: number): Uint8Array {
  const entries = Object.entries({ location: ownValues, offset: String(offset), length: String(length) });
  const fields = entries.map(([key, value]) => field(13, Buffer.concat([text(1, key), text(2, value)])));
  return Buffer.concat([...fields, Uint8Array.of(14 * 8, 1)]);
}

const text = (number: number, value: string): Uint8Array => field(number, Buffer.from(value));
const field = (number: number, content: Uint8Array): Uint8Array =>
  Buffer.concat([header(number, content.length), content]);

/** The number of a field and the length of its content. */
function header(number: number, length: number): Uint8Array {
  const bytes = [number * 8 + 2];
  let rest = length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function readInto(file: number, target: Uint8Array, position: number): void {
  for (let at = 0; at < target.length;) {
    const read = readSync(file, target, at, target.length - at, position + at);
    if (read === 0) return; // the file became shorter; the zeros are no message
    at += read;
  }
}

/** A file of which a few bytes are read at a time. */
class Source {
  readonly #file: number;
  readonly #window = new Uint8Array(2 ** 14);
  #start = 0;
  #end = 0;

  constructor(file: number) {
    this.#file = file;
  }

  /** The field at a place: where it ends, and where its content begins if it has a length; undefined if it is damaged. */
  fieldAt(at: number, end: number): { number: number; from?: number; to: number } | undefined {
    const tag = this.#varint(at);
    if (!tag) return undefined;
    const [number, wire] = [Math.floor(tag.value / 8), tag.value % 8];
    const value = wire === 0 || wire === 2 ? this.#varint(tag.to) : undefined;
    const sizes: Readonly<Record<number, number | undefined>> = {
      0: value && value.to - tag.to,
      1: 8,
      2: value && value.to - tag.to + value.value,
      5: 4,
    };
    const to = tag.to + (sizes[wire] ?? Infinity);
    return to <= end ? { number, ...(wire === 2 && value && { from: value.to }), to } : undefined;
  }

  #varint(at: number): { value: number; to: number } | undefined {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte(at + i);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return { value, to: at + i + 1 };
    }
    return undefined;
  }

  /** The byte at a place; 0 behind the end of the file. */
  #byte(at: number): number {
    if (at < this.#start || at >= this.#end) {
      this.#start = at;
      this.#end = at + readSync(this.#file, this.#window, 0, this.#window.length, at);
    }
    return at < this.#end ? this.#window[at - this.#start] : 0;
  }
}
