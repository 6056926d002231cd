import { hashOf } from '../../cache/index.ts';
import { InvalidDataError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { isObject } from '../../options.ts';
import { show } from '../../show.ts';
import { isEncoderJson, isTexts } from '../../text/index.ts';
import { formatName, formatVersions, type StoredDatasetRecord } from './stored-format.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Bytes per value of the inputs, by encoding. */
const widths: Readonly<Record<string, number>> = { u8: 1, f32: 4, i32: 4 };

/** Returns the SHA-256 of a record without its checksum. */
export function checksumOf(record: object): string {
  const { checksum: _, ...content } = record as Fields;
  return hashOf(JSON.parse(JSON.stringify(content)) as Json);
}

/**
 * Checks the record of a stored data set, before a file is read by its numbers.
 *
 * @param path - of the record
 * @throws InvalidDataError if it has another format or version, was changed, or a part has another type or size
 */
export function checkRecord(path: string, record: unknown): asserts record is StoredDatasetRecord {
  if (!isObject(record)) throw malformed(path, `it is ${show(record)}`, 'an object');
  const { format, version, checksum } = record;
  if (format !== formatName || !formatVersions.some((known) => known === version)) {
    throw new InvalidDataError(
      `${path} has the format ${typeof format === 'string' ? `"${format}"` : show(format)}, version ${show(version)}.\n` +
        `Expected "${formatName}", version ${formatVersions.join(' or ')}. Store the data set again with this version of the package.`,
    );
  }
  if (version !== 1 && checksum !== checksumOf(record))
    throw malformed(path, 'its content does not match its checksum', 'the unchanged file');
  const { name, classNames } = record;
  if (typeof name !== 'string') throw malformed(path, `name is ${show(name)}`, 'a text');
  if (!isTexts(classNames)) throw malformed(path, `classNames is ${show(classNames)}`, 'a list of names');
  if (record.encoder !== undefined && !isEncoderJson(record.encoder))
    throw malformed(path, `encoder is ${show(record.encoder)}`, 'the properties of an encoder');
  for (const split of ['train', 'test']) checkSplit(path, split, record[split]);
}

function checkSplit(path: string, name: string, split: unknown): void {
  if (!isObject(split)) throw malformed(path, `${name} is ${show(split)}`, 'an object');
  const { size, itemShape, ids, texts } = split;
  if (!isSize(size)) throw malformed(path, `${name}.size is ${show(size)}`, 'a number of items');
  if (!Array.isArray(itemShape) || !itemShape.every(isSize))
    throw malformed(path, `${name}.itemShape is ${show(itemShape)}`, 'a list of sizes');
  if (ids !== undefined && !isTexts(ids)) throw malformed(path, `${name}.ids is ${show(ids)}`, 'a list of names');
  if (texts !== undefined && !isTexts(texts))
    throw malformed(path, `${name}.texts is ${show(texts)}`, 'a list of texts');
  const values = (itemShape as number[]).reduce((product, length) => product * length, size);
  checkPart(path, `${name}.inputs`, split.inputs, values, Object.keys(widths));
  checkPart(path, `${name}.labels`, split.labels, size, ['i32']);
}

function checkPart(path: string, name: string, part: unknown, values: number, encodings: readonly string[]): void {
  if (!isObject(part)) throw malformed(path, `${name} is ${show(part)}`, 'an object');
  const { encoding, bytes, sha256 } = part;
  if (typeof encoding !== 'string' || !encodings.includes(encoding))
    throw malformed(path, `${name}.encoding is ${show(encoding)}`, `one of ${encodings.join(', ')}`);
  const expected = values * widths[encoding];
  if (bytes !== expected) throw malformed(path, `${name}.bytes is ${show(bytes)}`, `${expected}`);
  if (typeof sha256 !== 'string') throw malformed(path, `${name}.sha256 is ${show(sha256)}`, 'a checksum');
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const malformed = (path: string, what: string, expected: string): InvalidDataError =>
  new InvalidDataError(
    `${path} is damaged or was changed: ${what}.\nExpected ${expected}. Restore the file, or store the data set again.`,
  );
