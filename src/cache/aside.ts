import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './process.ts';

const prefixOf = (name: string, pid: number): string => `.${name}@${hostname()}@${pid}@`;

/** Creates a folder beside the one that it becomes by renaming, named after its maker. */
export function makeAside(folder: string, name: string): Promise<string> {
  return mkdtemp(join(folder, prefixOf(name, process.pid)));
}

/** Removes what dead processes of this machine left aside under a name. */
export async function removeAsides(folder: string, name: string): Promise<void> {
  for (const left of await readdir(folder)) {
    const pid = Number(left.split('@')[2]);
    if (left.startsWith(prefixOf(name, pid)) && !isAlive(pid))
      await rm(join(folder, left), { recursive: true, force: true });
  }
}

/** Moves a folder aside before its files are deleted, so that no process finds half of it. */
export async function removeWhole(path: string): Promise<void> {
  const aside = await makeAside(dirname(path), basename(path));
  try {
    await rename(path, join(aside, 'removed'));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
