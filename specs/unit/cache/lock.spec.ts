import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withLock } from '../../../src/cache/lock.ts';

const patient = { timeout: 20_000 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the files of a process that holds the lock `a`. */
async function leaveLock(owner: object | undefined, secondsAgo = 0): Promise<void> {
  const lock = join(folder, 'a.lock');
  const when = new Date(Date.now() - 1000 * secondsAgo);
  await mkdir(lock);
  if (owner) await writeFile(join(lock, 'owner.json'), JSON.stringify(owner));
  await utimes(lock, when, when);
}

/** The mark of a process that ended. */
let ended: { host: string; pid: number } | undefined;
const gone = () =>
  (ended ??= { host: hostname(), pid: Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString()) });

describe('work under one name', () => {
  test('runs one after the other, each with its own result, and leaves nothing behind', async () => {
    const steps: string[] = [];
    let finish = (): void => {};
    const first = withLock(folder, 'a', async () => {
      steps.push('first begins');
      await new Promise<void>((resolve) => (finish = resolve));
      steps.push('first ends');
      return 1;
    });
    await expect.poll(() => steps, patient).toEqual(['first begins']);
    const second = withLock(
      folder,
      'a',
      async () => {
        steps.push('second begins');
        return 2;
      },
      { onWait: () => finish() },
    );
    expect(await Promise.all([first, second])).toEqual([1, 2]);
    expect(steps).toEqual(['first begins', 'first ends', 'second begins']);
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not wait for work under another name', async () => {
    await leaveLock({ host: hostname(), pid: process.pid });
    expect(await withLock(folder, 'b', async () => 'done')).toBe('done');
  });

  test('releases the lock if it fails', async () => {
    await expect(withLock(folder, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(folder, 'a', async () => 'done')).toBe('done');
  });
});

describe('a lock is taken over', () => {
  test('immediately from a dead process of this machine', async () => {
    await leaveLock(gone());
    expect(await withLock(folder, 'a', async () => 'done', { onWait: () => expect.unreachable() })).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });

  test('after a long silence from any process', async () => {
    await leaveLock({ host: 'elsewhere', pid: 1 }, 600);
    expect(await withLock(folder, 'a', async () => 'done', { onWait: () => expect.unreachable() })).toBe('done');
  });

  test('by one waiting process at a time', async () => {
    await leaveLock(undefined, 600);
    let inside = 0;
    const work = async (): Promise<void> => {
      expect(++inside).toBe(1);
      await sleep(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(folder, 'a', work)));
    expect(await readdir(folder)).toEqual([]);
  });
});

/** The mark of a process that runs. */
const alive = { host: hostname(), pid: process.ppid };

describe('a lock appears whole', () => {
  test('with its owner, at every moment that it exists', async () => {
    const state = { isOver: false };
    let seen = 0;
    const watch = async (): Promise<void> => {
      while (!state.isOver) {
        if (!(await readdir(folder)).includes('a.lock')) continue;
        const owner = await readFile(join(folder, 'a.lock', 'owner.json'), 'utf8').catch(() => undefined);
        if (owner === undefined) continue; // released in the meantime
        expect(JSON.parse(owner)).toMatchObject({ host: hostname(), pid: process.pid });
        seen++;
      }
    };
    const watching = watch();
    for (let i = 0; i < 20; i++) await withLock(folder, 'a', () => sleep(2));
    state.isOver = true;
    await watching;
    expect(seen).toBeGreaterThan(0);
  });

  test.each<[string, (aside: string) => Promise<unknown>]>([
    ['before it wrote a file', async () => {}],
    ['before it named itself', (aside) => writeFile(join(aside, 'beat'), '')],
    ['while it named itself', (aside) => writeFile(join(aside, 'owner.json'), '{"host":')],
    ['before it renamed the lock', (aside) => writeFile(join(aside, 'owner.json'), JSON.stringify(gone()))],
    ['while it held the lock', () => leaveLock(gone())],
    [
      'while it removed an abandoned lock',
      () => leaveLock(gone()).then(() => rename(join(folder, 'a.lock'), join(folder, 'a.guard'))),
    ],
    [
      'while it held and removed locks',
      () => leaveLock(gone()).then(() => cp(join(folder, 'a.lock'), join(folder, 'a.guard'), { recursive: true })),
    ],
    ['while it released the lock', (aside) => mkdir(join(aside, 'removed'))],
  ])('and blocks nobody if its maker is killed %s', async (_, leave) => {
    const aside = join(folder, `.a.lock@${hostname()}@${gone().pid}@x`);
    await mkdir(aside);
    await leave(aside);
    let waits = 0;
    expect(await withLock(folder, 'a', async () => 'done', { onWait: () => waits++ })).toBe('done');
    expect(waits).toBeLessThanOrEqual(1);
    expect((await readdir(folder)).filter((name) => name !== 'a.guard')).toEqual([]);
  });
});

describe('a wrong clock', () => {
  /** Lets the time that this process measures pass faster. */
  const skip = (seconds: number): void => {
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 1000 * seconds);
  };
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['of another machine', { host: 'elsewhere', pid: 1 }],
    ['without an owner', undefined],
    ['whose owner file is no mark', { host: 3, pid: 'x' }],
  ])('does not keep a lock %s: one from the future is abandoned after the usual silence', async (_, owner) => {
    await leaveLock(owner, -3600);
    let waits = 0;
    const work = withLock(folder, 'a', async () => 'done', { onWait: () => (++waits === 2 ? skip(130) : undefined) });
    expect(await work).toBe('done');
    expect(waits).toBe(2);
  });

  test('does not break the lock of a process that runs on this machine', async () => {
    await leaveLock(alive, 600);
    let waits = 0;
    const work = withLock(folder, 'a', async () => waits, { onWait: () => waits++ });
    await expect.poll(() => waits, patient).toBeGreaterThanOrEqual(2);
    skip(130); // its owner shows no sign of life for two minutes
    expect(await work).toBeGreaterThanOrEqual(2);
  });
});

