import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { show } from '../../show.ts';

/** The most bytes that a format allows in a file. */
export interface Bound {
  /**
   * @param start - the first bytes of the file, unpacked: all of them, or at least 256
   * @param size - of the file as it lies on the disk
   * @returns the most bytes, unpacked
   * @throws InvalidDataError if the start is not of this format
   */
  readonly most: (start: Uint8Array, size: number) => number;
  /** The error for a longer file. `bytes` describes its length. */
  readonly tooLong: (bytes: string) => InvalidDataError;
}

/** Bytes of a packed file that are unpacked to look at its start. */
const startBytes = 1024;
/** Longest text that JavaScript can hold. */
const longestText = 2 ** 29 - 24;

/**
 * Returns the bytes of a file. It is unpacked if its first bytes identify it as gzip, whatever its name. Unpacking stops at the
 * bound: a small file can unpack to a thousand times its size.
 *
 * @throws InvalidDataError if it cannot be read, is longer than the bound, or is a truncated or damaged gzip file
 */
export function readBytes(path: string, { most, tooLong }: Bound): Uint8Array {
  return withFile(path, (file, size) => {
    const first = new Uint8Array(Math.min(startBytes, size));
    readSync(file, first, 0, first.length, 0);
    if (!isGzip(first)) {
      if (size > most(first, size)) throw tooLong(String(size));
      return readFileSync(file);
    }
    const start = unpack(path, size, () => gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH }));
    const bound = Math.max(1, most(start, size));
    const packed = readFileSync(file);
    return unpack(
      path,
      size,
      () => gunzipSync(packed, { maxOutputLength: Math.min(bound, 2 ** 32), chunkSize: 2 ** 18 }),
      () => tooLong(`more than ${bound}`),
    );
  });
}

/** Returns the bytes of a file as they are. @throws InvalidDataError if it cannot be read, or is longer than the bound */
export function readPlain(path: string, { most, tooLong }: Bound): Uint8Array {
  return withFile(path, (file, size) => {
    if (size > most(new Uint8Array(), size)) throw tooLong(String(size));
    return readFileSync(file);
  });
}

/**
 * Returns the path, or the path with `.gz` appended if only that file exists.
 *
 * @throws InvalidDataError if neither exists
 */
export function findFile(path: string): string {
  const existing = [path, `${path}.gz`].find((candidate) => existsSync(candidate));
  if (existing !== undefined) return existing;
  const pictures = imagesNear(path);
  throw new InvalidDataError(
    `There is no file ${path}, nor ${path}.gz.\nExpected one of them. Check the folder and the file name.` +
      (pictures === undefined
        ? ''
        : `\nThe folder holds images, such as ${show(pictures)}, which imageFolder reads: ` +
          'await imageFolder(folder) takes one folder per class.'),
  );
}

/** The name of an image file or folder of images beside a missing file; undefined if there is none. */
function imagesNear(path: string): string | undefined {
  try {
    const entries = readdirSync(dirname(path), { withFileTypes: true }).slice(0, 1000);
    const folders = entries.filter((entry) => entry.isDirectory()).slice(0, 3);
    const files = [dirname(path), ...folders.map(({ name }) => join(dirname(path), name))].flatMap((folder) =>
      readdirSync(folder).slice(0, 1000),
    );
    return files.find((name) => /\.(png|jpe?g|gif|bmp|webp)$/i.test(name));
  } catch {
    return undefined; // the folder does not exist, or cannot be read
  }
}

/**
 * Returns the lines of a UTF-8 file, gzipped or not. A line break at the end is optional.
 *
 * @throws InvalidDataError as `readBytes` does, and on bytes that are not UTF-8. The bound is the longest text that JavaScript
 *   can hold; a packed file may unpack to 16 MB or a hundred times its size, which no text reaches
 */
export function readLines(path: string): string[] {
  const bytes = readBytes(path, {
    most: (_, size) => Math.min(longestText, Math.max(2 ** 24, 100 * size)),
    tooLong: (length) =>
      new InvalidDataError(
        `${path} has ${length} bytes (unpacked).\nExpected a text file of at most ${longestText} bytes that unpacks to at most 100 times its size. ` +
          'Check that this is the right file, or split it.',
      ),
  });
  try {
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (cause) {
    throw new InvalidDataError(`${path} is not UTF-8 text.\nExpected UTF-8. Convert the file.`, { cause });
  }
}

/** Returns the class names, one per line; empty lines are ignored (the file of the original CIFAR-10 ends with one). */
export function readClassNames(path: string): string[] {
  return readLines(path).filter((line) => line.trim() !== '');
}

/** Runs a function on an open regular file; a pipe or a device could be endless. */
function withFile<T>(path: string, read: (file: number, size: number) => T): T {
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) throw new Error('it is no file');
    file = openSync(path, 'r');
    return read(file, fstatSync(file).size);
  } catch (cause) {
    if (cause instanceof InvalidDataError) throw cause;
    throw new InvalidDataError(
      `${path} cannot be read: ${messageOf(cause)}.\nExpected a readable file. Check its path and permissions.`,
      { cause },
    );
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Whether bytes start as RFC 1952 says: two magic bytes, the method deflate, and no reserved flag. */
const isGzip = ([first, second, method, flags]: Uint8Array): boolean =>
  first === 0x1f && second === 0x8b && (method === undefined || method === 8) && ((flags ?? 0) & 0xe0) === 0;

function unpack(path: string, size: number, run: () => Uint8Array, tooLong?: () => InvalidDataError): Uint8Array {
  try {
    return run();
  } catch (cause) {
    if (tooLong && cause instanceof RangeError) throw tooLong();
    throw new InvalidDataError(
      `${path} is a gzip file of ${size} bytes that cannot be unpacked: ${messageOf(cause)}.\n` +
        'Expected a complete file. It was probably truncated during transfer: get it again.',
      { cause },
    );
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
