import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fashionMnistSet } from '../../../src/datasets/fashion-mnist.ts';
import {
  agNews,
  cifar10,
  fashionMnist,
  imdb,
  mnist,
  openDataset,
  tagMyNews,
  type Dataset,
} from '../../../src/datasets/index.ts';
import { mnistSet } from '../../../src/datasets/mnist.ts';

/** A folder with shortened copies of public data sets; the counts come from their description. */
const folder = resolve(process.env.DNN_DATA_DIR ?? '../shared/data');
const perClass = (items: number): number[] => Array.from({ length: 10 }, () => items);
const sets: [name: string, open: () => Dataset | Promise<Dataset>, train: number[], test: number[]][] = [
  [
    'mnist',
    mnist,
    [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  ],
  ['fashion-mnist', fashionMnist, [3981, 3996, 3935, 4022, 3957, 4017, 4066, 4042, 4000, 3984], perClass(1000)],
  ['cifar-10', cifar10, perClass(1000), perClass(200)],
  ['tagmynews', tagMyNews, [3279, 2030, 1129, 1779, 5021, 2951, 3811], [328, 201, 137, 182, 511, 274, 367]],
  ['imdb', imdb, [2500, 2500], [1250, 1250]],
  ['ag-news', agNews, [1500, 1502, 1528, 1550], [400, 398, 372, 350]],
];

/** Names of the sets of which the folder has only a part. */
const parts: Readonly<Record<string, string>> = {
  'fashion-mnist': 'fashion-mnist (part: 40,000 + 10,000 of 60,000 + 10,000 items)',
  'cifar-10': 'cifar-10 (part: 10,000 + 2,000 of 50,000 + 10,000 items)',
  tagmynews: 'tagmynews (part: 22,000 of 32,604 items)',
  imdb: 'imdb (part: 5,000 + 2,500 of 25,000 + 25,000 items)',
  'ag-news': 'ag-news (part: 6,080 + 1,520 of 120,000 + 7,600 items)',
};

beforeAll(() => {
  vi.stubEnv('DNN_DATA_DIR', folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const countsOf = ({ classNames, train, test: tested }: Dataset): number[][] =>
  [train, tested].map(({ labels }) => classNames.map((_, label) => labels.filter((other) => other === label).length));

describe.for(sets)('%s', ([name, open, train, tested]) => {
  test.skipIf(!existsSync(join(folder, name)))(
    `is read completely and opens from its source (needs ${name} in DNN_DATA_DIR)`,
    async () => {
      const dataset = await open();
      expect(countsOf(dataset)).toEqual([train, tested]);
      expect(dataset.name).toBe(parts[name] ?? name);
      expect((await openDataset(dataset.source!)).classNames).toEqual(dataset.classNames);
    },
  );
});

describe('the checksums of the named sets', () => {
  // Only files that are byte for byte those of the host; the others were packed again.
  test.for([
    ['train-labels-idx1-ubyte.gz', mnistSet],
    ['t10k-labels-idx1-ubyte.gz', mnistSet],
    ['t10k-labels-idx1-ubyte.gz', fashionMnistSet],
  ] as const)('hold for %s', ([name, set], { skip }) => {
    const path = join(folder, set.name, name);
    skip(!existsSync(path), `needs ${set.name}/${name} in DNN_DATA_DIR`);
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(set.remote.find(({ url }) => url.endsWith(name))).toMatchObject({ bytes: bytes.length, sha256 });
  });
});