test.runIf(process.platform === 'linux')('a lock is taken over if its process id was used again', async () => {
  await leaveLock({ ...alive, started: 'another boot:1' });
  expect(await withLock(folder, 'a', async () => 'done', { onWait: () => expect.unreachable() })).toBe('done');
});

test('who waits is told the owner and the folder of the lock, on stderr by default', async () => {
  await leaveLock({ host: 'else\u001bwhere', pid: 7 });
  const now = performance.now.bind(performance);
  let seconds = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 1000 * seconds);
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => (seconds += 70) > 0);
  seconds = 0;
  const work = withLock(folder, 'a', async () => 'done');
  await sleep(250);
  seconds = 6;
  expect(await work).toBe('done');
  const written = stderr.mock.calls.map(([text]) => String(text));
  vi.restoreAllMocks();
  const holder = `process 7 on else\\u001bwhere; its lock is ${join(folder, 'a.lock')}`;
  expect(written[0]).toMatch(/^vitest-dnn: waiting for /);
  expect(written[0]).toContain(`${holder} (`);
  expect(written.length).toBeLessThanOrEqual(3);
});

describe('work waits for a lock', () => {
  test.each([
    ['a live process', { host: hostname(), pid: process.ppid }],
    ['a process of another machine', { host: 'elsewhere', pid: 2 ** 22 + 1 }],
    ['a process that has not written its owner file yet', undefined],
  ])('while %s holds it', async (_, owner) => {
    await leaveLock(owner);
    let waits = 0;
    const work = withLock(folder, 'a', async () => waits, { onWait: () => waits++ });
    await expect.poll(() => waits, patient).toBeGreaterThanOrEqual(2);
    await rm(join(folder, 'a.lock'), { recursive: true });
    expect(await work).toBeGreaterThanOrEqual(2);
  });
});
