import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { loadClassifier, openGraph } from '../../../../../src/models/index.ts';
import { onnxGraph } from '../../../../../src/models/import/onnx/model.ts';
import {
  bytesField,
  externalTensor,
  float32,
  graphBytes,
  integerField,
  modelBytes,
  tensor,
  varint,
} from './write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'onnx-model-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

const kernel = tensor('w', [4, 2], 1, float32([1, 2, 3, 4, 5, 6, 7, 8]));
const dense = { operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'], name: 'last' };
const whole = modelBytes({ nodes: [dense], tensors: [kernel] });
let files = 0;

function stored(bytes: Uint8Array): string {
  const path = join(root, `${files++}.onnx`);
  writeFileSync(path, bytes);
  return path;
}

const constantOf = (bytes: readonly number[], name = 'w'): unknown => {
  const { type, shape, data } =
    onnxGraph('file', modelBytes({ nodes: [dense], tensors: [kernel, bytes] })).constants.get(name) ?? {};
  return { type, shape, data: Array.from(data ?? []) };
};

describe('the values of a tensor', () => {
  test.each([
    ['float16', 10, [0x00, 0x3c, 0x00, 0xc0], 'float32', [1, -2]],
    ['bfloat16', 16, [0x80, 0x3f, 0x00, 0xc0], 'float32', [1, -2]],
    ['float64', 11, [...new Uint8Array(Float64Array.of(1.5, -2).buffer)], 'float32', [1.5, -2]],
    ['int64', 7, [...new Uint8Array(BigInt64Array.of(3n, -(2n ** 63n)).buffer)], 'int32', [3, -(2 ** 31)]],
    ['uint8', 2, [200, 1], 'uint8', [200, 1]],
    ['int8', 3, [200, 1], 'int8', [-56, 1]],
    ['bool', 9, [2, 0], 'bool', [1, 0]],
  ])('of type %s are read from raw bytes', (_, dataType, raw, type, data) => {
    expect(constantOf(tensor('v', [2], dataType, raw), 'v')).toEqual({ type, shape: [2], data });
  });

  test('are read from typed lists, packed or not', () => {
    const head = [...integerField(1, 2), ...bytesField(8, 'v')];
    const packed = [...head, ...integerField(2, 1), ...bytesField(4, float32([1.5, -2]))];
    const single = [...head, ...integerField(2, 7), ...integerField(7, 5), ...integerField(7, -1n)];
    expect(constantOf(packed, 'v')).toEqual({ type: 'float32', shape: [2], data: [1.5, -2] });
    expect(constantOf(single, 'v')).toEqual({ type: 'int32', shape: [2], data: [5, -1] });
  });
});

describe('a file', () => {
  test('is refused wherever it is cut', () => {
    for (let part = 0; part < 100; part++) {
      const length = Math.floor((whole.length * part) / 100);
      expect(() => onnxGraph('cut.onnx', whole.slice(0, length))).toThrow(InvalidModelError);
    }
  });

  test.each([
    [
      'whose tensor states more values than it has',
      { tensors: [tensor('w', [400, 200], 1, [1, 2, 3, 4])] },
      'has 4 bytes',
    ],
    [
      'whose tensor states a size that no memory has',
      { tensors: [tensor('w', [2 ** 40, 2 ** 20], 1, [])] },
      'has the shape',
    ],
    ['with text in place of weights', { tensors: [tensor('w', [4, 2], 8, [])] }, 'holds texts'],
    ['with complex numbers', { tensors: [tensor('w', [1], 14, [])] }, 'elements of type 14'],
    [
      'whose nodes form a circle',
      {
        nodes: [
          { ...dense, inputs: ['z', 'w'] },
          { ...dense, inputs: ['y', 'w'], outputs: ['z'] },
        ],
      },
      'no node before it computes',
    ],
    ['without its output', { outputs: ['z'] }, 'no node computes the output "z"'],
    [
      'with an unknown operator',
      { nodes: [{ ...dense, operator: 'Frobnicate' }] },
      'the node "last" (Frobnicate) is an operator that this package does not have',
    ],
    ['of another domain', { nodes: [{ ...dense, domain: 'ai.onnx.ml' }] }, 'the domain "ai.onnx.ml"'],
    ['with two inputs', { inputs: { x: ['batch', 4], z: ['batch', 4] } }, 'has the inputs "x", "z"'],
    ['with an input of any size', { inputs: { x: ['batch', 'time'] } }, 'the shape of its input "x" is [?, ?]'],
    ['whose shapes do not fit', { inputs: { x: ['batch', 5] } }, 'the node "last" (MatMul)'],
    [
      'that asks for more values than memory has',
      {
        nodes: [
          dense,
          { operator: 'ConstantOfShape', inputs: ['s'], outputs: ['c'] },
          { operator: 'Add', inputs: ['y', 'c'], outputs: ['z'] },
        ],
        tensors: [kernel, tensor('s', [2], 7, [...new Uint8Array(BigInt64Array.of(2n ** 30n, 2n ** 30n).buffer)])],
        outputs: ['z'],
      },
      'it would compute',
    ],
  ])('%s is refused', async (_, changes, message) => {
    const path = stored(modelBytes({ nodes: [dense], tensors: [kernel], ...changes }));
    const error: unknown = await loadClassifier(path).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InvalidModelError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain(path);
    expect((error as Error).message.split('\n').length).toBeGreaterThanOrEqual(3);
  });

  test('with graphs in graphs is refused beyond some levels', () => {
    let inner = graphBytes({ nodes: [dense], tensors: [kernel] });
    for (let level = 0; level < 10; level++) {
      const branch = { content: [...bytesField(6, inner), ...integerField(20, 5)] };
      inner = graphBytes({
        nodes: [{ operator: 'If', inputs: ['x'], outputs: ['y'], attributes: { then_branch: branch } }],
      });
    }
    const model = Uint8Array.from([
      ...integerField(1, 8),
      ...bytesField(7, inner),
      ...bytesField(8, integerField(2, 17)),
    ]);
    expect(() => onnxGraph('deep.onnx', model)).toThrow('nested too deeply');
  });

  test('with a million nodes is refused before it is built', () => {
    const small = bytesField(1, [...bytesField(1, 'x'), ...bytesField(2, 'y'), ...bytesField(4, 'Relu')]);
    const nodes = Buffer.alloc(1_000_000 * small.length, Buffer.from(small));
    const graph = Buffer.concat([Buffer.from([...varint(58), ...varint(nodes.length)]), nodes]);
    expect(() => onnxGraph('many.onnx', graph)).toThrow('more than 100000 nodes');
  });
});

describe('values beside the file', () => {
  const place = { location: 'weights.bin', offset: '8', length: '32' };
  const external = (changes: Readonly<Record<string, string>> = {}): Uint8Array =>
    modelBytes({ nodes: [dense], tensors: [externalTensor('w', [4, 2], { ...place, ...changes })] });

  test('are read from its folder', async () => {
    writeFileSync(join(root, 'weights.bin'), Buffer.from([...float32([0, 0]), ...float32([1, 2, 3, 4, 5, 6, 7, 8])]));
    const graph = await openGraph(stored(external()));
    const { y } = await graph.run({ x: { data: [1, 0, 0, 1], shape: [1, 4] } });
    expect(Array.from(y.data)).toEqual([8, 10]);
  });

  test.each([
    ['above the folder', { location: '../secret.bin' }, 'outside the folder'],
    ['at an absolute path', { location: '/etc/passwd' }, 'no file beside the model'],
    ['behind a link', { location: 'link.bin' }, 'outside the folder'],
    ['that is missing', { location: 'missing.bin' }, 'does not exist'],
    ['that is a folder', { location: 'folder' }, 'no regular file'],
    ['behind its end', { offset: '1000' }, 'are needed'],
    ['before its start', { offset: '-8' }, 'at -8'],
    ['of another length', { length: '4' }, 'with 4 bytes'],
  ])('in a file %s are refused', async (_, changes, message) => {
    const folder = join(root, `beside-${files++}`);
    mkdirSync(join(folder, 'folder'), { recursive: true });
    writeFileSync(join(root, 'secret.bin'), Buffer.alloc(64));
    symlinkSync(join(root, 'secret.bin'), join(folder, 'link.bin'));
    writeFileSync(join(folder, 'weights.bin'), Buffer.alloc(40));
    const path = join(folder, 'model.onnx');
    writeFileSync(path, external(changes));
    await expect(loadClassifier(path)).rejects.toThrow(InvalidModelError);
    await expect(loadClassifier(path)).rejects.toThrow(message);
  });
});
