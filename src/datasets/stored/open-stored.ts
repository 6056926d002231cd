import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { InvalidDataError } from '../../errors.ts';
import { demand, folderPath } from '../../options.ts';
import type { Dataset, Split } from '../contract.ts';
import { readLines, readPlain } from '../formats/read-file.ts';
import { optionsAt } from '../formats/location.ts';
import { shares } from '../formats/shares.ts';
import { descriptionOf, validateDataset } from '../../splits/index.ts';
import { encoderOf, tokenizerLimit, type Encoder, type Tokenizer } from '../../text/index.ts';
import { checkRecord } from './check-record.ts';
import { recordFile, type PartRecord, type SplitRecord, type StoredDatasetRecord } from './stored-format.ts';

export interface OpenStoredOptions {
  /** The folder. */
  readonly folder: string;
  /** The user's own tokenizer that the texts were encoded with. @defaultValue none: it is not needed for the ids that are stored */
  readonly tokenizer?: Tokenizer;
}

/**
 * Opens a data set that `storeDataset` wrote.
 *
 * @param location - the folder, or `{ folder, tokenizer }` for texts that were encoded with your own tokenizer
 * @throws InvalidDataError on a folder without a data set, another version, or a file that does not match its checksum
 */
export function openStored(location: string | OpenStoredOptions): Dataset {
  const { folder: given, tokenizer }: OpenStoredOptions = optionsAt('openStored', location);
  if (tokenizer !== undefined) demand('openStored', 'tokenizer', tokenizer, tokenizerLimit);
  demand('openStored', 'folder', given, folderPath, 'Pass the folder that storeDataset wrote.');
  const dataset = read(resolve(given), tokenizer, true);
  validateDataset(dataset);
  return dataset;
}

/** Opens a stored data set whose files were compared with their checksums already, as an entry of the cache is. */
export const openVerified = (folder: string): Dataset => read(folder, undefined, false);

function read(folder: string, tokenizer: Tokenizer | undefined, isChecked: boolean): Dataset {
  const record = readRecord(join(folder, recordFile));
  const encoder = record.encoder && encoderOf(record.encoder, tokenizer);
  return {
    ...descriptionOf(record),
    train: readSplit(record.train, join(folder, 'train'), encoder, isChecked),
    test: readSplit(record.test, join(folder, 'test'), encoder, isChecked),
    source: { reader: 'stored', options: { folder } },
  };
}

function readRecord(path: string): StoredDatasetRecord {
  const text = readLines(path).join('\n');
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (cause) {
    throw new InvalidDataError(
      `${path} is not valid JSON; it was probably truncated.\nExpected a complete file. Store the data set again.`,
      { cause },
    );
  }
  checkRecord(path, record);
  return record;
}

function readSplit(
  { size, itemShape, ids, texts, ...parts }: SplitRecord,
  path: string,
  encoder: Encoder | undefined,
  isChecked: boolean,
): Split {
  return {
    inputs: readPart(`${path}-inputs.bin`, parts.inputs, isChecked),
    itemShape,
    labels: readPart(`${path}-labels.bin`, parts.labels, isChecked) as Int32Array,
    size,
    ...(ids && { ids }),
    ...(texts && { texts }),
    ...(encoder && { encoder }),
  };
}

function readPart(
  path: string,
  { encoding, bytes: expected, sha256 }: PartRecord,
  isChecked: boolean,
): Float32Array | Int32Array {
  const wrongSize = (size: string): InvalidDataError =>
    new InvalidDataError(
      `${path} has ${size} bytes.\nExpected ${expected}. The file is damaged: store the data set again.`,
    );
  const bytes = readPlain(path, { most: () => expected, tooLong: wrongSize });
  if (bytes.length < expected) throw wrongSize(String(bytes.length));
  const checksum = isChecked ? createHash('sha256').update(bytes).digest('hex') : sha256;
  if (checksum !== sha256) {
    throw new InvalidDataError(
      `${path} has the SHA-256 ${checksum}.\nExpected ${sha256}. The file is damaged: store the data set again.`,
    );
  }
  if (encoding === 'u8') return shares(bytes);
  const { buffer } = Uint8Array.from(bytes); // a separate buffer, aligned to four bytes
  return encoding === 'f32' ? new Float32Array(buffer) : new Int32Array(buffer);
}
