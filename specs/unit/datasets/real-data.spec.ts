import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cifarBinary, idx, tsv, type Dataset } from '../../../src/datasets/index.ts';

/** The counts per class of the shortened data sets beside the repository, as their description states them. */
const folder = process.env.DNN_DATA_DIR ?? '../shared/data';
const perClass = (items: number): number[] => new Array<number>(10).fill(items);
const sets: [name: string, read: (folder: string) => Dataset, train: number[], test: number[]][] = [
  [
    'mnist',
    idx,
    [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  ],
  ['fashion-mnist', idx, [3981, 3996, 3935, 4022, 3957, 4017, 4066, 4042, 4000, 3984], perClass(1000)],
  ['cifar-10', cifarBinary, perClass(1000), perClass(200)],
  ['tagmynews', tsv, [3279, 2030, 1129, 1779, 5021, 2951, 3811], [328, 201, 137, 182, 511, 274, 367]],
];

const countsOf = ({ classNames, train, test }: Dataset): number[][] =>
  [train, test].map(({ labels }) => classNames.map((_, label) => labels.filter((other) => other === label).length));

describe.for(sets)('%s', ([name, read, train, test_]) => {
  test.skipIf(!existsSync(join(folder, name)))(`is read whole (skipped without ${folder}/${name})`, () => {
    const dataset = read(join(folder, name));
    expect(countsOf(dataset)).toEqual([train, test_]);
    expect(dataset.name).toBe(name);
  });
});
