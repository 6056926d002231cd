import { crc32 } from 'node:zlib';
import type { BoundedFile } from './bounded-file.ts';

/** A file in an archive. */
interface Entry {
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
  readonly checksum: number;
}

/** More entries than any model has. */
const mostEntries = 100_000;

/**
 * Lists the files of a ZIP archive.
 *
 * @returns per name, a function that unpacks it and compares its checksum
 * @throws InvalidModelError if the archive is damaged, encrypted or split, or an entry lies outside of it
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function openZip(file: BoundedFile): ReadonlyMap<string, () => Buffer> {
  const { bytes } = file;
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw file.damaged('it has no list of the files in the archive; its end is missing');
  const summary = file.slice(end, 22);
  const count = summary.readUInt16LE(10);
  let at = summary.readUInt32LE(16);
  const entries = new Map<string, () => Buffer>();
  for (let i = 0; i < Math.min(count, mostEntries); i++) {
    const header = file.slice(at, 46);
    if (header.readUInt32LE(0) !== 0x02014b50) throw file.damaged('its list of files is broken');
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => header.readUInt16LE(offset));
    const name = file.slice(at + 46, nameLength).toString('utf8');
    if (/^[/\\]|^[A-Za-z]:|\0/.test(name) || name.split(/[/\\]/).includes('..'))
      throw file.damaged(`the archive has a file outside of it, ${JSON.stringify(name)}`);
    if (header.readUInt16LE(8) & 1) throw file.damaged(`${JSON.stringify(name)} in the archive is encrypted`);
    if (entries.has(name)) throw file.damaged(`${JSON.stringify(name)} occurs twice in the archive`);
    const entry: Entry = {
      method: header.readUInt16LE(10),
      checksum: header.readUInt32LE(16),
      packed: header.readUInt32LE(20),
      size: header.readUInt32LE(24),
      offset: header.readUInt32LE(42),
    };
    entries.set(name, () => read(file, name, entry));
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function read(file: BoundedFile, name: string, { offset, packed, size, method, checksum }: Entry): Buffer {
  const header = file.slice(offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw file.damaged(`${JSON.stringify(name)} has no header`);
  const content = file.slice(offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packed);
  if (method !== 0 && method !== 8) throw file.damaged(`${JSON.stringify(name)} is packed by the method ${method}`);
  if (method === 0 && packed !== size) throw file.damaged(`${JSON.stringify(name)} has two sizes`);
  const unpacked = method === 0 ? content : file.inflate(content, size, 'raw');
  if (crc32(unpacked) !== checksum) throw file.damaged(`${JSON.stringify(name)} does not match its checksum`);
  return unpacked;
}
