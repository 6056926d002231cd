import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InvalidOptionError, PredictionError } from '../../../src/errors.ts';
import { onnxPredictor, type OnnxPredictorOptions } from '../../../src/models/index.ts';
import { inputOf, tensorOf, type InputOptions } from '../../../src/models/onnxruntime/input.ts';
import type { Ort, OrtInput, OrtTensor, Session } from '../../../src/models/onnxruntime/runtime.ts';

const isInstalled = await import('onnxruntime-node' as string).then(
  () => true,
  () => false,
);

test.skipIf(isInstalled)('without ONNX Runtime says how to install it (skipped where it is installed)', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'onnx-')), 'model.onnx');
  writeFileSync(path, 'bytes');
  const asked = (async () => onnxPredictor(path).predict(new Float32Array(1), 1))();
  await expect(asked).rejects.toThrow(PredictionError);
  await expect(asked).rejects.toThrow('npm i -D onnxruntime-node');
});

test.for<[string, unknown, OnnxPredictorOptions, string]>([
  ['no path', undefined, {}, 'the path is undefined'],
  ['an unknown runtime', 'a.onnx', { runtime: 'onnx' as never }, "Expected one of 'onnxruntime-node'"],
  ['statistics of different lengths', 'a.onnx', { normalize: { mean: [0], std: [1, 1] } }, 'Expected { mean, std }'],
  ['a deviation of 0', 'a.onnx', { normalize: { mean: [0], std: [0] } }, 'none in std is 0'],
])('refuses %s', ([, path, options, message]) => {
  expect(() => onnxPredictor(path as string, options)).toThrow(InvalidOptionError);
  expect(() => onnxPredictor(path as string, options)).toThrow(message);
});

test('is named after its file', () => {
  expect(onnxPredictor('models/digits.onnx').name).toBe('digits');
});

const session = (...inputs: OrtInput[]): Session =>
  ({ inputNames: inputs.map(({ name }) => name), outputNames: ['y'], inputMetadata: inputs }) as unknown as Session;
class Tensor {
  readonly type: string;
  readonly data: unknown;
  readonly dims: readonly number[];

  constructor(type: string, data: unknown, dims: readonly number[]) {
    [this.type, this.data, this.dims] = [type, data, dims];
  }
}
const ort = { Tensor } as unknown as Ort;

describe('the input tensor', () => {
  const image = { name: 'x', type: 'float32', shape: ['n', 3, 1, 6] };
  const values = Float32Array.from({ length: 18 }, (_, i) => i);
  const tensor = (
    shape: OrtInput['shape'],
    type: string,
    items: readonly number[],
    options: InputOptions = {},
  ): OrtTensor =>
    tensorOf(
      ort,
      Float32Array.from(items),
      1,
      inputOf(session({ name: 'x', type, shape }), items.length, options),
      options,
    );

  test('has the channels of images first where the model takes them so', () => {
    const { dims, data } = tensorOf(ort, values, 1, inputOf(session(image), 18, {}), {});
    expect(dims).toEqual([1, 3, 1, 6]);
    expect([...Array.from(data, Number)].slice(0, 7)).toEqual([0, 3, 6, 9, 12, 15, 1]);
    expect(tensorOf(ort, values, 1, inputOf(session(image), 18, { channels: 'last' }), {}).data).toEqual(values);
  });

  test('is normalised per channel', () => {
    const normalize = { mean: [1, 2], std: [2, 4] };
    expect(tensor(['n', 4], 'float32', [1, 2, 3, 6], { normalize }).data).toEqual(Float32Array.of(0, 0, 1, 1));
  });

  test('is filled up to a batch of fixed size', () => {
    expect(tensor([3, 2], 'float32', [1, 2])).toMatchObject({ dims: [3, 2], data: Float32Array.of(1, 2, 1, 2, 1, 2) });
  });

  test.for<[string, number[], ArrayLike<unknown>]>([
    ['float64', [0.5], Float64Array.of(0.5)],
    [
      'float16',
      [1, -2, 65504, 65536, 2 ** -24, 2 ** -25, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 0],
      Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x7c00, 1, 0, 0x3c00, 0x3c02, 0),
    ],
    ['uint8', [254.6], Uint8Array.of(255)],
    ['int32', [-7], Int32Array.of(-7)],
    ['int64', [12], BigInt64Array.of(12n)],
  ])('may hold %s', ([type, items, expected]) => {
    expect(tensor(['n', items.length], type, items).data).toEqual(expected);
  });

  test('computes its one open size', () => {
    for (const open of ['n', -1, 2 ** 32 - 1])
      expect(tensor([open, 2, open], 'float32', [1, 2, 3, 4]).dims).toEqual([1, 2, 2]);
    expect(tensor([-1, -1, -1], 'float32', [1, 2, 3, 4]).dims).toEqual([1, 4]);
  });

  test.for<[string, OrtInput[], InputOptions, string]>([
    ['two inputs', [{ name: 'a' }, { name: 'b' }], {}, 'it has the inputs "a", "b", and a predictor fills one'],
    ['another name', [{ name: 'a' }], { input: 'b' }, 'it has the inputs "a", not "b"'],
    ['another size', [{ name: 'a', shape: [1, 5] }], {}, 'its input has the shape [1, 5], and an item has 18 values'],
    ['no channels', [{ name: 'a', shape: [1, 18] }], { channels: 'first' }, 'which has no channels in front'],
  ])('is refused with %s', ([, inputs, options, message]) => {
    expect(() => inputOf(session(...inputs), 18, options)).toThrow(message);
  });

  test('holds no texts', () => {
    expect(() => tensor([1, 1], 'string', [1])).toThrow('its input has the type string');
  });
});
