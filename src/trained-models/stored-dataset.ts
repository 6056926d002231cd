import { hashOf, type Cache } from '../cache/index.ts';
import type { Dataset, Split } from '../datasets/contract.ts';
import { openDataset, openStored, storeDataset } from '../datasets/index.ts';
import { descriptionOf, fingerprint } from '../splits/index.ts';
import { InvalidDataError } from '../errors.ts';

/** The way in which another process opens a data set: through its reader, or from a copy in the cache. */
export type StoredDataset = { readonly source: NonNullable<Dataset['source']> } | { readonly copy: string };

/**
 * Copies a data set into the cache unless its source gives the same data. A data set that was changed after reading, such as
 * `{ ...await mnist(), train: subset(…) }`, still has the source of the original, so it is copied too.
 *
 * @returns the source or the copy; undefined if the cache cannot store it
 */
export async function cacheDataset(cache: Cache, dataset: Dataset): Promise<StoredDataset | undefined> {
  if (dataset.source && (await gives(dataset.source, dataset))) return { source: dataset.source };
  const { train, test } = dataset;
  const copy = `data-${hashOf({ ...descriptionOf(dataset), train: fingerprint(train), test: fingerprint(test) })}`;
  const existing = await cache.find(copy);
  const folder = existing ?? (await cache.publish(copy, (entry) => storeDataset(dataset, entry)));
  return folder === undefined ? undefined : { copy };
}

/** Returns whether another process reads the same inputs and labels from the source. */
async function gives(source: NonNullable<Dataset['source']>, { train, test }: Dataset): Promise<boolean> {
  const read = await openDataset(source).catch(() => undefined);
  return read !== undefined && same(read.train, train) && same(read.test, test);
}

const same = (a: Split, b: Split): boolean => a === b || fingerprint(a) === fingerprint(b);

/** Opens and returns a stored data set. @throws InvalidDataError if its copy is no longer in the cache */
export async function openCachedDataset(cache: Cache, stored: StoredDataset): Promise<Dataset> {
  if ('source' in stored) return openDataset(stored.source);
  const folder = await cache.find(stored.copy);
  if (folder !== undefined) return openStored(folder);
  throw new InvalidDataError(
    `The data set copy ${stored.copy} is no longer in the cache ${cache.folder}.\n` +
      'Expected the copy in the same cache as the model that was trained on the data set.\nRun the tests again.',
  );
}
