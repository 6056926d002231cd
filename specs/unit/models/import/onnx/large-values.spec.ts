import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWithoutLargeValues } from '../../../../../src/models/import/onnx/large-values.ts';
import { onnxGraph } from '../../../../../src/models/import/onnx/model.ts';
import { float32, modelBytes, tensor } from './write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'large-values-'));
afterAll(() => rmSync(root, { recursive: true }));

const numbers = Array.from({ length: 200 * 100 }, (_, i) => i);
const nodes = [
  { operator: 'MatMul', inputs: ['x', 'small'], outputs: ['a'] },
  { operator: 'MatMul', inputs: ['a', 'large'], outputs: ['y'] },
];
const [large, small] = [
  tensor('large', [200, 100], 1, float32(numbers)),
  tensor('small', [4, 200], 1, float32(numbers.slice(0, 800))),
];
const whole = modelBytes({ nodes, tensors: [small, large] });
let files = 0;

function saved(bytes: Uint8Array): string {
  const path = join(root, `${files++}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

test('large values stay in the file until they are asked for', () => {
  const path = saved(whole);
  const bytes = readWithoutLargeValues(path);
  expect(whole.length).toBeGreaterThan(80_000);
  expect(bytes.length).toBeLessThan(4000);
  const { constants, nodes: read } = onnxGraph(path, bytes);
  expect(read.map(({ operator }) => operator)).toEqual(['MatMul', 'MatMul']);
  expect(Array.from(constants.get('large')?.data ?? [])).toEqual(numbers);
  expect(Array.from(constants.get('small')?.data ?? [])).toEqual(numbers.slice(0, 800));
});

test('a file without large values is read as it is', () => {
  const bytes = modelBytes({ nodes: nodes.slice(0, 1), tensors: [small], outputs: ['a'] });
  expect(Buffer.from(readWithoutLargeValues(saved(bytes))).equals(Buffer.from(bytes))).toBe(true);
});

test.each([1, 100, 5000, whole.length - 20])('a file that is cut to %i bytes is damaged', (length) => {
  const path = saved(whole.subarray(0, length));
  expect(() => onnxGraph(path, readWithoutLargeValues(path))).toThrow(/it is damaged|it holds no ONNX model/);
});

test('a number of bytes that does not fit the shape is named', () => {
  const path = saved(modelBytes({ nodes, tensors: [small, tensor('large', [200, 101], 1, float32(numbers))] }));
  expect(() => onnxGraph(path, readWithoutLargeValues(path))).toThrow(
    'the tensor "large" of shape [200, 101] has 80000 bytes.\nExpected 80800 bytes.',
  );
});

test('a file that became shorter is an error', () => {
  const path = saved(whole);
  const { constants } = onnxGraph(path, readWithoutLargeValues(path));
  writeFileSync(path, whole.subarray(0, 50_000));
  expect(() => constants.get('large')?.data).toThrow('has 50000 bytes');
});
