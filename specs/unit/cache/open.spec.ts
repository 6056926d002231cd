import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCache } from '../../../src/cache/index.ts';
import { onMount } from '../../support/mount.ts';

let folder: string;
let stderr: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-cache-'));
  stderr = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const twoFiles = async (entry: string): Promise<void> => {
  await writeFile(join(entry, 'model.json'), '{"layers":[]}');
  await mkdir(join(entry, 'weights'));
  await writeFile(join(entry, 'weights', 'shard-1.bin'), new Uint8Array(1000).fill(7));
};

describe('an entry', () => {
  test('is found as it was published, and nothing else is in the folder', async () => {
    const cache = openCache(folder);
    expect(await cache.find('a')).toBeUndefined();
    const published = await cache.publish('a', twoFiles);
    expect(published).toBe(join(folder, 'a'));
    expect(await cache.find('a')).toBe(published);
    expect(await readFile(join(folder, 'a', 'model.json'), 'utf8')).toBe('{"layers":[]}');
    expect(await readdir(folder)).toEqual(['a']);
    expect(stderr).toEqual([]);
  });

  test('wins over a second one that is published later', async () => {
    const cache = openCache(folder);
    await cache.publish('a', (entry) => writeFile(join(entry, 'first'), ''));
    await cache.publish('a', (entry) => writeFile(join(entry, 'second'), ''));
    expect((await readdir(join(folder, 'a'))).toSorted()).toEqual(['first', 'manifest.json']);
    expect(await readdir(folder)).toEqual(['a']);
  });

  test('does not appear if writing it fails', async () => {
    const cache = openCache(folder);
    const failing = cache.publish('a', async (entry) => {
      await writeFile(join(entry, 'half'), '');
      throw new RangeError('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(await readdir(folder)).toEqual([]);
  });

  test('is removed by the next process if a killed one left it half written', async () => {
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
    await mkdir(join(folder, `.a@${hostname()}@${dead}@x`));
    await mkdir(join(folder, `.a@${hostname()}@${process.pid}@x`));
    await openCache(folder).publish('a', twoFiles);
    expect((await readdir(folder)).toSorted()).toEqual([`.a@${hostname()}@${process.pid}@x`, 'a']);
  });
});

describe('a damaged entry', () => {
  const manifest = (content: object) => async () => writeFile(join(folder, 'a/manifest.json'), JSON.stringify(content));
  const cutOff = (path: string) => async () => truncate(join(folder, path), 5);
  test.each<[string, () => Promise<unknown>, string]>([
    ['a truncated file', cutOff('a/weights/shard-1.bin'), 'weights/shard-1.bin has 5 bytes instead of 1000'],
    [
      'a changed byte',
      async () => writeFile(join(folder, 'a/model.json'), '{"layers":()}'),
      'model.json does not match its checksum',
    ],
    ['a missing file', async () => rm(join(folder, 'a/model.json')), 'model.json is missing'],
    ['no manifest', async () => rm(join(folder, 'a/manifest.json')), 'manifest.json is missing or truncated'],
    ['half a manifest', cutOff('a/manifest.json'), 'manifest.json is missing or truncated'],
    ['a manifest without files', manifest({ files: [] }), 'manifest.json is missing or truncated'],
    ['a manifest of another form', manifest({ file: 3 }), 'manifest.json is missing or truncated'],
    [
      'a manifest that names a file outside',
      manifest({ files: [{ path: '../outside', bytes: 1, sha256: '' }] }),
      '../outside is missing',
    ],
  ])('with %s is removed with one warning and created again', async (_, damage, message) => {
    const cache = openCache(folder);
    await cache.publish('a', twoFiles);
    await damage();
    expect(await cache.find('a')).toBeUndefined();
    expect(await cache.find('a')).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toBe(
      `vitest-dnn: the cache entry ${join(folder, 'a')} is damaged: ${message}.\nThe entry is removed and created again. No other entry is affected.\n`,
    );
    await cache.publish('a', twoFiles);
    expect(await cache.find('a')).toBe(join(folder, 'a'));
  });

  test('is replaced by an entry that is published before it is read', async () => {
    const cache = openCache(folder);
    await cache.publish('a', twoFiles);
    await rm(join(folder, 'a/manifest.json'));
    await cache.publish('a', twoFiles);
    expect(await cache.find('a')).toBe(join(folder, 'a'));
    expect(await readdir(folder)).toEqual(['a']);
  });
});

describe('a folder that is not writable', () => {
  test.each([
    ['is a file', (): string => join(folder, 'file')],
    ['lies under a file', (): string => join(folder, 'file', 'cache')],
  ])('because it %s lets the work continue with one warning', async (_, where) => {
    await writeFile(join(folder, 'file'), '');
    const location = where();
    const cache = openCache(location);
    for (let again = 0; again < 2; again++) {
      expect(await cache.find('a')).toBeUndefined();
      expect(await cache.lock('a', async () => cache.publish('a', twoFiles))).toBeUndefined();
    }
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toContain(`the cache folder ${location} cannot be used (E`);
    expect(stderr[0]).toContain('The tests run without the cache');
  });

  test('because it is full lets the work continue with one warning and keeps its entries', async ({ skip }) => {
    await onMount(folder, 'size=64k', skip, async () => {
      const cache = openCache(folder);
      const large = async (entry: string): Promise<void> =>
        writeFile(join(entry, 'weights.bin'), new Uint8Array(100_000));
      await cache.publish('small', twoFiles);
      expect(await cache.publish('large', large)).toBeUndefined();
      expect(await cache.publish('larger', large)).toBeUndefined();
      expect(await readdir(folder)).toEqual(['small']);
      expect(await cache.find('small')).toBe(join(folder, 'small'));
      expect(stderr).toHaveLength(1);
      expect(stderr[0]).toContain('ENOSPC');
    });
  });

  test('because it is mounted read-only lets the work continue with one warning', async ({ skip }) => {
    await onMount(folder, 'ro', skip, async () => {
      const cache = openCache(folder);
      expect(await cache.lock('a', async () => cache.publish('a', twoFiles))).toBeUndefined();
      expect(stderr).toHaveLength(1);
      expect(stderr[0]).toContain('EROFS');
    });
  });
});

test('a location of false stores nothing, and work under a lock still runs', async () => {
  const cache = openCache(false);
  expect(cache.folder).toBe(false);
  expect(await cache.publish('a', async () => expect.unreachable())).toBeUndefined();
  expect(await cache.find('a')).toBeUndefined();
  expect(await cache.lock('a', async () => 3)).toBe(3);
});

test('a key with other characters is rejected', async () => {
  await expect(async () => openCache(folder).find('../a')).rejects.toThrow('The cache key is "../a".');
});
