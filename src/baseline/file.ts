import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { withLock } from '../cache/lock.ts';
import { DnnError } from '../errors.ts';
import type { Baseline, ChecksOfTest } from './contract.ts';
import { baselineText, parseBaseline } from './text.ts';

/** Reads a baseline; a missing file is empty. @throws InvalidDataError - if it is damaged */
export async function readBaseline(path: string): Promise<Baseline> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? new Map() : parseBaseline(text, path);
}

/**
 * Changes the checks of a baseline. The file is read, changed and replaced as a whole while no other process changes it, so that the workers
 * of several projects and concurrent tests can write at once. A baseline without checks has no file.
 *
 * @param change - returns the checks of each test that changes; without checks, the test is removed
 * @throws DnnError - if the file cannot be written
 */
export function changeBaseline(path: string, change: Change): Promise<void> {
  const work = (queues.get(path) ?? Promise.resolve()).then(() => changeNow(path, change));
  queues.set(
    path,
    work.catch(() => {}),
  );
  return work;
}

type Change = (baseline: Baseline) => Iterable<readonly [test: string, checks: ChecksOfTest]>;

/** The last change of each file by this process: its changes wait for each other without a lock. */
const queues = new Map<string, Promise<void>>();

async function changeNow(path: string, change: Change): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  await withLock(folder, `.${basename(path)}`, async () => {
    const baseline = await readBaseline(path);
    const changed = new Map(baseline);
    for (const [test, checks] of change(baseline)) {
      if (checks.size > 0) changed.set(test, checks);
      else changed.delete(test);
    }
    if (changed.size === 0) return rm(path, { force: true });
    const aside = `${path}.${process.pid}.tmp`;
    try {
      await writeFile(aside, baselineText(changed));
      await rename(aside, path);
    } catch (cause) {
      await rm(aside, { force: true });
      throw unwritable(path, cause);
    }
  });
}

const unwritable = (path: string, cause: unknown): DnnError =>
  new DnnError(
    'DNN_BASELINE',
    `The baseline ${path} cannot be written: ${(cause as Error).message}.\nExpected a folder that can be written.\n` +
      'Run the tests where the folder of the specs can be written, and commit the file.',
    { cause },
  );
