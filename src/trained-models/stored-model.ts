import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../cache/index.ts';
import type { Dataset } from '../datasets/contract.ts';
import { InvalidDataError } from '../errors.ts';
import { loadClassifier, type Classifier } from '../models/index.ts';
import { isObject } from '../options.ts';
import type { ModelRecord } from '../report/schemas/model-record.ts';
import { cacheDataset, openCachedDataset, type StoredDataset } from './stored-dataset.ts';

/** A trained model and its record. */
export interface StoredModel {
  readonly classifier: Classifier;
  readonly record: ModelRecord;
  /** Positions in the training split of the model's training data. */
  readonly labelled: Int32Array;
}

interface ModelFile {
  readonly record: ModelRecord;
  readonly labelled: readonly number[];
  readonly dataset: StoredDataset;
}

const fileName = 'trained-model.json';

/** Returns the key of a model's entry. Its weights may also be stored under other keys. */
const keyOf = (id: string): string => `model-${id}`;

/** Stores a model, and its data set unless a reader can open that. @returns whether the cache stored them */
export async function storeModel(cache: Cache, model: StoredModel, dataset: Dataset): Promise<boolean> {
  const stored = await cacheDataset(cache, dataset);
  if (!stored) return false;
  const folder = await cache.publish(keyOf(model.record.id), async (entry) => {
    const file: ModelFile = {
      record: { ...model.record, cached: true },
      labelled: [...model.labelled],
      dataset: stored,
    };
    await model.classifier.save(entry);
    await writeFile(join(entry, fileName), JSON.stringify(file));
  });
  return folder !== undefined;
}

/** Returns the model with this id; undefined if the cache has none. */
export async function findModel(cache: Cache, id: string): Promise<StoredModel | undefined> {
  const folder = await cache.find(keyOf(id));
  if (folder === undefined) return undefined;
  const { record, labelled } = await readModelFile(folder);
  return { classifier: await loadClassifier(folder), record, labelled: Int32Array.from(labelled) };
}

/** Returns the model with this id and its data set; undefined if the cache has none. */
export async function openModel(
  cache: Cache,
  id: string,
): Promise<(StoredModel & { readonly dataset: Dataset }) | undefined> {
  const folder = await cache.find(keyOf(id));
  const model = await findModel(cache, id);
  if (folder === undefined || model === undefined) return undefined;
  const { dataset } = await readModelFile(folder);
  return { ...model, dataset: await openCachedDataset(cache, dataset) };
}

/** Reads the description of a model. Its checksum fits, so another form means that another version wrote it. */
async function readModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, fileName);
  const file: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (isObject(file) && isObject(file.record) && Array.isArray(file.labelled) && isObject(file.dataset))
    return file as unknown as ModelFile;
  throw new InvalidDataError(
    `${path} does not describe a model.\nExpected what this version of vitest-dnn writes.\nDelete the folder: the model is trained again.`,
  );
}
