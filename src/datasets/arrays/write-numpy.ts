import { crc32, deflateRawSync } from 'node:zlib';

/** An array in memory, in C order. */
export interface PlainArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Largest array, whose size the 32-bit fields of a ZIP archive hold. */
export const mostBytes = 2 ** 31;

/**
 * Returns the bytes of an .npz file: a ZIP archive with one deflated .npy file per array. Its time is fixed, so equal arrays give equal bytes.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npzBytes(arrays: Readonly<Record<string, PlainArray>>): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [key, array] of Object.entries(arrays)) {
    const name = Buffer.from(`${key}.npy`);
    const content = npyBytes(array);
    const packed = deflateRawSync(content);
    const entry = Buffer.alloc(26);
    entry.writeUInt16LE(20, 0); // version 2.0 unpacks it
    entry.writeUInt16LE(8, 4); // deflate
    entry.writeUInt16LE(0x21, 8); // 1980-01-01
    entry.writeUInt32LE(crc32(content), 10);
    entry.writeUInt32LE(packed.length, 14);
    entry.writeUInt32LE(content.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), entry, name]);
    parts.push(header, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), entry, place, name);
    offset += header.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Object.keys(arrays).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** The bytes of an .npy file of version 1.0. Its header is padded, so that values begin at a multiple of 64 bytes. */
function npyBytes({ shape, values }: PlainArray): Buffer {
  const type = values instanceof Float32Array ? '<f4' : '<i4';
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([
    start,
    Buffer.from(header, 'latin1'),
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}
