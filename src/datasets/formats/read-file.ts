import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InvalidDataError } from '../../errors.ts';

/**
 * The bytes of a file, unpacked if its first two say that it is gzip, whatever its name.
 *
 * @throws InvalidDataError if it cannot be read, or is a gzip file that is cut off or damaged
 */
export function readBytes(path: string): Uint8Array {
  const bytes = readPacked(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new InvalidDataError(
      `${path} is a gzip file of ${bytes.length} bytes that cannot be unpacked: ${messageOf(cause)}.\n` +
        'Expected a whole one. It was probably cut off on its way here: get it again.',
      { cause },
    );
  }
}

/**
 * The path itself or, where there is none, with `.gz` appended.
 *
 * @throws InvalidDataError if there is neither
 */
export function findFile(path: string): string {
  const found = [path, `${path}.gz`].find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new InvalidDataError(
    `There is no file ${path}, nor ${path}.gz.\nExpected one of them. Check the folder and the name of the file.`,
  );
}

/**
 * The lines of a UTF-8 file, unpacked if it is gzip; the last one may be ended or not.
 *
 * @throws InvalidDataError as `readBytes`, and on bytes that are no UTF-8
 */
export function readLines(path: string): string[] {
  try {
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(readBytes(path)).split(/\r?\n/);
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  } catch (cause) {
    if (cause instanceof InvalidDataError) throw cause;
    throw new InvalidDataError(`${path} is not a text in UTF-8.\nExpected UTF-8. Convert the file.`, { cause });
  }
}

/** Class names, one a line; lines without one are left out (the original CIFAR-10 ends with one). */
export function readClassNames(path: string): string[] {
  return readLines(path).filter((line) => line.trim() !== '');
}

function readPacked(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new InvalidDataError(`${path} cannot be read: ${messageOf(cause)}.\nExpected a readable file.`, { cause });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
