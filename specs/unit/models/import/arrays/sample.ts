import { crc32 } from 'node:zlib';

/** Values in single precision, by name. */
export type Arrays = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
>;

const bytesOf = (values: readonly number[]): Buffer => Buffer.from(Float32Array.from(values).buffer);

/** A .safetensors file with a header of one's own. */
export function safetensorsOf(header: unknown, values: Buffer = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, values]);
}

export function toSafetensors(arrays: Arrays): Buffer {
  let at = 0;
  const entries = Object.entries(arrays).map(([name, { shape, values }]) => {
    const begin = at;
    at += 4 * values.length;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, at] }];
  });
  const values = Object.values(arrays).map((array) => bytesOf(array.values));
  return safetensorsOf({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }, Buffer.concat(values));
}

/** An array in the .npy format. */
export function toNpy(
  shape: readonly number[],
  values: Buffer,
  { descr = '<f4', fortran = false, tuple = `(${shape.join(', ')},)` } = {},
): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }\n`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), values]);
}

export const toNpz = (arrays: Arrays): Buffer =>
  zipOf(
    Object.fromEntries(
      Object.entries(arrays).map(([name, { shape, values }]) => [`${name}.npy`, toNpy(shape, bytesOf(values))]),
    ),
  );

/** An archive of unpacked files. */
export function zipOf(files: Readonly<Record<string, Buffer>>): Buffer {
  const [parts, list]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const entry = Buffer.alloc(26);
    entry.writeUInt32LE(crc32(content), 10);
    entry.writeUInt32LE(content.length, 14);
    entry.writeUInt32LE(content.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), entry, Buffer.from(name), content);
    list.push(Buffer.from('PK\x01\x02\0\0'), entry, offset, Buffer.from(name));
    at += 30 + name.length + content.length;
  }
  const summary = Buffer.alloc(18);
  const central = Buffer.concat(list);
  summary.writeUInt16LE(list.length / 4, 4);
  summary.writeUInt16LE(list.length / 4, 6);
  summary.writeUInt32LE(central.length, 8);
  summary.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), summary]);
}
