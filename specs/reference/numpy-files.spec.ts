import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withFiles } from '../../src/datasets/arrays/byte-source.ts';
import { openNpy } from '../../src/datasets/arrays/npy-array.ts';
import { readValues } from '../../src/datasets/arrays/stored-array.ts';
import { npz } from '../../src/datasets/index.ts';

/** Files of NumPy, and what NumPy reads from them. Made by `python specs/reference/generators/numpy-files.py`. */
interface Values {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface Golden {
  readonly arrays: readonly (Values & { readonly name: string; readonly file: string })[];
  readonly archives: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, Values>>;
  readonly refused: Readonly<Record<string, string>>;
}

const golden = JSON.parse(readFileSync(new URL('golden/numpy-files.json', import.meta.url), 'utf8')) as Golden;
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-numpy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, base64: string): string => {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(base64, 'base64'));
  return path;
};

test.each(golden.arrays)('$name is read as NumPy reads it', ({ file, shape, values }) => {
  const path = write('a.npy', file);
  const read = withFiles((open) => {
    const array = openNpy(open(path));
    expect(array.shape).toEqual(shape);
    const into = new Float64Array(values.length);
    readValues(array, into);
    return into;
  });
  expect(read).toEqual(Float64Array.from(values));
});

test.each(Object.entries(golden.archives))('an archive that is %s becomes a data set', (_, base64) => {
  const { train, test: unseen, classNames } = npz(write('a.npz', base64), { kind: 'image' });
  const { x_train: x, y_train: y, x_test: u, y_test: v } = golden.members;
  expect(train).toMatchObject({ size: 10, itemShape: [3, 4, 1] });
  expect(train.inputs).toEqual(Float32Array.from(x.values, (byte) => byte / 255));
  expect([...train.labels]).toEqual(y.values);
  expect(unseen.inputs).toEqual(Float32Array.from(u.values));
  expect([...unseen.labels]).toEqual(v.values);
  expect(classNames).toEqual(['0', '1', '2']);
});

describe('refuses', () => {
  test.each(Object.entries(golden.refused))('%s, and says what to save instead', (_, base64) => {
    const path = write('a.npy', base64);
    expect(() => withFiles((open) => openNpy(open(path)))).toThrow(
      /a\.npy has .*\nExpected numbers:.* Save it again|Number them|parts/s,
    );
  });
});
