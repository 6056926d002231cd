import { hashOf, type Cache } from '../cache/index.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { openDataset, openStored, storeDataset } from '../datasets/index.ts';
import { fingerprint } from '../splits/index.ts';
import { InvalidDataError } from '../errors.ts';

/** How another process opens a data set: through its reader, or from a copy in the cache. */
export type StoredDataset = { readonly source: NonNullable<Dataset['source']> } | { readonly copy: string };

/**
 * Copies a data set that lives in memory only into the cache; so too one that was changed after it was read, such as
 * `{ ...await mnist(), train: subset(…) }`, which still carries the source of what it was.
 *
 * @returns undefined where the cache does not take it
 */
export async function cacheDataset(cache: Cache, dataset: Dataset): Promise<StoredDataset | undefined> {
  if (dataset.source && (await gives(dataset.source, dataset))) return { source: dataset.source };
  const { name, classNames, kind, train, test } = dataset;
  const copy = `data-${hashOf({ name, classNames, kind, train: fingerprint(train), test: fingerprint(test) })}`;
  const there = await cache.find(copy);
  const folder = there ?? (await cache.publish(copy, (entry) => storeDataset(dataset, entry)));
  return folder === undefined ? undefined : { copy };
}

/** Whether another process gets the same inputs and labels from the source. */
async function gives(source: NonNullable<Dataset['source']>, { train, test }: Dataset): Promise<boolean> {
  const read = await openDataset(source).catch(() => undefined);
  return read !== undefined && same(read.train, train) && same(read.test, test);
}

const same = (a: Split, b: Split): boolean => a === b || fingerprint(a) === fingerprint(b);

/** @throws InvalidDataError - where the copy is gone */
export async function openCachedDataset(cache: Cache, stored: StoredDataset): Promise<Dataset> {
  if ('source' in stored) return openDataset(stored.source);
  const folder = await cache.find(stored.copy);
  if (folder !== undefined) return openStored(folder);
  throw new InvalidDataError(
    `The copy of a data set, ${stored.copy}, is no longer in the cache ${cache.folder}.\nExpected it beside the model that was trained on it.\n` +
      'Run the tests again.',
  );
}
