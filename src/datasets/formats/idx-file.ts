import { InvalidDataError } from '../../errors.ts';
import { readBytes } from './read-file.ts';

/**
 * An IDX file of unsigned bytes: big-endian words `0x00000800 + number of dimensions` and the length of each dimension,
 * then one byte per value, the last dimension varying fastest.
 *
 * @see https://yann.lecun.org/exdb/mnist/ ("The IDX file format")
 */
export interface IdxFile {
  readonly path: string;
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/**
 * Reads an IDX file, gzipped or not.
 *
 * @param dimensions - required number of dimensions: 3 for grey images [count, rows, columns], 1 for labels [count]
 * @throws InvalidDataError on a wrong magic number, or a size that differs from the header
 */
export function readIdx(path: string, dimensions: number): IdxFile {
  const header = 4 + 4 * dimensions;
  let shape: readonly number[] = [];
  const sizeOf = (): number => header + shape.reduce((product, length) => product * length, 1);
  const wrongSize = (bytes: string, what: string): InvalidDataError =>
    new InvalidDataError(
      `${path} has ${bytes} bytes (unpacked).\n` +
        `Expected ${sizeOf()}: a header of ${header} bytes and ${shape.join(' × ')} values. ${what}: get it again.`,
    );
  const bytes = readBytes(path, {
    most: (start) => {
      shape = shapeIn(path, start, dimensions);
      return sizeOf();
    },
    tooLong: (length) => wrongSize(length, 'Something was appended to the file'),
  });
  if (bytes.length < sizeOf()) throw wrongSize(String(bytes.length), 'The file is truncated');
  return { path, shape, values: bytes.subarray(header) };
}

/** Reads the header. @throws InvalidDataError on a wrong magic number, or if the file ends inside its header */
function shapeIn(path: string, start: Uint8Array, dimensions: number): number[] {
  const header = 4 + 4 * dimensions;
  if (start.length < header) {
    throw new InvalidDataError(
      `${path} ends at offset ${start.length}, inside its header.\nExpected at least ${header} bytes (unpacked). Get the file again.`,
    );
  }
  const words = new DataView(start.buffer, start.byteOffset, header);
  const magic = 0x800 + dimensions;
  if (words.getUint32(0) !== magic) {
    throw new InvalidDataError(
      `${path} starts with ${hex(words.getUint32(0))} (offset 0).\n` +
        `Expected ${hex(magic)}, the magic number of an IDX file of ${dimensions === 1 ? 'labels' : 'grey images'}. Check that this is the right file.`,
    );
  }
  return Array.from({ length: dimensions }, (_, i) => words.getUint32(4 + 4 * i));
}

const hex = (word: number): string => `0x${word.toString(16).padStart(8, '0')}`;
