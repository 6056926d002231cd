import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import { tf } from '../../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../../src/errors.ts';
import { inspect } from '../../../../../src/inspect/inspect.ts';
import { loadClassifier, openGraph } from '../../../../../src/models/index.ts';
import { networkOf } from '../../../../../src/models/network/network-of.ts';
import { largestDifference } from '../../sample.ts';
import { node, placeholder, writeGraphModel, type GraphModelGiven, type NodeGiven } from './write-graph-model.ts';

const root = mkdtempSync(join(tmpdir(), 'graph-model-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));
let files = 0;
const write = (given: GraphModelGiven): string => writeGraphModel(join(root, `model ${files++}`), given);

/** Numbers that differ, without a generator. */
const numbers = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i * 1.7 + from)));
const weight = (...shape: number[]) => ({
  shape,
  values: numbers(
    shape.reduce((all, size) => all * size, 1),
    shape.length,
  ),
});
const integers = (...values: number[]) => ({ shape: [values.length], values, dtype: 'int32' });

const dense: GraphModelGiven = {
  nodes: [placeholder('x', [-1, 3]), node('MatMul', 'y', ['x', 'w'])],
  weights: { w: weight(3, 2) },
};

async function messageOf(given: GraphModelGiven): Promise<string> {
  const path = write(given);
  const [tensors, memory] = [tf.memory().numTensors, process.memoryUsage().arrayBuffers];
  const errors = await Promise.all(
    [loadClassifier(path), openGraph(path)].map((opened) => opened.then(String, (cause: unknown) => cause)),
  );
  expect(errors[0]).toBeInstanceOf(InvalidModelError);
  expect(String(errors[1])).toBe(String(errors[0]));
  const { message } = errors[0] as Error;
  expect(message.length).toBeLessThan(2000);
  expect(message).toContain('\nExpected');
  expect(tf.memory().numTensors).toBe(tensors);
  expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(64 * 2 ** 20);
  return message;
}

