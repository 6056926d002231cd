import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pruneNeurons } from '../../../../../src/compression/index.ts';
import { startEngine } from '../../../../../src/engine/index.ts';
import { loadClassifier, openGraph } from '../../../../../src/models/index.ts';
import { networkOf } from '../../../../../src/models/network/network-of.ts';
import { largestDifference } from '../../sample.ts';
import { float32, modelBytes, tensor, type GraphGiven, type NodeGiven } from '../onnx/write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'build-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

/** Numbers that differ, without a generator. */
const numbers = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + from));
const weights = (name: string, shape: readonly number[]): readonly number[] =>
  tensor(
    name,
    shape,
    1,
    float32(
      numbers(
        shape.reduce((all, size) => all * size, 1),
        shape.length,
      ),
    ),
  );
const integers = (name: string, values: readonly number[]): readonly number[] =>
  tensor(name, [values.length], 7, [...new Uint8Array(BigInt64Array.from(values, BigInt).buffer)]);

const node = (
  operator: string,
  inputs: string,
  output: string,
  attributes: NodeGiven['attributes'] = {},
): NodeGiven => ({
  operator,
  inputs: inputs.split(' '),
  outputs: [output],
  name: output,
  attributes,
});

let files = 0;

/** The layers of the network that a graph becomes. Its outputs for three items must be those of the graph, one by one. */
async function layersOf(graph: GraphGiven, itemShape: readonly number[]): Promise<string[]> {
  const path = join(root, `${files++}.onnx`);
  writeFileSync(path, modelBytes({ inputs: { x: ['batch', ...itemShape] }, ...graph }));
  const size = itemShape.reduce((all, each) => all * each, 1);
  const items = [0, 1, 2].map((item) => numbers(size, item).map(Math.fround));
  const opened = await openGraph(path);
  const expected: number[] = [];
  for (const data of items) {
    const { [graph.outputs?.[0] ?? 'y']: output } = await opened.run({ x: { data, shape: [1, ...itemShape] } });
    expected.push(...output.data);
  }
  const isMoved = (await loadClassifier(path)).itemShape.join() !== itemShape.join();
  const network = networkOf(await loadClassifier(path, isMoved ? { layout: 'nchw' } : {}));
  expect(network.itemShape).toEqual(itemShape);
  const { data } = await network.predict(Float32Array.from(items.flat()), 3);
  expect(largestDifference(data, expected)).toBeLessThan(1e-4);
  return network.model.layers
    .map((layer) => (layer as { operator?: string }).operator ?? layer.getClassName())
    .filter((kind) => kind !== 'InputLayer');
}

const last = [node('Flatten', 'h', 'f'), node('Gemm', 'f v', 'y', { transB: 1 })];

/** The data have their channels first here, which is moved once, in front. */
const afterMoving = ['Reshape', 'Permute', 'Reshape', 'Conv2D', 'Reshape', 'Dense'];

describe('a graph with the channels first', () => {
  test('moves weights instead of values behind a flatten', async () => {
    const graph = {
      nodes: [node('Conv', 'x k', 'c'), node('Relu', 'c', 'h'), ...last],
      tensors: [weights('k', [3, 2, 2, 2]), weights('v', [4, 3 * 3 * 4])],
    };
    expect(await layersOf(graph, [2, 4, 5])).toEqual(afterMoving);
  });

  test('shuffles channels in the weights of the next convolution', async () => {
    const shuffle = [
      node('Reshape', 'x s', 'a'),
      node('Transpose', 'a', 'b', { perm: [0, 2, 1, 3, 4] }),
      node('Reshape', 'b t', 'c'),
    ];
    const graph = {
      nodes: [...shuffle, node('Conv', 'c k', 'h'), ...last],
      tensors: [
        integers('s', [0, 2, 2, 3, 3]),
        integers('t', [0, 4, 3, 3]),
        weights('k', [3, 4, 1, 1]),
        weights('v', [2, 27]),
      ],
    };
    expect(await layersOf(graph, [4, 3, 3])).toEqual(afterMoving);
  });

  test('drops transpositions that exporters put around each layer', async () => {
    const graph = {
      nodes: [
        node('Transpose', 'x', 'a', { perm: [0, 2, 3, 1] }),
        node('Transpose', 'a', 'b', { perm: [0, 3, 1, 2] }),
        node('Conv', 'b k', 'h'),
        ...last,
      ],
      tensors: [weights('k', [3, 2, 1, 1]), weights('v', [2, 27])],
    };
    expect(await layersOf(graph, [2, 3, 3])).not.toContain('Transpose');
  });
});

