import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cifar10Set } from '../../../../src/datasets/cifar10.ts';
import type { Dataset } from '../../../../src/datasets/contract.ts';
import { fashionMnistSet } from '../../../../src/datasets/fashion-mnist.ts';
import { idx } from '../../../../src/datasets/formats/idx.ts';
import { mnistSet } from '../../../../src/datasets/mnist.ts';
import { openNamedSet, type NamedSet } from '../../../../src/datasets/named/named-set.ts';
import { DownloadError, InvalidDataError } from '../../../../src/errors.ts';
import type { ProgressEvent } from '../../../../src/progress.ts';
import { configure, settings } from '../../../../src/settings.ts';
import { partOf, subset } from '../../../../src/splits/index.ts';
import { idxFiles } from '../sample.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const files = new Map(Object.entries(idxFiles()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));
const total = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
const { cache: configured } = settings();

let folder: string;
let server: Server;
let requests: string[];
/** Answers of the server; a test may replace them. */
let answer: (name: string) => { body: Uint8Array; status?: number; length?: number };
let set: NamedSet;
let stderr: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitest-dnn-named-'));
  requests = [];
  answer = (name) => ({ body: files.get(name)! });
  server = createServer(({ url = '' }, response) => {
    requests.push(url.slice(1));
    const { body, status = 200, length = body.length } = answer(url.slice(1));
    response.writeHead(status, { 'content-length': length });
    response.write(body, () => (length > body.length ? response.destroy() : response.end()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  set = {
    name: 'tiny',
    reader: 'tiny',
    files: 'the four files',
    read: idx,
    remote: [...files].map(([name, bytes]) => ({ url: address + name, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  vi.stubEnv('DNN_DATA_DIR', '');
  vi.stubEnv('DNN_CACHE_DIR', '');
  configure({ cache: join(folder, 'cache') });
  stderr = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  configure({ cache: configured });
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Returns the error of opening the set. */
const failure = (): Promise<Error> =>
  openNamedSet(set, { progress: () => {} }).then(
    () => expect.unreachable(),
    (error: unknown) => error as Error,
  );

describe('a download', () => {
  test('is verified, kept in the cache, and not repeated', async () => {
    const events: ProgressEvent[] = [];
    const dataset = await openNamedSet(set, { progress: (event) => events.push(event) });
    expect(dataset).toMatchObject({
      name: 'tiny',
      source: { reader: 'tiny', options: {} },
      train: { size: 12 },
      test: { size: 5 },
    });
    expect(events[0]).toEqual({ task: 'download', done: 0, total });
    expect(events.at(-1)).toEqual({ task: 'download', done: total, total });
    expect(await readdir(join(folder, 'cache', 'datasets', 'tiny'))).toEqual(
      [...files.keys(), 'manifest.json'].toSorted(),
    );

    expect(await openNamedSet(set)).toBe(dataset);
    expect(requests).toEqual([...files.keys()]);
  });

  test('is repeated if the cache is damaged, with a warning', async () => {
    await openNamedSet(set, { progress: () => {} });
    await truncate(join(folder, 'cache', 'datasets', 'tiny', 't10k-labels-idx1-ubyte.gz'), 7);
    await openNamedSet(set, { progress: () => {} });
    expect(requests).toHaveLength(8);
    expect(stderr.join('')).toMatch(
      /the cache entry .*tiny is damaged: t10k-labels-idx1-ubyte\.gz has 7 bytes instead of/,
    );
  });

  test('happens once for concurrent callers', async () => {
    await Promise.all([openNamedSet(set), openNamedSet(set)]);
    expect(requests).toHaveLength(4);
  });

  test('prints its progress to stderr', async () => {
    await openNamedSet(set);
    expect(stderr[0]).toBe('vitest-dnn: download tiny ░░░░░░░░░░ 0.0 of 0.0 MB\n');
    expect(stderr.at(-1)).toBe('vitest-dnn: download tiny ██████████ 0.0 of 0.0 MB\n');
  });

  test('is removed if its checksum is wrong, and the error names both checksums', async () => {
    const forged = gzipSync('forged');
    answer = () => ({ body: forged });
    const error = await failure();
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error.message).toBe(
      `The download of ${set.remote[0].url} has the SHA-256 ${sha256(forged)} (${forged.length} bytes).\n` +
        `Expected ${set.remote[0].sha256} (${set.remote[0].bytes} bytes). ` +
        'The downloaded file was removed. Try again, or check whether the file was changed at its source.\n' +
        'To avoid the download, put the four files into a folder "tiny" and set DNN_DATA_DIR to its parent folder.',
    );
    expect(await readdir(join(folder, 'cache', 'datasets'))).toEqual([]);

    answer = (name) => ({ body: files.get(name)! });
    expect((await openNamedSet(set)).train.size).toBe(12);
  });

  test('is removed if it breaks off', async () => {
    answer = (name) => ({ body: files.get(name)!.subarray(0, 20), length: files.get(name)!.length });
    const error = await failure();
    expect(error).toBeInstanceOf(DownloadError);
    expect(error.message).toMatch(/train-images-idx3-ubyte.gz could not be downloaded: terminated: other side closed/);
    expect(await readdir(join(folder, 'cache', 'datasets'))).toEqual([]);
  });

  test('reports the answer of a host that refuses it', async () => {
    answer = () => ({ body: new Uint8Array(), status: 403 });
    expect((await failure()).message).toContain('could not be downloaded: the host answered 403 Forbidden.\n');
  });

  test('reports the URL, the cause and the folder for the files if the host cannot be reached', async () => {
    await new Promise((closed) => server.close(closed));
    vi.stubEnv('DNN_DATA_DIR', join(folder, 'data'));
    const error = await failure();
    expect(error).toMatchObject({ name: 'DownloadError', code: 'DNN_DOWNLOAD' });
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/train-images-idx3-ubyte\.gz could not be downloaded: fetch failed: connect ECONNREFUSED 127\.0\.0\.1:\d+\.\n/,
    );
    expect(error.message).toContain(`To avoid the download, put the four files into ${join(folder, 'data', 'tiny')}.`);
  });
});

describe('without a usable cache', () => {
  test.for(['a file in place of the cache folder', 'no cache'])(
    '%s: the data is downloaded once and kept in memory',
    async (place) => {
      const file = join(folder, 'file');
      await writeFile(file, '');
      configure({ cache: place === 'no cache' ? false : file });
      set = { ...set, name: `tiny without ${place}`.replaceAll(' ', '-') };
      const dataset = await openNamedSet(set, { progress: () => {} });
      expect(await openNamedSet(set)).toBe(dataset);
      expect(dataset.train.size).toBe(12);
      expect(requests).toHaveLength(4);
      expect(stderr.join('')).toMatch(
        place === 'no cache' ? /^$/ : /^vitest-dnn: the cache folder .*file\/datasets cannot be used/,
      );
    },
  );
});

describe('files in DNN_DATA_DIR', () => {
  test('take precedence over cache and download, without a checksum', async () => {
    vi.stubEnv('DNN_DATA_DIR', folder);
    await mkdir(join(folder, 'tiny'));
    for (const [name, bytes] of Object.entries(idxFiles(3))) await writeFile(join(folder, 'tiny', name), bytes);
    expect((await openNamedSet(set)).train.size).toBe(3);
    expect(requests).toEqual([]);
  });

  test('name the set as a part if it is one', async () => {
    vi.stubEnv('DNN_DATA_DIR', folder);
    const open = async (name: string, images: number): Promise<Dataset> => {
      await mkdir(join(folder, name));
      for (const [file, bytes] of Object.entries(idxFiles(images))) await writeFile(join(folder, name, file), bytes);
      return openNamedSet({ ...set, name, whole: { train: 12, test: 5 } });
    };
    const part = await open('small', 3);
    expect(part.name).toBe('small (part: 3 + 5 of 12 + 5 items)');
    expect(partOf(part)).toBe('3 + 5 of 12 + 5 items');
    const complete = await open('complete', 12);
    expect(complete.name).toBe('complete');
    expect(partOf(complete)).toBeUndefined();
    expect(partOf({ ...complete, test: subset(complete.test, [0, 1]) })).toBe('12 + 2 of 12 + 5 items');
  });

  test.each([
    ['mnist', mnistSet, '60,000 + 10,000'],
    ['fashion-mnist', fashionMnistSet, '60,000 + 10,000'],
    ['cifar-10', cifar10Set, '50,000 + 10,000'],
  ])('are compared with the whole of %s', async (name, named, whole) => {
    vi.stubEnv('DNN_DATA_DIR', folder);
    await mkdir(join(folder, name));
    const read = () => idx(join(folder, name));
    for (const [file, bytes] of Object.entries(idxFiles(3))) await writeFile(join(folder, name, file), bytes);
    expect((await openNamedSet({ ...named, read })).name).toBe(`${name} (part: 3 + 5 of ${whole} items)`);
  });

  test('are rejected if they are incomplete', async () => {
    vi.stubEnv('DNN_DATA_DIR', folder);
    await mkdir(join(folder, 'tiny'));
    expect((await failure()).message).toMatch(/^There is no file .*tiny\/train-images-idx3-ubyte, nor /);
    expect(requests).toEqual([]);
  });
});