describe('a graph model from a stranger', () => {
  const [x, y] = dense.nodes;
  const withNodes = (...nodes: NodeGiven[]): GraphModelGiven => ({ ...dense, nodes });
  const long = Array.from({ length: 100_001 }, (_, i) => node('Relu', `n${i}`, ['x']));
  const ring = Array.from({ length: 20_000 }, (_, i) => node('Relu', `n${i}`, [`n${(i + 1) % 20_000}`]));
  const manifest = (spec: object): GraphModelGiven => ({
    ...dense,
    fields: {
      weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'w', shape: [3, 2], dtype: 'float32', ...spec }] }],
    },
  });

  test.each<[string, GraphModelGiven, RegExp]>([
    [
      'a node that reads itself',
      withNodes(x, node('Add', 's', ['s', 'x']), node('Relu', 'y', ['s'])),
      /"s" reads what follows from itself/,
    ],
    [
      'a loop',
      withNodes(x, node('NextIteration', 'n', ['s']), node('Merge', 's', ['x', 'n']), node('Relu', 'y', ['s'])),
      /is a loop or a branch, as the converter writes recurrent layers/,
    ],
    ['a long cycle', { nodes: [x, ...ring, node('MatMul', 'y', ['n0', 'x'])] }, /"n0" reads what follows from itself/],
    ['too many nodes', withNodes(x, ...long, y), /has 100004 nodes.\nExpected at most 100000/],
    ['a node twice', withNodes(x, y, y), /"y" occurs twice/],
    ['no weight for a constant', { nodes: [...dense.nodes, node('Const', 'w')] }, /no weight for the node "w"/],
    ['weights that are larger than their file', manifest({ shape: [2 ** 20, 2 ** 20] }), /has 24 bytes, but/],
    ['a weight of text', manifest({ dtype: 'string' }), /the dtype .string./],
    ['a weight of halves', manifest({ shape: [3, 4], dtype: 'float16' }), /elements of the type float16/],
    ['an input that is missing', withNodes(x, node('MatMul', 'y', ['x', 'v'])), /reads "v", which no node computes/],
    ['an output that is missing', withNodes(x, node('MatMul', 'y', ['x:7', 'w'])), /reads "x:7", which no node/],
    ['nodes that are none', { nodes: [7 as unknown as NodeGiven] }, /a node is 7/],
    [
      'a signature of nodes that are missing',
      { ...dense, fields: { signature: { outputs: { y: { name: 'z:0' } } } } },
      /names the node "z:0"/,
    ],
    ['only constants', { nodes: [], weights: dense.weights }, /has no outputs/],
    [
      'an output of a billion parts',
      withNodes(x, node('Unpack', 'y', ['x'], { num: 10 ** 9 })),
      /"y" \(Unpack\) cannot be computed: the graph computes more than 100000/,
    ],
  ])('is refused in one error with %s', async (_, given, reason) => {
    expect(await messageOf(given)).toMatch(reason);
  });

  test('is refused with the operator, the node, the file and the way out where an operator is unknown', async () => {
    const message = await messageOf(withNodes(x, node('Bincount', 'count', ['x', 'w'])));
    expect(message).toMatch(
      /model\.json: the node "count" \(Bincount\) is an operator that this package does not have/,
    );
    expect(message).toMatch(/save it as \.keras and pass that file.*loadGraphModel of @tensorflow\/tfjs-converter/);
  });

  test.each(['While', 'StatelessIf', 'Switch', 'TensorListReserve'])('is refused by name with %s', async (operator) => {
    const message = await messageOf(withNodes(x, node(operator, 'loop', ['x'])));
    expect(message).toMatch(new RegExp(`the node "loop" \\(${operator}\\) is a loop or a branch`));
  });

  test('is refused if it draws random numbers or normalises by the batch, as in training', async () => {
    expect(await messageOf(withNodes(x, node('RandomUniform', 'dropout', ['w'])))).toContain('training mode');
    const attributes = { is_training: true };
    const nodes = [
      placeholder('x', [-1, 2, 2, 2]),
      node('FusedBatchNormV3', 'y', ['x', 'w', 'w', 'w', 'w'], attributes),
    ];
    expect(await messageOf({ nodes, weights: { w: weight(2) } })).toContain('training mode');
  });

  test('is refused with more layers than a network can have', async () => {
    const many = Array.from({ length: 5001 }, (_, i) => node('Relu', `n${i}`, ['x']));
    const nodes = [
      x,
      ...many,
      node(
        'AddN',
        's',
        many.map(({ name }) => name),
      ),
      node('MatMul', 'y', ['s', 'w']),
    ];
    const tensors = tf.memory().numTensors;
    await expect(loadClassifier(write(withNodes(...nodes)))).rejects.toThrow('more than 5000 layers');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('is refused with a node that does not fit its inputs', async () => {
    const conv = node('Conv2D', 'y', ['x', 'w'], { strides: [0, 0], padding: 'SAME' });
    const path = write(withNodes(placeholder('x', [-1, 4, 4, 3]), conv));
    const failed = 'the node "y" (Conv2D) cannot be computed: its kernel [3, 2] in 1 groups does not fit [1, 4, 4, 3]';
    await expect(loadClassifier(path)).rejects.toThrow(failed);
    const graph = await openGraph(path);
    await expect(graph.run({ x: { data: numbers(48), shape: [1, 4, 4, 3] } })).rejects.toThrow(failed);
  });

  test('opens where a node that nothing needs is unknown', async () => {
    const nodes = [...dense.nodes, node('SaveV2', 'unused', ['x'])];
    const signature = { inputs: { in: { name: 'x:0' } }, outputs: { out: { name: 'y:0' } } };
    expect((await loadClassifier(write({ ...dense, nodes, fields: { signature } }))).classes).toBe(2);
  });
});