describe('a node', () => {
  const images = [2, 5, 6];
  const flat = (size: number): readonly number[] => weights('v', [3, size]);
  test.each<[string, NodeGiven[], (readonly number[])[], string]>([
    [
      'of a convolution with asymmetric padding',
      [node('Conv', 'x k', 'h', { pads: [0, 1, 1, 2] })],
      [weights('k', [3, 2, 3, 2]), flat(3 * 4 * 8)],
      'ZeroPadding2D',
    ],
    [
      'of a convolution that pads as TensorFlow',
      [node('Conv', 'x k', 'h', { auto_pad: 'SAME_UPPER', strides: [2, 2] })],
      [weights('k', [3, 2, 3, 3]), flat(27)],
      'Conv2D',
    ],
    [
      'of a convolution in two groups',
      [node('Conv', 'x k', 'h', { group: 2 })],
      [weights('k', [4, 1, 2, 2]), flat(4 * 20)],
      'DepthwiseConv2D',
    ],
    [
      'of a dilated convolution with steps',
      [node('Conv', 'x k', 'h', { dilations: [2, 2], strides: [2, 1] })],
      [weights('k', [3, 2, 2, 2]), flat(3 * 2 * 4)],
      'Conv',
    ],
    [
      'of a transposed convolution',
      [node('ConvTranspose', 'x k', 'h', { strides: [2, 2], pads: [1, 0, 0, 1] })],
      [weights('k', [2, 3, 3, 3]), flat(3 * 10 * 12)],
      'ConvTranspose',
    ],
    [
      'of a pooling with padding',
      [node('MaxPool', 'x', 'h', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })],
      [flat(2 * 3 * 3)],
      'MaxPool',
    ],
    [
      'of a mean that counts zeros',
      [node('AveragePool', 'x', 'h', { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 })],
      [flat(60)],
      'AveragePool',
    ],
    ['of a sum with a number per channel', [node('Add', 'x c', 'h')], [weights('c', [2, 1, 1]), flat(60)], 'Add'],
    ['of a product with a number per row', [node('Mul', 'x c', 'h')], [weights('c', [5, 1]), flat(60)], 'Mul'],
    [
      'of a product of two paths that broadcasts',
      [node('GlobalAveragePool', 'x', 'g'), node('Mul', 'x g', 'h')],
      [flat(60)],
      'Multiply',
    ],
    [
      'of a concatenation with a constant',
      [node('Concat', 'x c', 'h', { axis: 1 })],
      [weights('c', [1, 1, 5, 6]), flat(90)],
      'Concat',
    ],
    [
      'of a concatenation along columns',
      [node('Relu', 'x', 'r'), node('Concat', 'x r', 'h', { axis: 3 })],
      [flat(120)],
      'Concatenate',
    ],
    [
      'of a slice backwards',
      [node('Slice', 'x a b c d', 'h')],
      [integers('a', [-1]), integers('b', [-(2 ** 31)]), integers('c', [3]), integers('d', [-2]), flat(30)],
      'Slice',
    ],
    [
      'of a split',
      [{ ...node('Split', 'x', 'p', { axis: 1 }), outputs: ['p', 'q'] }, node('Sub', 'p q', 'h')],
      [flat(30)],
      'Slice',
    ],
    [
      'of a padding by reflection',
      [node('Pad', 'x p', 'h', { mode: 'reflect' })],
      [integers('p', [0, 0, 1, 2, 0, 0, 1, 0]), flat(2 * 7 * 8)],
      'Pad',
    ],
    ['of a mean over places', [node('ReduceMean', 'x', 'h', { axes: [2, 3] })], [flat(2)], 'ReduceMean'],
    [
      'of a largest value over channels',
      [node('ReduceMax', 'x', 'h', { axes: [1], keepdims: 0 })],
      [flat(30)],
      'ReduceMax',
    ],
    ['of an activation without a stock layer', [node('HardSwish', 'x', 'h')], [flat(60)], 'HardSwish'],
    [
      'of a comparison of two paths',
      [node('Relu', 'x', 'r'), node('Greater', 'x r', 'g'), node('Where', 'g x r', 'h')],
      [flat(60)],
      'Where',
    ],
    [
      'of a product of two paths',
      [node('Transpose', 'x', 't', { perm: [0, 1, 3, 2] }), node('MatMul', 'x t', 'h')],
      [flat(50)],
      'MatMul',
    ],
    ['of a normalisation without a rule', [node('LRN', 'x', 'h', { size: 3 })], [flat(60)], 'LRN'],
    ['that runs item by item', [node('TopK', 'x k', 'h', { axis: 3 })], [integers('k', [2]), flat(20)], 'TopK'],
    ['of a softmax of version 12', [node('Softmax', 'x', 'h', { axis: 2 })], [flat(60)], 'Activation'],
  ])('%s is built as it runs', async (name, nodes, tensors, kind) => {
    const version = name.endsWith('12') ? 12 : 17;
    expect(await layersOf({ nodes: [...nodes, ...last], tensors, version }, images)).toContain(kind);
  });
});

