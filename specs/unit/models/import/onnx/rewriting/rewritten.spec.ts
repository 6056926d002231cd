import { describe, expect, test } from 'vitest';
import type { Constant } from '../../../../../../src/models/import/contract.ts';
import type { StoredNode } from '../../../../../../src/models/import/onnx/node.ts';
import { rewritten, rewrittenOperators } from '../../../../../../src/models/import/onnx/rewriting/index.ts';

const node = (operator: string, inputs: string, outputs: string, more: Partial<StoredNode> = {}): StoredNode => ({
  name: operator,
  domain: 'ai.onnx.ml',
  operator,
  inputs: inputs.split(' '),
  outputs: outputs.split(' '),
  attributes: {},
  ...more,
});
const operatorsOf = (nodes: readonly StoredNode[], constants = new Map<string, Constant>()): string[] =>
  rewritten('model.onnx', nodes, constants).map(({ operator }) => operator);

const linear = (transform: string, rows: readonly number[], intercepts: readonly number[]): StoredNode =>
  node('LinearClassifier', 'x', 'label scores', {
    attributes: {
      coefficients: rows,
      intercepts,
      classlabels_strings: intercepts.map(String),
      post_transform: transform,
    },
  });

test('a graph of the standard stays the same', () => {
  const nodes = [node('Relu', 'x', 'y', { domain: '' })];
  expect(rewritten('model.onnx', nodes, new Map())).toBe(nodes);
  expect(rewrittenOperators).toContain('QLinearConv');
});

describe('a linear classifier', () => {
  test('of two opposite scores ends in a softmax of their halves', () => {
    const constants = new Map<string, Constant>();
    expect(operatorsOf([linear('LOGISTIC', [-2, 2], [-1, 1])], constants)).toEqual([
      'Gemm',
      'Softmax',
      'LinearClassifier',
    ]);
    expect(Array.from(constants.values(), ({ data }) => [...data])).toEqual([
      [-1, 1],
      [-0.5, 0.5],
    ]);
  });

  test('whose logistic scores are divided by their sum ends in a softmax, so that its logits can be read', () => {
    const nodes = [
      linear('LOGISTIC', [1, 2, 3], [0, 0, 0]),
      node('Normalizer', 'scores', 'y', { attributes: { norm: 'L1' } }),
    ];
    expect(operatorsOf(nodes).slice(-5)).toEqual(['LinearClassifier', 'Neg', 'Softplus', 'Neg', 'Softmax']);
  });

  test.each([
    ['PROBIT', [1, 2], [0, 0], 'its post_transform is PROBIT'],
    ['NONE', [1, 2, 3], [0, 0], 'it has 3 coefficients for 2 scores'],
  ])('with %s and %j is refused', (transform, rows, intercepts, reason) => {
    expect(() => operatorsOf([linear(transform, rows, intercepts)])).toThrow(
      `the node "LinearClassifier" (LinearClassifier) cannot be computed: ${reason}.`,
    );
  });
});

test('a support vector machine that estimates probabilities stays, for onnxruntime', () => {
  const attributes = { vectors_per_class: [1, 1], support_vectors: [0, 1], kernel_type: 'RBF', prob_a: [1] };
  expect(operatorsOf([node('SVMClassifier', 'x', 'label scores', { attributes })])).toEqual(['SVMClassifier']);
});

test('the kernel of a convolution on integers is scaled by a power of two, so that its sums stay exact', () => {
  const constants = new Map<string, Constant>([
    ['w', { type: 'int8', shape: [1, 1, 1, 1], data: Int32Array.of(3) }],
    ['ws', { type: 'float32', shape: [], data: Float32Array.of(0.3) }],
  ]);
  const names = 'x xs xz w ws wz ys yz'.split(' ').join(' ');
  const operators = operatorsOf([node('QLinearConv', names, 'y', { domain: '' })], constants);
  expect(operators).toEqual('DequantizeLinear DequantizeLinear Conv Mul Div Div Reshape Mul QuantizeLinear'.split(' '));
  expect([...constants.values()].map(({ data }) => data[0])).toContain(0.25);
});