describe('inputs and outputs', () => {
  const sums: GraphModelGiven = {
    nodes: [
      placeholder('a', [-1, 2]),
      placeholder('b', [-1, 2]),
      node('AddV2', 's', ['a', 'b']),
      node('Sub', 'd', ['a', 'b:0', '^s']),
    ],
  };

  test('are those of the signature, by its names', async () => {
    const signature = {
      inputs: { second: { name: 'b:0' }, first: { name: 'a:0' } },
      outputs: { sum: { name: 's:0' } },
    };
    const graph = await openGraph(write({ ...sums, fields: { signature } }));
    expect(graph.inputs.map(({ name }) => name)).toEqual(['second', 'first']);
    const { sum } = await graph.run({
      first: { data: [1, 2], shape: [1, 2] },
      second: { data: [10, 20], shape: [1, 2] },
    });
    expect([...sum.data]).toEqual([11, 22]);
  });

  test('are placeholders, and nodes that nothing reads, where there is no signature', async () => {
    const graph = await openGraph(write(sums));
    expect(graph.inputs).toEqual([
      { name: 'a', type: 'float32', shape: [null, 2] },
      { name: 'b', type: 'float32', shape: [null, 2] },
    ]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['s', 'd']);
  });

  test('are described by inspect', async () => {
    const { kind, parts, inputs } = await inspect(write(dense), 0);
    expect([kind, parts.at(-1)?.type, inputs[0].shape]).toEqual([
      'a folder in the TensorFlow.js graph format',
      'Dense',
      [null, 3],
    ]);
  });

  test('of a classifier are one each', async () => {
    const path = write(sums);
    await expect(loadClassifier(path)).rejects.toThrow('inputs "a", "b" and the outputs "s", "d"');
    const { unit, parts, open, lacks } = await inspect(path);
    expect([unit, open]).toEqual(['operators', `openGraph('${path}')`]);
    expect(parts.map(({ name, type }) => `${name} ${type}`)).toEqual(['2 × Placeholder', '1 × AddV2', '1 × Sub']);
    expect(lacks[0].why).toContain('inputs "a", "b"');
  });

  test('can have their shape in the signature alone', async () => {
    const shape = { dim: [{ size: '-1' }, { size: '3' }] };
    const open = {
      name: 'x',
      op: 'Placeholder',
      attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { unknownRank: true } } },
    };
    const signature = { inputs: { x: { name: 'x:0', tensorShape: shape } }, outputs: { y: { name: 'y:0' } } };
    const given = { ...dense, nodes: [open, dense.nodes[1]] };
    await expect(loadClassifier(write(given))).rejects.toThrow('the shape of its input "x" is not stated');
    const old = { format: undefined, userDefinedMetadata: { signature } };
    expect((await loadClassifier(write({ ...given, fields: old }))).itemShape).toEqual([3]);
  });
});

/** The layers of a graph model. Its outputs for two inputs must be those of the graph, and its gradients those of differences. */
async function layersOf(given: GraphModelGiven, options = {}): Promise<string[]> {
  const path = write(given);
  const network = networkOf(await loadClassifier(path, options));
  const { itemShape, model } = network;
  const size = itemShape.reduce((all, each) => all * each, 1);
  const data = numbers(2 * size, 3);
  const { data: outputs } = await network.predict(Float32Array.from(data), 2);
  if (Object.keys(options).length === 0) {
    const { [given.nodes.at(-1)?.name ?? '']: expected } = await (
      await openGraph(path)
    ).run({ x: { data, shape: [2, ...itemShape] } });
    expect(largestDifference(outputs, expected.data)).toBeLessThan(1e-5);
  }
  return model.layers
    .map((layer) => (layer as { operator?: string }).operator ?? layer.getClassName())
    .filter((kind) => kind !== 'InputLayer');
}

