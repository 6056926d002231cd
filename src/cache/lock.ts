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
/** The owner says this often that it is alive… */
const updateMilliseconds = 5_000;
/** …and counts as gone after so long a silence. Many times the interval: one adversarial batch may block the event loop. */
const silenceMilliseconds = 120_000;
/** Turns off the judgement of proper-lockfile, which two waiting processes can reach at once; `isAbandoned` is ours. */
const never = 2 ** 31;

/**
 * Runs the work while no other process or caller does work under the same name, and returns its result. An owner that was
 * killed loses the lock at once on its own machine, elsewhere after two minutes of silence. Losing a lock can cost time, not
 * correctness: entries are published whole. Where the folder cannot be written the work runs without a lock.
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

/** Judges and takes the lock under a second, short-lived lock, so that nobody removes what another has just taken. */
async function tryToAcquire(folder: string, name: string): Promise<Release | undefined> {
  const lockFolder = join(folder, `${name}.lock`);
  const ownerFile = join(folder, `${name}.owner.json`);
  const leaveGuard = await take(join(folder, `${name}.guard`), 10_000);
  if (leaveGuard === undefined) return undefined;
  try {
    if (await isAbandoned(lockFolder, ownerFile)) await rm(lockFolder, { recursive: true, force: true });
    const release = await take(lockFolder, never);
    if (release === undefined) return undefined;
    await writeFile(ownerFile, JSON.stringify({ host: hostname(), pid: process.pid })).catch(ignore); // it speeds up a takeover
    return async () => {
      await rm(ownerFile, { force: true }).catch(ignore);
      await release().catch(ignore);
    };
  } finally {
    await leaveGuard().catch(ignore);
  }
}

/** Makes the lock folder; undefined if somebody else holds it. */
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
    return false; // the owner has not written its name yet, or has just taken it back
  }
}

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ignore(): undefined {}
