import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withLock } from '../../../src/cache/lock.ts';

const patient = { timeout: 20_000 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-lock-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the files of a process that holds the lock `a`. */
async function leaveLock(owner: { host: string; pid: number } | undefined, secondsAgo = 0): Promise<void> {
  const lock = join(folder, 'a.lock');
  const when = new Date(Date.now() - 1000 * secondsAgo);
  await mkdir(lock);
  await utimes(lock, when, when);
  if (owner) await writeFile(join(folder, 'a.owner.json'), JSON.stringify(owner));
}

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
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
    await leaveLock({ host: hostname(), pid: gone });
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
