import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pretrained } from '../../../../../fixtures/index.ts';
import { multilayerPerceptron } from '../../../../../src/architectures/index.ts';
import { glyphs } from '../../../../../src/datasets/index.ts';
import { startEngine } from '../../../../../src/engine/index.ts';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { loadClassifier } from '../../../../../src/models/index.ts';
import type { ImportOptions } from '../../../../../src/models/import/contract.ts';
import { registerMatchers } from '../../../matchers/register.ts';
import { safetensorsOf, toNpy, toNpz, toSafetensors, zipOf, type Arrays } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'weights-'));
function saved(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
beforeAll(() => startEngine('wasm'));
registerMatchers();

const count = (length: number, start = 1): number[] => Array.from({ length }, (_, i) => i + start);
const linear = multilayerPerceptron.with({ hidden: [] });
/** A layer [2, 3] in the layout of PyTorch. */
const dense: Arrays = {
  'fc.weight': { shape: [2, 3], values: count(6) },
  'fc.bias': { shape: [2], values: [0.5, -0.5] },
};
const ofDense: ImportOptions = { architecture: linear, itemShape: [3] };

async function scoresOf(path: string, options: ImportOptions, inputs: readonly number[]): Promise<number[]> {
  const model = await loadClassifier(path, options);
  const { data } = await model.predict(Float32Array.from(inputs), 1);
  model.dispose();
  return [...data];
}

describe('weights in a file', () => {
  test.for([
    ['safetensors', toSafetensors(dense)],
    ['npz', toNpz(dense)],
  ] as const)('of the format %s fill an architecture', async ([end, bytes]) => {
    expect(await scoresOf(saved(`dense.${end}`, bytes), ofDense, [1, 10, 100])).toEqual([321.5, 653.5]);
    expect(await scoresOf(saved('without-name', bytes), ofDense, [1, 0, 0]).catch(() => 'unknown')).toEqual(
      end === 'npz' ? 'unknown' : [1.5, 3.5],
    );
  });

  test('with names of Keras keep their layout', async () => {
    const arrays = {
      'dense/kernel:0': { shape: [3, 2], values: count(6) },
      'dense/bias:0': { shape: [2], values: [0, 0] },
    };
    expect(await scoresOf(saved('keras.npz', toNpz(arrays)), ofDense, [1, 0, 0])).toEqual([1, 2]);
  });

  test('behind a flatten are ordered by channels last, unless the network was trained so', async () => {
    const arrays = {
      'fc.weight': { shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8] },
      'fc.bias': { shape: [2], values: [0, 0] },
    };
    const path = saved('flat.safetensors', toSafetensors(arrays));
    const options = { architecture: linear, itemShape: [2, 1, 2] };
    expect(await scoresOf(path, options, [0, 1, 0, 0])).toEqual([3, 7]);
    expect(await scoresOf(path, { ...options, trainedOn: 'nhwc' }, [0, 1, 0, 0])).toEqual([2, 6]);
  });

  test('of equal shapes are assigned by number, not by the order in the file', async () => {
    const scale = (value: number): Arrays[string] => ({ shape: [2, 2], values: [value, 0, 0, value] });
    const none = { shape: [2], values: [0, 1] };
    const arrays = {
      'l10.weight': scale(5),
      'l10.bias': none,
      'l9.weight': scale(2),
      'l9.bias': { shape: [2], values: [0, 0] },
    };
    const architecture = multilayerPerceptron.with({ hidden: [2] });
    expect(
      await scoresOf(saved('equal.safetensors', toSafetensors(arrays)), { architecture, itemShape: [2] }, [1, 1]),
    ).toEqual([10, 11]);
  });

  test('of equal shapes and other names need to be assigned', async () => {
    const scale = (value: number): Arrays[string] => ({ shape: [2, 2], values: [value, 0, 0, -value] });
    const none = { shape: [2], values: [0, 0] };
    const arrays = { 'key.weight': scale(-5), 'key.bias': none, 'query.weight': scale(2), 'query.bias': none };
    const path = saved('names.safetensors', toSafetensors(arrays));
    const options = { architecture: multilayerPerceptron.with({ hidden: [2] }), itemShape: [2] };
    await expect(loadClassifier(path, options)).rejects.toThrow(
      `The modules key, query of ${path} fit the layers dense_1, dense_2 in any order.\n` +
        "Expected names that differ in their numbers only.\nSay which belongs to which: weights: { dense_1: 'key', … }.",
    );
    expect(await scoresOf(path, { ...options, weights: { dense_1: 'query' } }, [1, 0])).toEqual([-10, 0]);
    await expect(loadClassifier(path, { ...options, weights: { dense_1: 'value' } })).rejects.toThrow(
      'has no module "value"',
    );
    await expect(loadClassifier(path, { ...options, weights: { fc: 'key' } })).rejects.toThrow('names the layer "fc"');
  });

  test('are not assigned to another architecture', async () => {
    const path = saved('other.safetensors', toSafetensors(dense));
    const architecture = multilayerPerceptron.with({ hidden: [7] });
    await expect(loadClassifier(path, { architecture, itemShape: [3] })).rejects.toThrow(
      'do not fit the architecture: no layer takes fc (weight [2, 3], bias [2]).\nExpected one module per layer: dense_1 [3, 7] [7]; dense_2 [7, 2] [2].',
    );
    const more = { ...dense, 'extra.weight': { shape: [9, 9], values: count(81) } };
    await expect(loadClassifier(saved('more.safetensors', toSafetensors(more)), ofDense)).rejects.toThrow(
      'no layer takes extra (weight [9, 9])',
    );
  });

  test('need an architecture, and other files have none', async () => {
    const path = saved('alone.safetensors', toSafetensors(dense));
    await expect(loadClassifier(path)).rejects.toThrow(
      'holds the weights of 1 modules, and no layers.\nExpected an architecture',
    );
    await expect(loadClassifier(path, { architecture: linear })).rejects.toThrow('Expected itemShape');
    const model = linear({ itemShape: [3], classes: 2, seed: 1 });
    await model.save(join(folder, 'saved'));
    model.dispose();
    await expect(loadClassifier(join(folder, 'saved'), { itemShape: [4] })).rejects.toThrow(
      'takes items of the shape [3], and those of the data have the shape [4].\nExpected the same shape.',
    );
    for (const option of [{ architecture: linear }, { weights: {} }, { trainedOn: 'nhwc' }] as const)
      await expect(loadClassifier(join(folder, 'saved'), option)).rejects.toThrow(
        `describes its own layers, and the options hold ${Object.keys(option)[0]}.`,
      );
  });

  test('that are not finite are refused', async () => {
    const arrays = { ...dense, 'fc.bias': { shape: [2], values: [0, Number.NaN] } };
    await expect(loadClassifier(saved('nan.npz', toNpz(arrays)), ofDense)).rejects.toThrow('is NaN at position 1');
  });

  test('make a fixture with the item shape of its data set', async () => {
    const dataset = glyphs({ train: 20, test: 10 });
    const arrays = {
      '0.weight': { shape: [10, 784], values: count(7840) },
      '0.bias': { shape: [10], values: count(10) },
    };
    const path = saved('digits.safetensors', toSafetensors(arrays));
    const model = await pretrained(path, { dataset, architecture: linear, cache: false })({}, { onCleanup: () => {} });
    expect(model.classifier.itemShape).toEqual([28, 28, 1]);
    expect(model.record.name).toBe('digits.safetensors');
    model.classifier.dispose();
  });
});

