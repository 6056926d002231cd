import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidOptionError } from '../errors.ts';
import { settings } from '../settings.ts';
import { makeAside, removeAsides, removeWhole } from './aside.ts';
import { withLock, type LockOptions } from './lock.ts';
import { findDamage, writeManifest } from './manifest.ts';
import { isUnwritable, warnUnwritable } from './unwritable.ts';

/** A store of folders on disk by key, each written once and whole. */
export interface Cache {
  /** Folder of the cache; false if the cache is off. */
  readonly folder: string | false;
  /**
   * Returns the folder of an entry if every file matches its checksum; undefined if there is none. A damaged entry is reported on
   * stderr, removed, and counts as missing.
   */
  find(key: string): Promise<string | undefined>;
  /**
   * Calls `write` to fill a new folder, then renames it to the entry. An existing intact entry wins.
   *
   * @returns the entry's folder; undefined if the cache is off, full or read-only (the last two are reported once on stderr)
   */
  publish(key: string, write: (folder: string) => Promise<void>): Promise<string | undefined>;
  /** Runs the work while no other process holds the same name, and returns its result; see `withLock`. */
  lock<T>(name: string, work: () => Promise<T>, options?: LockOptions): Promise<T>;
}

/**
 * Opens and returns the cache. Its folder is created when an entry is published or locked.
 *
 * @param location - folder of the cache; false turns it off. @defaultValue the cache of `dnn()`
 */
export function openCache(location: string | false = settings().cache): Cache {
  if (location === false) {
    return { folder: false, find: async () => undefined, publish: async () => undefined, lock: (_, work) => work() };
  }
  const folder = resolve(location);
  return {
    folder,
    find: (key) => find(folder, validateKey(key)),
    publish: async (key, write) => {
      try {
        return await publish(folder, validateKey(key), write);
      } catch (error) {
        if (!isUnwritable(error)) throw error;
        warnUnwritable(folder, error);
        return undefined;
      }
    },
    lock: (name, work, options) => withLock(folder, validateKey(name), work, options),
  };
}

async function find(folder: string, key: string): Promise<string | undefined> {
  const entry = join(folder, key);
  if (!(await exists(entry))) return undefined;
  const damage = await findDamage(entry);
  if (damage === undefined) return entry;
  if (!(await exists(entry))) return undefined; // another process removed it in the meantime
  process.stderr.write(
    `vitest-dnn: the cache entry ${entry} is damaged: ${damage}.\nThe entry is removed and created again. No other entry is affected.\n`,
  );
  await removeWhole(entry).catch(() => {});
  return undefined;
}

async function publish(folder: string, key: string, write: (folder: string) => Promise<void>): Promise<string> {
  const entry = join(folder, key);
  await mkdir(folder, { recursive: true });
  await removeAsides(folder, key);
  const unfinished = await makeAside(folder, key);
  try {
    await write(unfinished);
    await writeManifest(unfinished);
    await moveInto(entry, unfinished);
    return entry;
  } finally {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
  }
}

/** Renames the folder to the entry. An existing intact entry wins; a damaged one is replaced. */
async function moveInto(entry: string, unfinished: string): Promise<void> {
  try {
    await rename(unfinished, entry);
  } catch (error) {
    if (!(await exists(entry))) throw error;
    if ((await findDamage(entry)) === undefined) return;
    await removeWhole(entry);
    await moveInto(entry, unfinished);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function validateKey(key: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(key)) return key;
  throw new InvalidOptionError(
    `The cache key is "${key}".\nExpected a letter or digit, then letters, digits, "-" and "_".\n` +
      'Use hashOf(…) of everything that determines the entry.',
  );
}
