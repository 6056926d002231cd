import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demand, folderPath } from '../../options.ts';
import type { Dataset, Split } from '../contract.ts';
import { shareOf } from '../formats/shares.ts';
import { checksumOf } from './check-record.ts';
import { descriptionOf, validateDataset } from '../../splits/index.ts';
import {
  formatName,
  recordFile,
  type Encoding,
  type PartRecord,
  type SplitRecord,
  type StoredDatasetRecord,
} from './stored-format.ts';

/**
 * Writes a data set to a folder, from which `openStored` reads it in any process: `dataset.json`, written last, and per
 * split one file of inputs and one of labels. Images whose values are all n / 255 take one byte per value, others four.
 * Texts and their encoder are stored too; a user's own tokenizer is not.
 *
 * @param folder - created if it does not exist; a data set in it is replaced
 * @throws InvalidDataError on a data set that cannot be used
 */
export async function storeDataset(dataset: Dataset, folder: string): Promise<void> {
  validateDataset(dataset);
  demand('storeDataset', 'folder', folder, folderPath, "Pass e.g. 'data/mine'.");
  await mkdir(folder, { recursive: true });
  const record: StoredDatasetRecord = {
    format: formatName,
    version: 2,
    ...descriptionOf(dataset),
    ...(dataset.train.encoder && { encoder: dataset.train.encoder.toJSON() }),
    train: await storeSplit(dataset.train, folder, 'train'),
    test: await storeSplit(dataset.test, folder, 'test'),
  };
  const checked = { ...record, checksum: checksumOf(record) };
  await writeFile(join(folder, recordFile), `${JSON.stringify(checked, null, 2)}\n`);
}

async function storeSplit(split: Split, folder: string, name: string): Promise<SplitRecord> {
  const { size, itemShape, ids, texts, inputs, labels } = split;
  const bytes = inputs instanceof Float32Array ? bytesOfShares(inputs) : undefined;
  const encoding: Encoding = bytes ? 'u8' : inputs instanceof Float32Array ? 'f32' : 'i32';
  return {
    size,
    itemShape,
    ...(ids && { ids }),
    inputs: await storePart(join(folder, `${name}-inputs.bin`), encoding, bytes ?? inputs),
    labels: await storePart(join(folder, `${name}-labels.bin`), 'i32', labels),
    ...(texts && { texts }),
  };
}

async function storePart(
  path: string,
  encoding: Encoding,
  { buffer, byteOffset, byteLength }: Float32Array | Int32Array | Uint8Array,
): Promise<PartRecord> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  await writeFile(path, bytes);
  return { encoding, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Returns n for every value n / 255, or undefined if there is another value. */
function bytesOfShares(values: Float32Array): Uint8Array | undefined {
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const byte = Math.round(value * 255);
    bytes[i] = byte;
    if (shareOf[byte] !== value || Object.is(value, -0)) return undefined;
  }
  return bytes;
}
