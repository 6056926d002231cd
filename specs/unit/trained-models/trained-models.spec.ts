import { mkdtempSync, readdirSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openCache, type Cache } from '../../../src/cache/index.ts';
import type { Dataset, Split } from '../../../src/datasets/contract.ts';
import { glyphs } from '../../../src/datasets/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { openModel, sharedModel, storeModel, type StoredModel } from '../../../src/trained-models/index.ts';
import { thresholdModel } from '../matchers/threshold-model.ts';
import { run } from '../reporters/sample.ts';

const record = { ...run('dre', 1, [0.5]), cached: false };
const labelled = Int32Array.of(2, 0);
const split = (size: number, ids?: string[]): Split => ({
  inputs: Float32Array.from({ length: size }, (_, i) => i / size),
  itemShape: [1],
  labels: Int32Array.from({ length: size }, (_, i) => i % 2),
  size,
  ...(ids && { ids }),
});
const inMemory: Dataset = {
  name: 'own',
  classNames: ['a', 'b'],
  kind: 'image',
  train: split(4, ['p', 'q', 'r', 's']),
  test: split(2),
};

let cache: Cache;
let folder: string;
const classifier = await thresholdModel();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnn-models-'));
  cache = openCache(folder);
});

describe('a stored model', () => {
  test.each([inMemory, glyphs({ train: 20, test: 10 })])('comes back with its data set', async (dataset) => {
    expect(await storeModel(cache, { classifier, record, labelled }, dataset)).toBe(true);
    const opened = await openModel(cache, record.id);
    expect(opened).toMatchObject({ record: { ...record, cached: true }, labelled, dataset });
    expect(await opened?.classifier.predictions(inMemory.train)).toEqual(await classifier.predictions(inMemory.train));
  });

  test('comes back with a changed data set, not with the original that its reader gives', async () => {
    const whole = glyphs({ train: 20, test: 10 });
    const dataset = { ...whole, train: subset(whole.train, [5, 3, 1]) };
    await storeModel(cache, { classifier, record, labelled }, dataset);
    const opened = await openModel(cache, record.id);
    expect(opened?.dataset.train).toEqual(dataset.train);
    expect(opened?.dataset.test).toEqual(whole.test);
  });

  test('comes back with a copy of the data set if its files are gone', async () => {
    const dataset: Dataset = { ...inMemory, source: { reader: 'idx', options: { folder: join(folder, 'gone') } } };
    await storeModel(cache, { classifier, record, labelled }, dataset);
    expect((await openModel(cache, record.id))?.dataset.train).toEqual(inMemory.train);
  });

  test('is missing if nothing was stored', async () => {
    expect(await openModel(cache, 'other')).toBeUndefined();
  });

  test('is not stored without a cache', async () => {
    expect(await storeModel(openCache(false), { classifier, record, labelled }, inMemory)).toBe(false);
  });
});

describe('a shared model', () => {
  const training = (): { options: Parameters<typeof sharedModel>[0]; trained: () => number } => {
    let count = 0;
    const train = async (): Promise<StoredModel> => {
      count++;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { classifier, record, labelled };
    };
    return { options: { id: record.id, dataset: inMemory, cache: folder, title: 'net', train }, trained: () => count };
  };

  test('is trained once if several callers need it at the same time and later', async () => {
    const { options, trained } = training();
    const models = await Promise.all([sharedModel(options), sharedModel(options)]);
    const later = await sharedModel(options);
    expect(trained()).toBe(1);
    expect([...models, later].map((model) => model.record.cached)).toEqual([true, true, true]);
  });

  test('is trained again if its entry is truncated', async () => {
    const { options, trained } = training();
    await sharedModel(options);
    const entry = readdirSync(folder).find((name) => name.startsWith('model-')) ?? '';
    truncateSync(join(folder, entry, 'weights.bin'), 3);
    await sharedModel(options);
    expect(trained()).toBe(2);
  });

  test('is trained each time without a cache, and its record says so', async () => {
    const { options, trained } = training();
    const models = [await sharedModel({ ...options, cache: false }), await sharedModel({ ...options, cache: false })];
    expect(trained()).toBe(2);
    expect(models.map((model) => model.record.cached)).toEqual([false, false]);
  });

  test('rejects with the error of training, and lets the next caller try', async () => {
    const { options } = training();
    const failing = { ...options, train: () => Promise.reject(new Error('no labels')) };
    await expect(sharedModel(failing)).rejects.toThrow('no labels');
    await expect(sharedModel(options)).resolves.toMatchObject({ record: { id: record.id } });
  });
});