const entry = (begin: number, end: number, dtype = 'F32', shape = [1]): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});
const array = (values: Buffer, options = {}): Buffer => zipOf({ 'a.npy': toNpy([2, 3], values, options) });

test.for<[string, string, Buffer, string]>([
  [
    'a header longer than the file',
    'safetensors',
    Buffer.from('\xff\0\0\0\0\0\0\0{}', 'latin1'),
    'its header would have 255 bytes',
  ],
  [
    'a header of all memory',
    'safetensors',
    Buffer.from('\xff\xff\xff\xff\xff\x00\x00\x00{}', 'latin1'),
    'its header would have',
  ],
  ['no JSON', 'safetensors', safetensorsOf('{"a":'), 'its header is no complete JSON'],
  ['a list', 'safetensors', safetensorsOf('[1]'), 'its header is no JSON object'],
  [
    'ranges that overlap',
    'safetensors',
    safetensorsOf({ a: entry(0, 4), b: entry(2, 6) }, Buffer.alloc(6)),
    '"b" begin at 2; those before end at 4',
  ],
  ['a gap', 'safetensors', safetensorsOf({ a: entry(4, 8) }, Buffer.alloc(8)), 'begin at 4'],
  ['values beyond the end', 'safetensors', safetensorsOf({ a: entry(0, 4) }), 'does not lie in its'],
  [
    'bytes that no array has',
    'safetensors',
    safetensorsOf({ a: entry(0, 4) }, Buffer.alloc(5)),
    'its values end at byte',
  ],
  [
    'a shape of another size',
    'safetensors',
    safetensorsOf({ a: entry(0, 4, 'F32', [2]) }, Buffer.alloc(4)),
    'takes 8 bytes, and has 4',
  ],
  [
    'a shape of all memory',
    'safetensors',
    safetensorsOf({ a: entry(0, 4, 'F32', [2 ** 40, 2 ** 40]) }, Buffer.alloc(4)),
    'takes 4.8',
  ],
  [
    'an unknown type',
    'safetensors',
    safetensorsOf({ a: entry(0, 4, 'F8_E5M2', [4]) }, Buffer.alloc(4)),
    "has the type 'F8_E5M2'",
  ],
  [
    'a type that objects inherit',
    'safetensors',
    safetensorsOf({ a: entry(0, 4, 'toString', [4]) }, Buffer.alloc(4)),
    "has the type 'toString'",
  ],
  ['no shape', 'safetensors', safetensorsOf({ a: { dtype: 'F32' } }), 'its header describes "a" as'],
  ['no arrays', 'safetensors', safetensorsOf({}), 'holds no arrays'],
  ['an array that is cut off', 'npz', array(Buffer.alloc(23)), '"a" [2, 3] takes 24 bytes, and has 23'],
  ['objects', 'npz', array(Buffer.alloc(24), { descr: '|O' }), 'an array of objects, which would have to be run'],
  ['texts', 'npz', array(Buffer.alloc(24), { descr: '<U1' }), "have the type '<U1'"],
  ['a header that is code', 'npz', array(Buffer.alloc(24), { tuple: '(exit(),)' }), 'the array "a" has the header'],
  [
    'a shape of words',
    'npz',
    array(Buffer.alloc(24), { tuple: '(2L, 99999999999999999999)' }),
    'the array "a" has the header',
  ],
  ['no array', 'npz', zipOf({ 'a.npy': Buffer.from('PK') }), '"a" is no array of NumPy'],
])('%s in a .%s file is refused', async ([, end, bytes, message]) => {
  const error: unknown = await loadClassifier(saved(`broken.${end}`, bytes), ofDense).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InvalidModelError);
  expect((error as Error).message).toContain(message);
});

test.for<[string, string, Buffer]>([
  ['Fortran order', '<f4', Buffer.from(Float32Array.of(1, 4, 2, 5, 3, 6).buffer)],
  ['doubles', '<f8', Buffer.from(Float64Array.of(1, 2, 3, 4, 5, 6).buffer)],
  ['doubles of another machine', '>f8', Buffer.from(Float64Array.of(1, 2, 3, 4, 5, 6).buffer).swap64()],
  ['half precision', '<f2', Buffer.from(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600).buffer)],
  ['bfloat16', '<V2', Buffer.from(Uint16Array.of(0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0, 0x40c0).buffer)],
  ['bytes', '|u1', Buffer.from([1, 2, 3, 4, 5, 6])],
])('an array in %s is read', async ([name, descr, values]) => {
  const weight = toNpy([2, 3], values, { descr, fortran: name === 'Fortran order' });
  const bias = toNpy([2], Buffer.alloc(8));
  const path = saved('array.npz', zipOf({ 'fc.weight.npy': weight, 'fc.bias.npy': bias }));
  expect(await scoresOf(path, ofDense, [1, 10, 100])).toEqual([321, 654]);
});
