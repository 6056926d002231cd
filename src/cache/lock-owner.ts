import { readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isObject } from '../options.ts';
import { plainLine } from '../plain-text.ts';
import { makeAside } from './aside.ts';
import { runs, type ProcessMark } from './process.ts';

/** Files in the folder of a lock: its owner, and a file that the owner writes every few seconds. */
export const [ownerFile, beatFile] = ['owner.json', 'beat'];

/** Silence after which a lock is abandoned; far above the interval, because an adversarial batch can block the event loop. */
const silenceMilliseconds = 120_000;

/** The owner of a lock, as the lock says; the file of a stranger or of a machine that lost power may hold anything. */
type Owner = ProcessMark & { readonly token: string };

/** What a process that waits for a lock has seen of it. */
export class LockWatch {
  readonly #lock: string;
  #owner: Owner | undefined;
  #state = '';
  #since = 0;

  constructor(lock: string) {
    this.#lock = lock;
  }

  /** The owner and the folder of the lock, in words. */
  get holder(): string {
    const owner = this.#owner
      ? `process ${this.#owner.pid} on ${this.#owner.host.slice(0, 100)}`
      : 'an unknown process';
    return plainLine(`${owner}; its lock is ${this.#lock}`);
  }

  /**
   * Looks at the lock. A lock is abandoned if its owner is dead, if its last sign of life is old by the clock of the file system, or
   * if it gave none since it was first seen. A clock that jumped can only break a lock of another machine, and keep none.
   */
  async isAbandoned(): Promise<boolean> {
    const owner = await readOwner(this.#lock);
    const beat = (await timeOf(join(this.#lock, beatFile))) ?? (await timeOf(this.#lock));
    if (beat === undefined) return false; // just released
    const state = `${owner?.token} ${beat}`;
    if (state !== this.#state) [this.#state, this.#since] = [state, performance.now()];
    this.#owner = owner;
    if (performance.now() - this.#since > silenceMilliseconds) return true;
    const running = owner && (await runs(owner));
    if (running !== undefined) return !running;
    return beat < (await timeNow(this.#lock)) - silenceMilliseconds;
  }
}

/** Reads the owner of a lock; undefined if it cannot be known. */
export async function readOwner(lock: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(join(lock, ownerFile), 'utf8'));
    if (!isObject(owner)) return undefined;
    const { host, pid, started, token = '' } = owner;
    if (typeof host !== 'string' || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    return { host, pid, started: typeof started === 'string' ? started : null, token: String(token) };
  } catch {
    return undefined;
  }
}

const timeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

/** The time by the clock of the file system, which may be another machine's. */
async function timeNow(lock: string): Promise<number> {
  const probe = await makeAside(dirname(lock), basename(lock));
  try {
    return (await timeOf(probe)) ?? Date.now();
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
