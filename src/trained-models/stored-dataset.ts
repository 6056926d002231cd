import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, type Cache } from '../cache/index.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { openDataset } from '../datasets/index.ts';
import { fingerprint } from '../datasets/split.ts';
import { InvalidDataError } from '../errors.ts';

/** How another process opens a data set: through its reader, or from a copy in the cache. */
export type StoredDataset = { readonly source: NonNullable<Dataset['source']> } | { readonly copy: string };

interface SplitFile {
  readonly itemShape: readonly number[];
  readonly size: number;
  readonly integers: boolean;
  readonly ids?: readonly string[];
}

interface DatasetFile extends Pick<Dataset, 'name' | 'classNames' | 'kind'> {
  readonly train: SplitFile;
  readonly test: SplitFile;
}

const fileName = 'dataset.json';
const splits = ['train', 'test'] as const;

/** Copies a data set that lives in memory only into the cache. @returns undefined where the cache does not take it */
export async function storeDataset(cache: Cache, dataset: Dataset): Promise<StoredDataset | undefined> {
  if (dataset.source) return { source: dataset.source };
  const { name, classNames, kind, train, test } = dataset;
  const copy = `data-${hashOf({ name, classNames, kind, train: fingerprint(train), test: fingerprint(test) })}`;
  const there = await cache.find(copy);
  const folder = there ?? (await cache.publish(copy, (entry) => writeDataset(entry, dataset)));
  return folder === undefined ? undefined : { copy };
}

/** @throws InvalidDataError - where the copy is gone */
export async function openStoredDataset(cache: Cache, stored: StoredDataset): Promise<Dataset> {
  if ('source' in stored) return openDataset(stored.source);
  const folder = await cache.find(stored.copy);
  if (folder === undefined) {
    throw new InvalidDataError(
      `The copy of a data set, ${stored.copy}, is no longer in the cache ${cache.folder}.\nExpected it beside the model that was trained on it.\n` +
        'Run the tests again.',
    );
  }
  return readDataset(folder);
}

async function writeDataset(folder: string, { name, classNames, kind, ...dataset }: Dataset): Promise<void> {
  const describe = ({ inputs, itemShape, size, ids }: Split): SplitFile => {
    return { itemShape, size, integers: inputs instanceof Int32Array, ...(ids && { ids }) };
  };
  const file: DatasetFile = { name, classNames, kind, train: describe(dataset.train), test: describe(dataset.test) };
  await writeFile(join(folder, fileName), JSON.stringify(file));
  for (const split of splits) {
    const { inputs, labels } = dataset[split];
    await writeFile(join(folder, `${split}-inputs.bin`), bytesOf(inputs));
    await writeFile(join(folder, `${split}-labels.bin`), bytesOf(labels));
  }
}

async function readDataset(folder: string): Promise<Dataset> {
  const { train, test, ...file } = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as DatasetFile;
  const readSplit = async (name: string, { integers, ...described }: SplitFile): Promise<Split> => {
    const [inputs, labels] = await Promise.all(
      ['inputs', 'labels'].map((part) => readWords(join(folder, `${name}-${part}.bin`))),
    );
    return {
      ...described,
      inputs: integers ? new Int32Array(inputs) : new Float32Array(inputs),
      labels: new Int32Array(labels),
    };
  };
  return { ...file, train: await readSplit('train', train), test: await readSplit('test', test) };
}

/** A buffer of its own, since one out of Node's pool need not be aligned to four bytes. */
async function readWords(path: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(path)).buffer;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
