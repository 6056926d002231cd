import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { isUnwritable, warnUnwritable } from './unwritable.ts';

export interface LockOptions {
  /** Called several times a second while another process holds the lock. */
  readonly onWait?: (secondsWaited: number) => void;
}

type Release = () => Promise<void>;

const pollMilliseconds = 200;
/** Interval at which the owner updates its lock. */
const updateMilliseconds = 5_000;
/** Silence after which a lock is abandoned; far above the interval, because an adversarial batch can block the event loop. */
const silenceMilliseconds = 120_000;
/** Turns off the staleness check of proper-lockfile, which two waiting processes can pass at once; see `isAbandoned`. */
const never = 2 ** 31;

/**
 * Runs the work while no other process or caller runs work under the same name, and returns its result. A killed owner loses
 * the lock immediately for processes on its machine, and after two minutes of silence for others. A lost lock costs time but
 * not correctness, because entries are published whole. If the folder is not writable, the work runs without a lock.
 */
export async function withLock<T>(
  folder: string,
  name: string,
  work: () => Promise<T>,
  { onWait }: LockOptions = {},
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

async function acquire(folder: string, name: string, onWait: LockOptions['onWait']): Promise<Release> {
  await mkdir(folder, { recursive: true });
  const start = performance.now();
  for (;;) {
    const release = await tryToAcquire(folder, name);
    if (release !== undefined) return release;
    onWait?.((performance.now() - start) / 1000);
    await sleep(pollMilliseconds);
  }
}

/** Checks and takes the lock under a second, short-lived lock, so that no process removes a lock that another just took. */
async function tryToAcquire(folder: string, name: string): Promise<Release | undefined> {
  const lockFolder = join(folder, `${name}.lock`);
  const ownerFile = join(folder, `${name}.owner.json`);
  const leaveGuard = await take(join(folder, `${name}.guard`), 10_000);
  if (leaveGuard === undefined) return undefined;
  try {
    if (await isAbandoned(lockFolder, ownerFile)) await rm(lockFolder, { recursive: true, force: true });
    const release = await take(lockFolder, never);
    if (release === undefined) return undefined;
    await writeFile(ownerFile, JSON.stringify({ host: hostname(), pid: process.pid })).catch(ignore); // optional: it speeds up a takeover
    return async () => {
      await rm(ownerFile, { force: true }).catch(ignore);
      await release().catch(ignore);
    };
  } finally {
    await leaveGuard().catch(ignore);
  }
}

/** Creates the lock folder and returns its release; undefined if another process holds it. */
async function take(lockFolder: string, stale: number): Promise<Release | undefined> {
  try {
    return await lock(lockFolder, {
      lockfilePath: lockFolder,
      realpath: false,
      stale,
      update: updateMilliseconds,
      onCompromised: ignore,
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') return undefined;
    throw error;
  }
}

async function isAbandoned(lockFolder: string, ownerFile: string): Promise<boolean> {
  const lockStat = await stat(lockFolder).catch(ignore);
  if (lockStat === undefined) return false;
  if (lockStat.mtimeMs < Date.now() - silenceMilliseconds) return true;
  try {
    const owner = JSON.parse(await readFile(ownerFile, 'utf8')) as { host: string; pid: number };
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    return false; // the owner has not written its file yet, or has just removed it
  }
}

/** Returns whether a process runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ignore(): undefined {}
