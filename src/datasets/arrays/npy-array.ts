import { InvalidDataError } from '../../errors.ts';
import { parseNpyHeader, type NpyHeader } from '../../arrays/npy-header.ts';
import { show } from '../../show.ts';
import type { ByteSource } from './byte-source.ts';
import { bytesOf, countOf, type StoredArray, type ValueType } from './stored-array.ts';

/** NumPy itself refuses to read longer headers. */
const longestHeader = 10_000;

const letters: Readonly<Record<string, string>> = { f: 'f', i: 'i', u: 'u' };

/** What to do with a type that holds no numbers. */
const advice: Readonly<Record<string, string>> = {
  O: 'It holds Python objects, which would have to be run to be read. Save it again with astype, such as x.astype("float32").',
  U: 'It holds texts. Number them: names, labels = np.unique(labels, return_inverse=True), and pass names as classNames.',
  S: 'It holds texts. Number them: names, labels = np.unique(labels, return_inverse=True), and pass names as classNames.',
  c: 'It holds complex numbers. Save their parts, such as x.real.',
};

/**
 * Reads the header of an array of NumPy. The size that it promises is compared with the file, before a value is read.
 *
 * @throws InvalidDataError if it is no array, its values are no numbers, or the file is shorter or longer than the header says
 */
export function openNpy(source: ByteSource): StoredArray {
  const { name, length } = source;
  const first = Buffer.from(source.read(0, Math.min(12, length)));
  if (first.length < 12 || first.toString('latin1', 0, 6) !== '\x93NUMPY') {
    throw new InvalidDataError(
      `${name} is no array of NumPy: it has ${length} bytes, and starts with ${show(first.toString('latin1', 0, 6))}.\n` +
        'Expected a file that np.save or np.savez wrote. Check that this is the right file.',
    );
  }
  const [begin, size] = first[6] === 1 ? [10, first.readUInt16LE(8)] : [12, first.readUInt32LE(8)];
  if (size > longestHeader || begin + size > length) {
    throw new InvalidDataError(
      `${name} has ${length} bytes, and its header would have ${size}.\nExpected a header of at most ${longestHeader} bytes inside the file. Get the file again.`,
    );
  }
  const text = Buffer.from(source.read(begin, size)).toString('latin1').trim();
  const header = parseNpyHeader(text);
  const type = header && typeOf(header);
  if (!header || !type) {
    throw new InvalidDataError(
      `${name} has ${header ? `values of the type ${show(header.descr)}` : `the header ${show(text)}`}.\n` +
        `Expected numbers: integers, bool, or floats of 2, 4 or 8 bytes. ${advice[header?.letter ?? ''] ?? 'Save it again with astype, such as x.astype("float32").'}`,
    );
  }
  const { shape, isFortran, isBigEndian } = header;
  const [start, bytes] = [begin + size, countOf(shape) * bytesOf(type)];
  if (start + bytes !== length) {
    throw new InvalidDataError(
      `${name} has ${length - start} bytes of values.\nExpected ${bytes}, because its header says [${shape.join(', ')}] of ${show(header.descr)}. ` +
        `The file is ${start + bytes > length ? 'truncated' : 'longer than that'}: get it again.`,
    );
  }
  return { source, start, type, isBigEndian, isFortran, shape };
}

function typeOf({ letter, width }: NpyHeader): ValueType | undefined {
  if (letter === 'b' && width === 1) return 'bool';
  const type = `${letters[letter] ?? ''}${width}`;
  return ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8'].includes(type)
    ? (type as ValueType)
    : undefined;
}