test('computes shapes once, and folds what follows from them', async () => {
  const graph = {
    nodes: [
      node('Shape', 'x', 's'),
      node('Gather', 's zero', 'n', { axis: 0 }),
      node('Concat', 'n rest', 't', { axis: 0 }),
      node('Reshape', 'x t', 'h'),
      node('MatMul', 'h w', 'm'),
      node('Add', 'm b', 'y'),
    ],
    tensors: [integers('zero', [0]), integers('rest', [-1]), weights('w', [6, 3]), weights('b', [3])],
  };
  expect(await layersOf(graph, [2, 3])).toEqual(['Reshape', 'Dense']);
});

test('removes units through operators that have no stock layer', async () => {
  const path = join(root, 'pruned.onnx');
  writeFileSync(
    path,
    modelBytes({
      nodes: [
        node('Conv', 'x k', 'c'),
        node('HardSwish', 'c', 'a'),
        node('MaxPool', 'a', 'h', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
        ...last,
      ],
      tensors: [weights('k', [4, 2, 1, 1]), weights('v', [3, 36])],
      inputs: { x: ['batch', 2, 5, 5] },
    }),
  );
  const { classifier } = await pruneNeurons.units({ c: [1] }).compress(await loadClassifier(path));
  expect(networkOf(classifier).model.countParams()).toBe(2 * 3 + 27 * 3);
});

test.each(['ReduceMax', 'ReduceProd', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp'])(
  '%s over an axis of one value reduces it item by item',
  async (operator) => {
    const nodes = [node(operator, 'x', 'h', { axes: [2], keepdims: 0 }), node('MatMul', 'h v', 'y')];
    expect(await layersOf({ nodes, tensors: [weights('v', [3, 2])] }, [3, 1])).toContain(operator);
  },
);

test('a sum of one tensor is that tensor', async () => {
  const graph = { nodes: [node('Sum', 'x', 'h'), node('MatMul', 'h v', 'y')], tensors: [weights('v', [3, 2])] };
  expect(await layersOf(graph, [3])).toEqual(['Sum', 'Dense']);
});

test('a value may be read twice by one node and again by another', async () => {
  const nodes = [
    node('MatMul', 'x v', 'h'),
    node('Mul', 'h h', 'square'),
    node('Mul', 'h square', 'cube'),
    node('Concat', 'cube cube', 'c', { axis: 1 }),
    node('Add', 'c c', 'd'),
    node('Add', 'd c', 'y'),
  ];
  await layersOf({ nodes, tensors: [weights('v', [3, 2])] }, [3]);
});

test('a layer has a name that TensorFlow.js takes, whatever the node is called', async () => {
  const long = `/model/${'_'.repeat(70)}/out`;
  const nodes = [
    { ...node('MatMul', 'x v', 'h'), name: '_hidden' },
    { ...node('MatMul', 'h w', 'y'), name: long },
  ];
  await layersOf({ nodes, tensors: [weights('v', [3, 2]), weights('w', [2, 2])] }, [3]);
});
