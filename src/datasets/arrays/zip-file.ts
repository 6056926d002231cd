import { crc32, inflateRawSync } from 'node:zlib';
import { InvalidDataError } from '../../errors.ts';
import { show } from '../../show.ts';
import { checkRange, type ByteSource } from './byte-source.ts';

/** A file in an archive, as its directory describes it. */
interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
  readonly checksum: number;
  readonly isEncrypted: boolean;
}

const [stored, deflated] = [0, 8];
/** The end of an archive: a record of 22 bytes and a comment. */
const longestEnd = 22 + 65_535;
/** Deflate cannot unpack a byte to more. */
const mostGrowth = 1032;
/** A 32-bit field with this value stands in the ZIP64 extra field instead. */
const inExtra = 0xffffffff;
const mostEntries = 1_000_000;

/**
 * Lists the files of a ZIP archive, ZIP64 included, by their names. Only the directory is read; a file is read when it is asked for, in
 * pieces if it is stored. Its size and its checksum are compared with the directory.
 *
 * @throws InvalidDataError if the archive is damaged
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3 and 4.5.3
 */
export function openZip(archive: ByteSource): ReadonlyMap<string, () => ByteSource> {
  return new Map(entriesIn(archive).map((entry) => [entry.name, () => sourceOf(archive, entry)]));
}

function entriesIn(archive: ByteSource): Entry[] {
  const { count, size, offset } = directoryOf(archive);
  if (count > mostEntries) throw damaged(archive, `its directory would have ${count} files`);
  const bytes = Buffer.from(archive.read(offset, size));
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged(archive, 'its directory is broken');
    const [nameLength, extraLength, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const [end, extra] = [at + 46 + nameLength + extraLength, bytes.subarray(at + 46 + nameLength)];
    if (end > size) throw damaged(archive, 'its directory is broken');
    const wide = wideFields(extra.subarray(0, extraLength));
    const field = (position: number): number => {
      const value = bytes.readUInt32LE(at + position);
      return value === inExtra ? (wide.shift() ?? value) : value;
    };
    const [unpacked, packed, start] = [24, 20, 42].map(field);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      offset: start,
      packed,
      size: unpacked,
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
    });
    at = end + comment;
  }
  return entries;
}

/** Where the directory lies. */
function directoryOf(archive: ByteSource): { count: number; size: number; offset: number } {
  const length = Math.min(longestEnd, archive.length);
  const start = archive.length - length;
  const tail = Buffer.from(archive.read(start, length));
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > length) throw damaged(archive, 'it does not end with the directory of a ZIP archive');
  const plain = {
    count: tail.readUInt16LE(end + 10),
    size: tail.readUInt32LE(end + 12),
    offset: tail.readUInt32LE(end + 16),
  };
  if (plain.count !== 0xffff && plain.size !== inExtra && plain.offset !== inExtra) return plain;
  if (end < 20 || tail.readUInt32LE(end - 20) !== 0x07064b50) return plain;
  const record = Buffer.from(archive.read(Number(tail.readBigUInt64LE(end - 12)), 56));
  if (record.readUInt32LE(0) !== 0x06064b50) throw damaged(archive, 'its ZIP64 directory is missing');
  const [count, size, offset] = [32, 40, 48].map((position) => Number(record.readBigUInt64LE(position)));
  return { count, size, offset };
}

/** The 64-bit numbers of the ZIP64 extra field, in the order of the fields that they stand for. */
function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length;) {
    const [tag, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const content = extra.subarray(at + 4, at + 4 + length);
    if (tag === 1)
      return Array.from({ length: Math.floor(content.length / 8) }, (_, i) => Number(content.readBigUInt64LE(8 * i)));
    at += 4 + length;
  }
  return [];
}

function sourceOf(archive: ByteSource, entry: Entry): ByteSource {
  const { offset, packed, size, method, checksum } = entry;
  const name = `${archive.name}, ${entry.name}`;
  const fail = (what: string): InvalidDataError => damaged({ name }, what);
  if (entry.isEncrypted) throw fail('it is encrypted');
  if (method !== stored && method !== deflated) throw fail(`it is packed by the method ${method}, not by deflate`);
  const header = Buffer.from(archive.read(offset, 30));
  if (header.readUInt32LE(0) !== 0x04034b50) throw fail('it has no header');
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  checkRange(name, archive.length, start, packed);
  const most = method === stored ? packed : mostGrowth * packed;
  if (size > most) throw fail(`its directory promises ${size} bytes, and its ${packed} bytes hold at most ${most}`);

  let [sum, summed] = [0, 0];
  const check = (bytes: Uint8Array, at: number): void => {
    if (at > summed || at + bytes.length <= summed) return;
    sum = crc32(bytes.subarray(summed - at), sum);
    summed = at + bytes.length;
    if (summed === size && sum !== checksum) throw fail('it does not match its checksum');
  };
  let whole: Uint8Array | undefined;
  return {
    name,
    length: size,
    read: (at, length) => {
      checkRange(name, size, at, length);
      if (method === stored) {
        const bytes = archive.read(start + at, length);
        check(bytes, at);
        return bytes;
      }
      if (whole === undefined && size > peeked && at + length <= peeked) {
        const first = inflate(fail, archive.read(start, Math.min(packed, 2 * peeked)), 2 * peeked * mostGrowth, true);
        if (first.length >= at + length) return first.subarray(at, at + length);
      }
      if (whole === undefined) {
        whole = inflate(fail, archive.read(start, packed), Math.max(1, size), false);
        if (whole.length !== size)
          throw fail(`it unpacks to ${whole.length} bytes, and its directory promises ${size}`);
        check(whole, 0);
      }
      return whole.subarray(at, at + length);
    },
  };
}

/** Bytes at the start of a packed file that are read without unpacking all of it. */
const peeked = 4096;

function inflate(
  fail: (what: string) => InvalidDataError,
  bytes: Uint8Array,
  most: number,
  isPart: boolean,
): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most, ...(isPart && { finishFlush: 2 }) }); // 2: Z_SYNC_FLUSH
  } catch (cause) {
    throw fail(
      cause instanceof RangeError
        ? `it unpacks to more than the ${most} bytes that its directory promises`
        : `it cannot be unpacked: ${cause instanceof Error ? cause.message : show(cause)}`,
    );
  }
}

const damaged = ({ name }: Pick<ByteSource, 'name'>, what: string): InvalidDataError =>
  new InvalidDataError(
    `${name} is damaged: ${what}.\nExpected an intact ZIP archive, as np.savez writes it. Get the file again.`,
  );