describe('a convolution of TensorFlow', () => {
  const same = { strides: [1, 1, 1, 1], padding: 'SAME' };
  const head = [node('Mean', 'm', ['h', 'places']), node('MatMul', 'y', ['m', 'w'])];
  const places = { places: integers(1, 2), w: weight(4, 2) };

  test('stays one layer, with what the graph multiplies, adds and cuts off behind it, and moves no value', async () => {
    const nodes = [
      placeholder('x', [-1, 5, 6, 3]),
      node('Conv2D', 'c', ['x', 'k'], { strides: [1, 2, 2, 1], padding: 'SAME' }),
      node('BiasAdd', 'b', ['c', 'v']),
      node('DepthwiseConv2dNative', 'd', ['b', 'l'], same),
      node('Mul', 's', ['d', 'v']),
      node('AddV2', 't', ['v', 's']),
      node('Relu', 'h', ['t']),
      ...head,
    ];
    const weights = { k: weight(3, 3, 3, 4), l: weight(3, 3, 4, 1), v: weight(4), ...places };
    expect(await layersOf({ nodes, weights })).toEqual([
      'Conv2D',
      'DepthwiseConv2D',
      'GlobalAveragePooling2D',
      'Dense',
    ]);
  });

  test('applies what is fused with it in its order', async () => {
    const fused = (...names: string[]): { fused_ops: string[] } => ({ fused_ops: names });
    const nodes = [
      placeholder('x', [-1, 4, 4, 3]),
      node('_FusedConv2D', 'c', ['x', 'k', 'v', 'u', 'v', 'u'], {
        ...same,
        ...fused('FusedBatchNorm', 'Relu'),
        epsilon: 0.01,
      }),
      node('FusedDepthwiseConv2dNative', 'h', ['c', 'l', 'v'], { ...same, ...fused('BiasAdd', 'Relu6') }),
      ...head,
    ];
    const positive = { shape: [4], values: [1, 2, 0.5, 3] };
    const weights = { k: weight(3, 3, 3, 4), l: weight(3, 3, 4, 1), v: weight(4), u: positive, ...places };
    const kinds = [
      'Conv2D',
      'BatchNormalization',
      'ReLU',
      'DepthwiseConv2D',
      'ReLU',
      'GlobalAveragePooling2D',
      'Dense',
    ];
    expect(await layersOf({ nodes, weights })).toEqual(kinds);
  });

  test('runs products in letters once for the batch', async () => {
    const nodes = [
      placeholder('x', [-1, 3, 4]),
      node('Einsum', 'a', ['x', 'k'], { equation: 'bic,cd->bid' }),
      node('Einsum', 'h', ['a', 'x'], { equation: 'bid,bic->bdc' }),
      node('Reshape', 'y', ['h', 'flat']),
    ];
    const path = write({ nodes, weights: { k: weight(4, 2), flat: integers(-1, 8) } });
    const { model } = networkOf(await loadClassifier(path));
    const operations = model.layers.map((layer) => layer.getConfig().operation as { name: string } | undefined);
    const described = operations.flatMap((operation) => (operation ? [JSON.parse(operation.name) as object] : []));
    expect(described).toMatchObject([
      { operator: 'Einsum', isByItem: false },
      { operator: 'Einsum', isByItem: false },
    ]);
  });

  test('reads channels first where it says so', async () => {
    const first = { data_format: 'NCHW', strides: [1, 1, 1, 1], padding: 'VALID' };
    const nodes = [
      placeholder('x', [-1, 3, 4, 5]),
      node('Conv2D', 'c', ['x', 'k'], first),
      node('FusedBatchNormV3', 'b', ['c', 'u', 'v', 'v', 'u'], { data_format: 'NCHW', epsilon: 0.1 }),
      node('Mean', 'm', ['b', 'places']),
      node('MatMul', 'y', ['m', 'w']),
    ];
    const weights = {
      k: weight(2, 2, 3, 4),
      v: weight(4),
      u: { shape: [4], values: [1, 2, 3, 4] },
      places: integers(2, 3),
      w: weight(4, 2),
    };
    const path = write({ nodes, weights });
    const moved = await loadClassifier(path);
    expect([moved.itemShape, (await loadClassifier(path, { layout: 'nchw' })).itemShape]).toEqual([
      [4, 5, 3],
      [3, 4, 5],
    ]);
    const kinds = networkOf(moved).model.layers.map((layer) => layer.getClassName());
    expect(kinds).not.toContain('Permute');
  });

  test('takes the options of an imported model', async () => {
    const nodes = [placeholder('x', [-1, 4, 5, 3]), node('Conv2D', 'h', ['x', 'k'], same), ...head];
    const weights = { k: weight(1, 1, 3, 4), ...places };
    const normalize = { mean: [0.1, 0.2, 0.3], std: [1, 2, 4] };
    const options = { layout: 'nchw', normalize, classes: [1, 0] };
    expect(await layersOf({ nodes, weights }, options)).toEqual(
      expect.arrayContaining(['Sub', 'Div', 'Permute', 'Conv2D']),
    );
    const path = write({ nodes, weights });
    const image = numbers(60);
    const [plain, prepared] = [await loadClassifier(path), await loadClassifier(path, { normalize, classes: [1, 0] })];
    const scaled = image.map((value, i) => (value - normalize.mean[i % 3]) / normalize.std[i % 3]);
    const { data: expected } = await plain.predict(Float32Array.from(scaled), 1);
    const { data } = await prepared.predict(Float32Array.from(image), 1);
    expect(largestDifference(data, [expected[1], expected[0]])).toBeLessThan(1e-5);
  });
});
