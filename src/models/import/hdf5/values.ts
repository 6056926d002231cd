import { nowhere, type Bytes } from './bytes.ts';
import { readDatatype, type Datatype } from './datatype.ts';
import { at, type Source } from './messages.ts';

/** Reads a dataspace message. @returns the shape */
export function readShape(source: Source, bytes: Bytes): number[] {
  const version = bytes.unsigned(1);
  const rank = bytes.unsigned(1);
  bytes.skip(1);
  if (version !== 1 && version !== 2) throw source.file.damaged('a shape is stored in an unknown form');
  const kind = bytes.unsigned(1);
  if (version === 1) bytes.skip(4);
  if (rank > 32) throw source.file.damaged(`a weight has ${rank} dimensions`);
  if (version === 2 && kind === 2) return [0];
  return Array.from({ length: rank }, () => bytes.length());
}

/** The number of values of a shape. @throws InvalidModelError if no file can hold them */
export function countOf({ file }: Source, shape: readonly number[]): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(count <= 2 ** 31)) throw file.damaged(`a weight has the shape [${shape.join(', ')}]`);
  return count;
}

/** An attribute: texts, or nothing if it holds something else. */
interface Attribute {
  readonly name: string;
  readonly texts: readonly string[];
}

/** Reads an attribute message. Attributes of numbers are not needed, and read as none. */
export function readAttribute(source: Source, bytes: Bytes): Attribute {
  const version = bytes.unsigned(1);
  bytes.skip(1);
  const sizes = [bytes.unsigned(2), bytes.unsigned(2), bytes.unsigned(2)];
  if (version === 3) bytes.skip(1);
  const padded = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  const part = (size: number): Buffer => bytes.take(padded(size)).subarray(0, size);
  const name = untilZero(part(sizes[0]));
  const [type, shape] = [part(sizes[1]), part(sizes[2])];
  const reader = (data: Buffer): Bytes => bytes.of(data);
  const datatype = readDatatype(source.file, reader(type));
  const count = countOf(source, readShape(source, reader(shape)));
  return { name, texts: readTexts(source, bytes, datatype, count) };
}

function readTexts(source: Source, bytes: Bytes, { kind, size }: Datatype, count: number): string[] {
  if (kind !== 'text' && kind !== 'long text') return [];
  if (!(count * size <= bytes.left) || (size === 0 && count > 0)) throw source.file.damaged('an attribute is cut off');
  return Array.from({ length: count }, () => {
    if (kind === 'text') return untilZero(bytes.take(size));
    const length = bytes.unsigned(4);
    const address = bytes.address();
    const index = bytes.unsigned(4);
    return address === nowhere || length === 0 ? '' : fromHeap(source, address, index, length);
  });
}

/** A text in a heap that several objects share. */
function fromHeap(source: Source, address: number, index: number, length: number): string {
  const heap = at(source, address);
  heap.expects('GCOL');
  heap.skip(4);
  const size = heap.length();
  while (heap.at < size) {
    const number = heap.unsigned(2);
    heap.skip(6);
    const stored = heap.length();
    if (number === 0) break;
    const content = heap.take(Math.ceil(stored / 8) * 8);
    if (number !== index) continue;
    source.file.spend(length);
    return untilZero(content.subarray(0, Math.min(stored, length)));
  }
  throw source.file.damaged('a text that it refers to is missing');
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
