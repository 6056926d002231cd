import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openCache } from '../../cache/index.ts';
import { settings } from '../../settings.ts';
import type { Dataset } from '../contract.ts';
import { openVerified } from '../stored/open-stored.ts';
import { storeDataset } from '../stored/store.ts';

/** Changes when the same files would be decoded to other values. */
const version = 1;

/** Returns the key of decoded files: it changes with their paths, sizes and times, their labels and the options. */
export function keyOf(files: Iterable<readonly [path: string, label: number]>, options: string): string {
  const hash = createHash('sha256').update(`${version}\n${options}\n`);
  for (const [path, label] of files) {
    const state = statSync(path, { throwIfNoEntry: false });
    hash.update(`${path}\0${label}\0${state?.size}\0${state?.mtimeMs}\n`);
  }
  return `pictures-${hash.digest('hex')}`;
}

/**
 * Opens decoded data from the cache, or decodes and publishes it. Processes that ask at the same time decode once. Without a cache, or
 * with one that cannot be written, data is decoded every time.
 */
export async function cached(key: string, decode: () => Promise<Dataset>): Promise<Dataset> {
  const { cache: location } = settings();
  const cache = openCache(location && join(location, 'datasets'));
  let decoded: Dataset | undefined;
  const entry = await cache.lock(key, async () => {
    const found = await cache.find(key);
    if (found !== undefined) return found;
    const fresh = await decode();
    decoded = fresh;
    await cache.publish(key, (folder) => storeDataset(fresh, folder));
    return undefined;
  });
  return decoded ?? openVerified(entry as string);
}
