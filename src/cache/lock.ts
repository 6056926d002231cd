import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeAside, removeAsides, removeWhole } from './aside.ts';
import { beatFile, LockWatch, ownerFile, readOwner } from './lock-owner.ts';
import { markOfThisProcess } from './process.ts';
import { isUnwritable, warnUnwritable } from './unwritable.ts';

export interface LockOptions {
  /**
   * Called several times a second while another process holds the lock.
   *
   * @param holder - the owner and the folder of the lock, in words
   */
  readonly onWait?: (secondsWaited: number, holder: string) => void;
}

type Release = () => Promise<void>;

const pollMilliseconds = 200;
/** Interval at which the owner writes its lock. */
const beatMilliseconds = 5_000;

/**
 * Runs the work while no other process or caller runs work under the same name, and returns its result. A killed owner loses
 * the lock immediately for processes on its machine, and after two minutes of silence for others. A lost lock costs time but
 * not correctness, because entries are published whole. If the folder is not writable, the work runs without a lock.
 *
 * The lock is a folder, made aside and renamed, so it appears together with its owner, however its maker ends.
 */
export async function withLock<T>(
  folder: string,
  name: string,
  work: () => Promise<T>,
  { onWait = warnOfWait() }: LockOptions = {},
): Promise<T> {
  const release = await acquire(folder, name, onWait).catch((error: unknown): Release => {
    if (!isUnwritable(error)) throw error;
    warnUnwritable(folder, error);
    return async () => {};
  });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(folder: string, name: string, onWait: NonNullable<LockOptions['onWait']>): Promise<Release> {
  await mkdir(folder, { recursive: true });
  await removeAsides(folder, `${name}.lock`);
  const lock = join(folder, `${name}.lock`);
  const start = performance.now();
  const watch = new LockWatch(lock);
  for (;;) {
    const release = await take(lock);
    if (release) return release;
    if (await removeAbandoned(lock, watch)) continue;
    onWait((performance.now() - start) / 1000, watch.holder);
    await sleep(pollMilliseconds);
  }
}

/** Makes a lock and renames it into place. Returns its release; undefined if there is a lock already. */
async function take(lock: string): Promise<Release | undefined> {
  if (await exists(lock)) return undefined;
  const made = await makeAside(dirname(lock), basename(lock));
  try {
    await writeFile(join(made, beatFile), '');
    await writeFile(join(made, ownerFile), JSON.stringify({ ...(await markOfThisProcess()), token: made }));
    await rename(made, lock);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (isTaken(error) || (await exists(lock))) return undefined; // another process was faster
    throw error;
  }
  const isMine = async (): Promise<boolean> => (await readOwner(lock))?.token === made;
  const beat = setInterval(() => {
    void isMine().then((mine) =>
      mine ? writeFile(join(lock, beatFile), String(Date.now())).catch(ignore) : undefined,
    );
  }, beatMilliseconds);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if (await isMine()) await removeWhole(lock).catch(ignore);
  };
}

/**
 * Removes the lock if it is abandoned. Waiting processes do so one at a time: each takes a second lock first, and looks again under
 * it, so that none removes a lock that another just took.
 *
 * @returns whether the lock is gone
 */
async function removeAbandoned(lock: string, watch: LockWatch): Promise<boolean> {
  if (!(await watch.isAbandoned())) return false;
  const guard = lock.replace(/lock$/, 'guard');
  await removeAsides(dirname(guard), basename(guard));
  const leave = await take(guard);
  if (!leave) {
    if (await new LockWatch(guard).isAbandoned()) await removeWhole(guard).catch(ignore);
    return false;
  }
  try {
    if (!(await watch.isAbandoned())) return false;
    await removeWhole(lock).catch(ignore);
    return true;
  } finally {
    await leave();
  }
}

/** Reports on stderr after 5 seconds, and every minute, that work waits. */
function warnOfWait(): NonNullable<LockOptions['onWait']> {
  let next = 5;
  return (seconds, holder) => {
    if (seconds < next) return;
    next = seconds + 60;
    process.stderr.write(`vitest-dnn: waiting for ${holder} (${Math.round(seconds)} s so far).\n`);
  };
}

/** Whether a folder cannot be renamed because its new name is taken. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST'].includes(String(error.code));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function ignore(): undefined {}
