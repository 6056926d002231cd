import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { withFiles } from '../../src/datasets/arrays/byte-source.ts';
import { openMat } from '../../src/datasets/arrays/mat-file.ts';
import { readValues } from '../../src/datasets/arrays/stored-array.ts';
import { svhn } from '../../src/datasets/index.ts';

/** Files of SciPy, and what SciPy reads. Made by `python specs/reference/generators/mat-files.py`. */
interface Golden {
  readonly files: Readonly<Record<string, string>>;
  readonly 'version 4': string;
  readonly arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;
}

const golden = JSON.parse(readFileSync(new URL('golden/mat-files.json', import.meta.url), 'utf8')) as Golden;
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-mat-'));
mkdirSync(join(folder, 'svhn'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

test.each(Object.entries(golden.files))(
  'arrays of a %s file are those of SciPy, and others are left out',
  (_, base64) => {
    const path = write('a.mat', bytesOf(base64));
    withFiles((open) => {
      const arrays = openMat(open(path));
      expect([...arrays.keys()].toSorted()).toEqual(Object.keys(golden.arrays).toSorted());
      for (const [name, { shape, values }] of Object.entries(golden.arrays)) {
        const array = arrays.get(name)!;
        const into = new Float64Array(values.length);
        readValues(array, into);
        expect([name, array.shape, [...into]]).toEqual([name, shape, values]);
      }
    });
  },
);

test('svhn has the items first, and the label 10 is the digit 0', async () => {
  for (const part of ['train', 'test']) write(`svhn/${part}_32x32.mat`, bytesOf(golden.files.compressed));
  vi.stubEnv('DNN_DATA_DIR', folder);
  const { name, train, classNames } = await svhn();
  expect(name).toBe('svhn (part: 6 + 6 of 73,257 + 26,032 items)');
  expect([...train.labels, train.itemShape, classNames[0]]).toEqual([1, 0, 3, 2, 0, 9, [5, 4, 3], '0']);
  const { values } = golden.arrays.X; // [5, 4, 3, 6]
  expect(train.inputs).toEqual(
    Float32Array.from({ length: 360 }, (__, i) => values[(i % 60) * 6 + Math.floor(i / 60)] / 255),
  );
});

test.each([
  ['of version 4', bytesOf(golden['version 4']), 'does not begin with the header'],
  ['that is cut off', bytesOf(golden.files.plain).subarray(0, 300), 'its header refers to'],
  ['that is cut off and packed', bytesOf(golden.files.compressed).subarray(0, 300), 'its header refers to'],
  ['that is empty', Buffer.alloc(0), 'does not begin with the header'],
])('refuses a file %s', (_, bytes, message) => {
  const path = write('a.mat', bytes);
  expect(() => withFiles((open) => openMat(open(path)))).toThrow(message);
});
