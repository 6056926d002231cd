import { readFileSync } from 'node:fs';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InvalidModelError } from '../../../../src/errors.ts';
import { BoundedFile } from '../../../../src/models/import/bounded-file.ts';
import { openHdf5 } from '../../../../src/models/import/hdf5/open.ts';
import { openZip } from '../../../../src/models/import/zip.ts';
import { zipOf } from './arrays/sample.ts';

const open = (bytes: Buffer): ReadonlyMap<string, () => Buffer> => openZip(new BoundedFile('model.zip', bytes));
const files = { 'a.txt': Buffer.from('first'), 'folder/b.bin': Buffer.from([0, 1, 2, 255]) };
/** An archive of one file, "a", with a number of its entry in the list changed; offsets are those of the format. */
function changed(offset: number, width: 2 | 4, value: number, content = Buffer.from('content')): Buffer {
  const bytes = zipOf({ a: content });
  bytes.writeUIntLE(value, bytes.indexOf('PK\x01\x02') + offset, width);
  return bytes;
}
/** An archive of one file whose bytes are packed, and its size in the list. */
function deflated(content: Buffer, size = content.length): Buffer {
  const packed = deflateRawSync(content);
  const bytes = zipOf({ a: packed });
  const entry = bytes.indexOf('PK\x01\x02');
  zipOf({ a: content }).copy(
    bytes,
    entry + 16,
    zipOf({ a: content }).indexOf('PK\x01\x02') + 16,
    zipOf({ a: content }).indexOf('PK\x01\x02') + 20,
  );
  bytes.writeUInt16LE(8, entry + 10);
  bytes.writeUInt32LE(size, entry + 24);
  return bytes;
}

test('lists the files of an archive, and unpacks them', () => {
  const entries = open(zipOf(files));
  expect([...entries.keys()]).toEqual(Object.keys(files));
  expect(entries.get('a.txt')?.()).toEqual(files['a.txt']);
  expect(entries.get('folder/b.bin')?.()).toEqual(files['folder/b.bin']);
  expect(open(zipOf({})).size).toBe(0);
});

test('unpacks what is deflated', () => {
  const content = Buffer.from('content '.repeat(100));
  expect(open(deflated(content)).get('a')?.()).toEqual(content);
});

describe('refuses', () => {
  const content = Buffer.alloc(1000, 7);

  test.each<[string, Buffer, RegExp]>([
    ['a size that is too small', deflated(content, 999), /cannot be unpacked|not have the size/],
    ['a size that is too large', deflated(content, 1001), /not have the size/],
    ['a size that no archive of these bytes has', deflated(content, 2 ** 31), /unpacks to more than 64 times/],
    ['two sizes of what is not packed', changed(24, 4, 8), /"a" has two sizes/],
    ['a part behind the end', changed(20, 4, 10_000), /does not lie in its/],
    ['a header behind the end', changed(42, 4, 10_000), /does not lie in its/],
    ['a header elsewhere', changed(42, 4, 4), /"a" has no header/],
    ['bytes that do not match their checksum', changed(16, 4, 1), /"a" does not match its checksum/],
    ['an unknown way of packing', changed(10, 2, 93), /"a" is packed by the method 93/],
    ['an encrypted file', changed(8, 2, 1), /"a" in the archive is encrypted/],
    ['an archive that is cut off', zipOf(files).subarray(0, -22), /its end is missing/],
    [
      'a list behind the end',
      Buffer.from(
        zipOf(files)
          .toString('latin1')
          .replace(/.{4}..$/s, '\xff\xff\xff\x7f\0\0'),
        'latin1',
      ),
      /does not lie in its/,
    ],
    [
      'a list that is none',
      Buffer.from(zipOf(files).toString('latin1').replaceAll('PK\x01\x02', 'PK\x09\x09'), 'latin1'),
      /list of files is broken/,
    ],
    ['a file outside of it', zipOf({ '../a': content }), /a file outside of it, "\.\.\/a"/],
    ['an absolute path', zipOf({ '/a': content }), /a file outside of it/],
    ['a path on a drive', zipOf({ 'C:\\a': content }), /a file outside of it/],
    [
      'two files of one name',
      Buffer.from(zipOf({ a: content, b: content }).toString('latin1').replaceAll('b', 'a'), 'latin1'),
      /"a" occurs twice/,
    ],
  ])('%s', (_, bytes, reason) => {
    const read = (): Buffer | undefined => open(bytes).get('a')?.();
    expect(read).toThrow(InvalidModelError);
    expect(read).toThrow(reason);
  });
});

test('finds the weights in an archive of Keras', () => {
  const golden = new URL('../../../reference/golden/keras-files-originals.json', import.meta.url);
  const originals = JSON.parse(readFileSync(golden, 'utf8')) as Record<string, { bytes: string }>;
  const entries = open(gunzipSync(Buffer.from(originals['Keras 3, keras, a sequence'].bytes, 'base64')));
  expect([...entries.keys()]).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  expect(JSON.parse(String(entries.get('config.json')?.()))).toHaveProperty('class_name', 'Sequential');
  const weights = openHdf5(new BoundedFile('model.weights.h5', entries.get('model.weights.h5')?.() as Buffer));
  expect(weights.at('layers/conv2d/vars/0')?.shape).toEqual([3, 3, 1, 2]);
  expect(weights.at('layers/conv2d/vars/0')?.numbers()).toHaveLength(18);
});
