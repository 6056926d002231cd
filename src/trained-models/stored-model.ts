import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../cache/index.ts';
import type { Dataset } from '../datasets/contract.ts';
import { loadClassifier, type Classifier } from '../models/index.ts';
import type { ModelRecord } from '../report/schemas/model-record.ts';
import { cacheDataset, openCachedDataset, type StoredDataset } from './stored-dataset.ts';

/** A trained model and how it came to be. */
export interface StoredModel {
  readonly classifier: Classifier;
  readonly record: ModelRecord;
  /** Positions in the training split that the model was trained on. */
  readonly labelled: Int32Array;
}

interface ModelFile {
  readonly record: ModelRecord;
  readonly labelled: readonly number[];
  readonly dataset: StoredDataset;
}

const fileName = 'trained-model.json';

/** The entry of a model; its weights alone may lie under other keys too. */
const keyOf = (id: string): string => `model-${id}`;

/** Keeps a model with what is needed to open its data again. @returns whether the cache took it */
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

/** The model under the id, or undefined where the cache has none. */
export async function findModel(cache: Cache, id: string): Promise<StoredModel | undefined> {
  const folder = await cache.find(keyOf(id));
  if (folder === undefined) return undefined;
  const { record, labelled } = await readModelFile(folder);
  return { classifier: await loadClassifier(folder), record, labelled: Int32Array.from(labelled) };
}

/** As `findModel`, with the data set. */
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

async function readModelFile(folder: string): Promise<ModelFile> {
  return JSON.parse(await readFile(join(folder, fileName), 'utf8')) as ModelFile;
}
