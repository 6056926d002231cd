import { InvalidDataError } from '../../errors.ts';

const block = 512;

/**
 * Returns the regular files of a tar archive (ustar), by their path in the archive.
 *
 * @param what - name of the archive in errors
 * @throws InvalidDataError if it ends inside a file
 * @see POSIX.1-1988, section 10.1.1
 */
export function untar(archive: Uint8Array, what: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let offset = 0; offset + block <= archive.length && archive[offset] !== 0;) {
    const field = (start: number, length: number): string =>
      new TextDecoder().decode(archive.subarray(offset + start, offset + start + length)).replace(/\0.*$/s, '');
    const [path, size, type] = [field(0, 100), Number.parseInt(field(124, 12), 8), field(156, 1)];
    const begin = offset + block;
    if (!(size >= 0 && begin + size <= archive.length)) {
      throw new InvalidDataError(
        `${what} ends at offset ${archive.length}, inside "${path}" (${size} bytes from offset ${begin}).\nExpected a complete archive. Get it again.`,
      );
    }
    if (type === '0' || type === '') files.set(path, archive.subarray(begin, begin + size));
    offset = begin + Math.ceil(size / block) * block;
  }
  return files;
}
