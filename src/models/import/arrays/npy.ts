import { parseNpyHeader } from '../../../arrays/npy-header.ts';
import { show } from '../../../show.ts';
import type { BoundedFile } from '../bounded-file.ts';
import { decodeNumbers, type Datatype } from '../hdf5/datatype.ts';
import type { StoredArray } from './contract.ts';
import { permuted } from './permuted.ts';

/** What the header of an array says. */
interface Header {
  readonly type: Datatype;
  readonly isBigEndian: boolean;
  /** Whether the first axis varies fastest. */
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads an array in the .npy format. Arrays of objects are refused: they hold programs.
 *
 * @param name - for messages and for its module
 * @throws InvalidModelError if the array is damaged, or its values are no numbers
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function openNpy(file: BoundedFile, name: string, bytes: Buffer): StoredArray {
  const cutOff = (): Error => file.damaged(`the array "${name}" is cut off`);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY')
    throw file.damaged(`"${name}" is no array of NumPy`);
  const [start, length] = bytes[6] === 1 ? [10, bytes.readUInt16LE(8)] : [12, bytes.readUInt32LE(8)];
  if (start + length > bytes.length) throw cutOff();
  const { type, shape, isFortran, isBigEndian } = readHeader(
    file,
    name,
    bytes.toString('latin1', start, start + length),
  );
  const size = shape.reduce((product, each) => product * each, 1) * type.size;
  const values = bytes.subarray(start + length);
  if (values.length !== size)
    throw file.damaged(`"${name}" ${show(shape)} takes ${size} bytes, and has ${values.length}`);
  const read = (): Float32Array => {
    const numbers = decodeNumbers(file, type, isBigEndian ? swapped(values, type.size) : values);
    if (!isFortran) return numbers;
    return permuted(
      numbers,
      shape.toReversed(),
      shape.map((_, axis) => shape.length - 1 - axis),
    );
  };
  return { name, shape, read };
}

function readHeader(file: BoundedFile, name: string, text: string): Header {
  const header = parseNpyHeader(text);
  if (!header) throw file.damaged(`the array "${name}" has the header ${show(text.trim())}`);
  const { letter, width, shape, isFortran, isBigEndian, descr } = header;
  const type = typeOf(letter, width);
  if (type) return { type, shape, isFortran, isBigEndian };
  throw file.damaged(
    letter === 'O'
      ? `"${name}" is an array of objects, which would have to be run to be read`
      : `the values of "${name}" have the type ${show(descr)}`,
  );
}

function typeOf(kind: string, size: number): Datatype | undefined {
  if (kind === 'f' && [2, 4, 8].includes(size)) return { kind: 'float', size, isSigned: true };
  if (kind === 'V' && size === 2) return { kind: 'bfloat16', size, isSigned: true }; // as ml_dtypes writes it
  if (kind === 'b' && size === 1) return { kind: 'integer', size, isSigned: false };
  if ((kind === 'i' || kind === 'u') && [1, 2, 4, 8].includes(size))
    return { kind: 'integer', size, isSigned: kind === 'i' };
  return undefined;
}

function swapped(bytes: Buffer, size: number): Buffer {
  const copy = Buffer.from(bytes);
  if (size === 2) return copy.swap16();
  return size === 4 ? copy.swap32() : copy.swap64();
}
