import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { BoundedFile } from '../../../../../src/models/import/bounded-file.ts';
import { openHdf5, type Hdf5Object } from '../../../../../src/models/import/hdf5/open.ts';
import {
  compact,
  contiguous,
  dataspace,
  datatype,
  float32,
  floats,
  Hdf5Writer,
  link,
  textAttribute,
  textOf,
  type Message,
} from './write-hdf5.ts';

const open = (bytes: Buffer): Hdf5Object => openHdf5(new BoundedFile('model.h5', bytes));

/** A file with one data set, "x". */
function withData(...messages: readonly Message[]): Buffer {
  const writer = new Hdf5Writer();
  return writer.file(writer.object(link('x', writer.object(...messages))));
}
const six = float32([1, 2, 3, 4, 5, 6]);

test('reads groups, texts and numbers', () => {
  const writer = new Hdf5Writer();
  const x = writer.object(dataspace([2, 3]), datatype(floats), contiguous(writer.add(six), 24));
  const inner = writer.object(link('x', x), textAttribute('names', ['x', 'none']));
  const root = open(writer.file(writer.object(link('inner', inner), link('x', x))));
  expect(root.members).toEqual(['inner', 'x']);
  expect(root.shape).toBeUndefined();
  expect(root.at('inner')?.attributes).toEqual(new Map([['names', ['x', 'none']]]));
  expect(root.at('inner/x')?.shape).toEqual([2, 3]);
  expect(root.at('/inner/x')?.numbers()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  expect([root.at('none'), root.at('inner/none'), root.at('x/none')]).toEqual([undefined, undefined, undefined]);
});

test('reads values that lie in the header, a single number, and none', () => {
  const numbers = (...messages: readonly Message[]): Float32Array | undefined =>
    open(withData(...messages))
      .at('x')
      ?.numbers();
  expect(numbers(dataspace([6]), datatype(floats), compact(six))).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  expect(numbers(dataspace([]), datatype(floats), compact(float32([7])))).toEqual(Float32Array.of(7));
  expect(numbers(dataspace([0]), datatype(floats), compact([]))).toEqual(new Float32Array());
});

test.each([
  ['no HDF5 at all', Buffer.from('PK\x03\x04 and more'), /HDF.* of HDF5 is missing/s],
  [
    'a file that is cut off',
    withData(dataspace([6]), datatype(floats), compact(six)).subarray(0, 60),
    /does not lie in|cut off/,
  ],
  ['values behind the end', withData(dataspace([6]), datatype(floats), contiguous(2 ** 40, 24)), /does not lie in its/],
  [
    'fewer values than the shape says',
    withData(dataspace([7]), datatype(floats), compact(six)),
    /fewer values than its shape/,
  ],
  [
    'values that end behind the file',
    withData(dataspace([2 ** 20]), datatype(floats), contiguous(48, 24)),
    /of 4194304 bytes at 48/,
  ],
  [
    'a shape that no file can hold',
    withData(dataspace([2 ** 20, 2 ** 20]), datatype(floats), compact(six)),
    /\[1048576, 1048576\]/,
  ],
  ['more axes than any tensor has', withData({ type: 1, data: [2, 200, 0, 1] }), /200 dimensions/],
  [
    'numbers of another byte order',
    withData(dataspace([1]), datatype([0x11, 1, ...floats.slice(2)])),
    /most significant byte/,
  ],
  ['texts instead of numbers', withData(dataspace([6]), datatype(textOf(4)), compact(six)), /no numbers/],
  ['a data set without values', withData(dataspace([6]), datatype(floats)), /no values/],
  ['values in another file', withData({ type: 7, data: [] }), /lie in another file, which is never read/],
  ['a message longer than its header', withData({ type: 1, data: [2, 9, 0, 1] }), /cut off/],
])('refuses %s', (_, bytes, reason) => {
  const read = (): Float32Array | undefined => open(bytes).at('x')?.numbers();
  expect(read).toThrow(InvalidModelError);
  expect(read).toThrow(reason);
});

test.each([
  ['a link to another place', link('x', 48, 1), /"x" in it is a link/],
  ['a link to another file', link('x', 48, 64), /"x" in it is a link/],
  ['a member without a name', link('', 48), /without a name/],
  ['members in a heap', { type: 2, data: [0, 0, ...Array.from({ length: 8 }, () => 1)] }, /libver="latest"/],
])('refuses a group with %s', (_, message, reason) => {
  const writer = new Hdf5Writer();
  expect(() => open(writer.file(writer.object(message)))).toThrow(reason);
});

describe('files of Keras', () => {
  const golden = <T>(name: string): T =>
    JSON.parse(readFileSync(new URL(`../../../../reference/golden/${name}.json`, import.meta.url), 'utf8')) as T;
  const originals = golden<Record<string, { form: string; bytes: string }>>('keras-files-originals');
  const converted = golden<
    {
      name: string;
      model: { weightsManifest: { weights: { name: string; shape: number[] }[] }[] };
      weights: string;
    }[]
  >('keras-files').filter(({ name }) => originals[name].form === 'h5');

  test.each(converted)('hold the weights of the converted file: $name', ({ name, model, weights }) => {
    const root = open(gunzipSync(Buffer.from(originals[name].bytes, 'base64')));
    expect(JSON.parse(root.attributes.get('model_config')?.[0] ?? '')).toHaveProperty('config.layers');
    const group = root.at('model_weights') as Hdf5Object;
    const stored = new Map(
      group.members.flatMap((layer) =>
        (group.at(layer)?.attributes.get('weight_names') ?? []).map(
          (path) => [path.replace(/:0$/, ''), group.at(`${layer}/${path}`) as Hdf5Object] as const,
        ),
      ),
    );
    let at = 0;
    const all = new Float32Array(Uint8Array.from(Buffer.from(weights, 'base64')).buffer);
    const expected = model.weightsManifest
      .flatMap((manifest) => manifest.weights)
      .map((weight) => {
        const size = weight.shape.reduce((product, side) => product * side, 1);
        return { ...weight, values: all.slice(at, (at += size)) };
      });
    expect(
      expected.map((weight) => ({
        name: weight.name,
        shape: stored.get(weight.name)?.shape,
        values: stored.get(weight.name)?.numbers(),
      })),
    ).toEqual(expected.map(({ name: path, shape, values }) => ({ name: path, shape, values })));
  });
});
