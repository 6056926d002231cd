import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cache } from '../cache/index.ts';
import type { Json } from '../json.ts';
import type { Classifier } from '../models/contract.ts';
import { loadClassifier } from '../models/index.ts';
import type { Encoder } from '../text/contract.ts';
import type { Purchase } from './purchase.ts';

/** A stage without its weights. */
export interface StageFile extends Purchase {
  readonly stage: number;
  readonly labelled: number;
  readonly accuracy: number;
  readonly seconds: number;
}

const fileName = 'stage.json';

/** Returns the stage under the key with its model; undefined if the cache has none. */
export async function readStage(
  cache: Cache,
  key: string,
  encoder: Encoder | undefined,
): Promise<{ file: StageFile; classifier: Classifier } | undefined> {
  const folder = await cache.find(key);
  if (folder === undefined) return undefined;
  return {
    file: (await readJson(folder)) as unknown as StageFile,
    classifier: await loadClassifier(folder, { encoder }),
  };
}

export async function writeStage(cache: Cache, key: string, file: StageFile, classifier: Classifier): Promise<void> {
  await cache.publish(key, async (folder) => {
    await classifier.save(folder);
    await writeFile(join(folder, fileName), JSON.stringify(file));
  });
}

/** Returns the value under the key, or calls `make` and stores its result. */
export async function remember<T>(cache: Cache, key: string, make: () => Promise<T>): Promise<T> {
  const folder = await cache.find(key);
  if (folder !== undefined) return (await readJson(folder)) as T;
  const value = await make();
  await cache.publish(key, (entry) => writeFile(join(entry, fileName), JSON.stringify(value)));
  return value;
}

async function readJson(folder: string): Promise<Json> {
  return JSON.parse(await readFile(join(folder, fileName), 'utf8')) as Json;
}
