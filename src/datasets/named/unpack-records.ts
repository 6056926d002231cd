import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { readBytes } from '../formats/read-file.ts';
import { untar } from '../formats/tar.ts';

/** Returns a function that extracts the wanted files of an archive in a folder, then deletes the archive. */
export function unpackRecords(archive: string, wanted: RegExp): (folder: string) => Promise<void> {
  return async (folder) => {
    const path = join(folder, archive);
    for (const [member, bytes] of untar(readArchive(path), path)) {
      if (wanted.test(member)) await writeFile(join(folder, basename(member)), bytes);
    }
    await rm(path);
  };
}

/** Reads the archive. It was compared with its checksum, so the bound only guards against a mistake. */
const readArchive = (path: string): Uint8Array =>
  readBytes(path, {
    most: () => 2 ** 28,
    tooLong: (bytes) => new InvalidDataError(`${path} has ${bytes} bytes (unpacked).\nExpected less. Get it again.`),
  });
