import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InvalidDataError } from '../../errors.ts';

/**
 * Returns the bytes of a file. It is unpacked if its first two bytes identify it as gzip, whatever its name.
 *
 * @throws InvalidDataError if it cannot be read, or is a truncated or damaged gzip file
 */
export function readBytes(path: string): Uint8Array {
  const bytes = readPacked(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new InvalidDataError(
      `${path} is a gzip file of ${bytes.length} bytes that cannot be unpacked: ${messageOf(cause)}.\n` +
        'Expected a complete file. It was probably truncated during transfer: get it again.',
      { cause },
    );
  }
}

/**
 * Returns the path, or the path with `.gz` appended if only that file exists.
 *
 * @throws InvalidDataError if neither exists
 */
export function findFile(path: string): string {
  const existing = [path, `${path}.gz`].find((candidate) => existsSync(candidate));
  if (existing !== undefined) return existing;
  throw new InvalidDataError(
    `There is no file ${path}, nor ${path}.gz.\nExpected one of them. Check the folder and the file name.`,
  );
}

/**
 * Returns the lines of a UTF-8 file, gzipped or not. A line break at the end is optional.
 *
 * @throws InvalidDataError as `readBytes` does, and on bytes that are not UTF-8
 */
export function readLines(path: string): string[] {
  try {
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(readBytes(path)).split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (cause) {
    if (cause instanceof InvalidDataError) throw cause;
    throw new InvalidDataError(`${path} is not UTF-8 text.\nExpected UTF-8. Convert the file.`, { cause });
  }
}

/** Returns the class names, one per line; empty lines are ignored (the file of the original CIFAR-10 ends with one). */
export function readClassNames(path: string): string[] {
  return readLines(path).filter((line) => line.trim() !== '');
}

function readPacked(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InvalidDataError(
      `${path} cannot be read: ${messageOf(cause)}.\nExpected a readable file. Check its path and permissions.`,
      { cause },
    );
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
