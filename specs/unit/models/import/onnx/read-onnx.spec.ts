import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import { loadClassifier } from '../../../../../src/models/index.ts';
import { float32, modelBytes, tensor, type GraphGiven } from './write-onnx.ts';

const root = mkdtempSync(join(tmpdir(), 'read-onnx-'));
beforeAll(() => startEngine('wasm'));
afterAll(() => rmSync(root, { recursive: true }));

let files = 0;

function saved(graph: GraphGiven): string {
  const path = join(root, `${files++}.onnx`);
  writeFileSync(path, modelBytes(graph));
  return path;
}

describe('sizes that a file leaves free', () => {
  const weights = Array.from({ length: 6 }, (_, i) => i - 2);
  const images = saved({
    nodes: [
      { operator: 'Conv', inputs: ['x', 'w'], outputs: ['c'] },
      { operator: 'GlobalAveragePool', inputs: ['c'], outputs: ['p'] },
      { operator: 'Flatten', inputs: ['p'], outputs: ['y'] },
    ],
    tensors: [tensor('w', [2, 3, 1, 1], 1, float32(weights))],
    inputs: { x: ['batch', 3, 'height', 'width'] },
  });

  test('are those of itemShape, in the order of the data', async () => {
    const last = await loadClassifier(images, { itemShape: [4, 5, 3] });
    const first = await loadClassifier(images, { itemShape: [3, 4, 5], layout: 'nchw' });
    expect([last.itemShape, first.itemShape]).toEqual([
      [4, 5, 3],
      [3, 4, 5],
    ]);
    const inputs = Float32Array.from({ length: 60 }, (_, i) => (i % 7) / 7);
    const moved = Float32Array.from({ length: 60 }, (_, i) => inputs[(i % 20) * 3 + Math.floor(i / 20)]);
    const split = { labels: new Int32Array(1), size: 1 };
    const [a, b] = [
      await last.probabilities({ ...split, inputs, itemShape: [4, 5, 3] }),
      await first.probabilities({ ...split, inputs: moved, itemShape: [3, 4, 5] }),
    ];
    a.data.forEach((value, i) => expect(b.data[i]).toBeCloseTo(value, 6));
  });

  test('are asked for', async () => {
    await expect(loadClassifier(images)).rejects.toThrow(
      'the shape of its input "x" is [?, 3, ?, ?].\nExpected itemShape with 3 sizes, for those that the file leaves free.\nPass itemShape',
    );
    await expect(loadClassifier(images, { itemShape: [4, 5] })).rejects.toThrow(
      '[?, 3, ?, ?], and itemShape is [4, 5].',
    );
  });

  test('are not all sizes', async () => {
    await expect(loadClassifier(images, { itemShape: [4, 5, 1] })).rejects.toThrow(
      'takes items of the shape [4, 5, 3], and those of the data have the shape [4, 5, 1].\nExpected the same shape.',
    );
  });
});

test.each(['Loop', 'Scan'])('a %s is refused, with what opens instead', async (operator) => {
  const path = saved({ nodes: [{ operator, name: 'gru', inputs: ['x'], outputs: ['y'] }] });
  await expect(loadClassifier(path)).rejects.toThrow(
    `the node "gru" (${operator}) is a loop, which this package does not run.\nExpected a graph without loops.\n` +
      'Save a recurrent network of Keras as .keras, which opens',
  );
});

test('a QAttention is refused, with how to quantise instead', async () => {
  const path = saved({ nodes: [{ operator: 'QAttention', name: 'own', inputs: ['x'], outputs: ['y'] }] });
  await expect(loadClassifier(path)).rejects.toThrow(
    'the node "own" (QAttention) computes on integers in a way that this package does not have.\n' +
      'Expected a model that holds QuantizeLinear and DequantizeLinear.\nQuantise it with quantize_static(…, quant_format=QuantFormat.QDQ)',
  );
});

test('a QLinearConv without a kernel is refused', async () => {
  const path = saved({ nodes: [{ operator: 'QLinearConv', name: 'conv', inputs: ['x'], outputs: ['y'] }] });
  await expect(loadClassifier(path)).rejects.toThrow(
    'the node "conv" (QLinearConv) cannot be computed: it has no input 0.\nExpected a node as an exporter writes it',
  );
});

describe('a file with two outputs', () => {
  const withOutputs = (operator: string, shapes?: readonly (readonly (string | number)[] | null)[]): string =>
    saved({
      nodes: [
        { operator: 'ArgMax', inputs: ['x'], outputs: ['label'], attributes: { axis: 1, keepdims: 0 } },
        { operator, domain: 'ai.onnx.ml', inputs: ['x'], outputs: ['probabilities'] },
      ],
      outputs: ['label', 'probabilities'],
      outputShapes: shapes,
    });

  test('is refused with the call that runs it, if none holds labels', async () => {
    await expect(loadClassifier(withOutputs('ZipMap'))).rejects.toThrow(
      'has the inputs "x" and the outputs "label", "probabilities".\nExpected one input and one output, as a classifier has.\n' +
        'Export the classifier alone, or use onnxPredictor(path, { output: "probabilities" })',
    );
  });

  test('opens by its scores, if the other one holds labels, also where the scores are a map of classes', async () => {
    for (const shape of [['n', 4], null]) {
      const { classes } = await loadClassifier(withOutputs('ZipMap', [['n'], shape]));
      expect(classes).toBe(4);
    }
  });

  test('is told how to run trees', async () => {
    await expect(loadClassifier(withOutputs('TreeEnsembleClassifier', [['n'], null]))).rejects.toThrow(
      'Export it with options={\'zipmap\': False}, so that its scores are a tensor, and use onnxPredictor(path, { output: "probabilities" })',
    );
    await expect(loadClassifier(withOutputs('TreeEnsembleClassifier', [['n'], ['n', 4]]))).rejects.toThrow(
      'docs/models.md lists.\nUse onnxPredictor(path, { output: "probabilities" })',
    );
  });
});
