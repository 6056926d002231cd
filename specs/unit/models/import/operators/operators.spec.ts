import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../../../src/engine/tensors.ts';
import { operationOf } from '../../../../../src/models/import/graph/operation.ts';
import type { Operator } from '../../../../../src/models/import/operators/contract.ts';
import { operatorNames, operatorOf } from '../../../../../src/models/import/operators/index.ts';

beforeAll(() => startEngine('wasm'));

/** Runs an operator on floating-point tensors; `version` is that of the standard. */
function run(name: string, inputs: readonly Tensor[], attributes: Record<string, unknown> = {}, version = 21): Tensor {
  const { run: compute } = operatorOf('', name) as Operator;
  const values = inputs.map((tensor) => ({
    tensor,
    type: tensor.dtype === 'int32' ? ('int32' as const) : ('float32' as const),
  }));
  return compute(values, operationOf({ operator: name, version, attributes }))[0].tensor;
}

test('every operator is found by its name, in the domain of the standard only', () => {
  expect(operatorNames.length).toBeGreaterThan(130);
  expect(operatorNames.filter((name) => operatorOf('', name) === undefined)).toEqual([]);
  expect(operatorOf('com.example', 'Relu')).toBeUndefined();
  expect(operatorOf('', 'constructor')).toBeUndefined();
});

describe('QuantizeLinear', () => {
  test('rounds half to even and stays in the range of its type', () => {
    const x = tf.tensor1d([0.5, 1.5, 2.5, -0.5, 300, -300]);
    expect(Array.from(run('QuantizeLinear', [x, tf.scalar(1)]).dataSync())).toEqual([0, 2, 2, 0, 255, 0]);
  });

  test('lets gradients pass within its range', () => {
    const slope = tf.grad((x) =>
      tf.sum(run('DequantizeLinear', [run('QuantizeLinear', [x, tf.scalar(0.1)]), tf.scalar(0.1)])),
    );
    expect(Array.from(slope(tf.tensor1d([1.23, 99])).dataSync())).toEqual([expect.closeTo(1, 5), 0]);
  });
});

test('OneHot writes numbers that are no integers', () => {
  const [indices, depth] = [tf.tensor1d([1, -1], 'int32'), tf.scalar(3, 'int32')];
  const rows = run('OneHot', [indices, depth, tf.tensor1d([0.5, 2.5])]);
  expect(Array.from(rows.dataSync())).toEqual([0.5, 2.5, 0.5, 0.5, 0.5, 2.5]);
});

test('TopK has the gradient of the values that it takes', () => {
  const slope = tf.grad((x) => tf.sum(tf.mul(run('TopK', [x, tf.scalar(2, 'int32')]), tf.tensor2d([[1, 10]]))));
  const x = tf.tensor2d([3, 9, 1, 7, 2, 5, 8, 6], [2, 4]);
  expect(Array.from(run('TopK', [x, tf.scalar(2, 'int32')]).dataSync())).toEqual([9, 7, 8, 6]);
  expect(Array.from(slope(x).dataSync())).toEqual([0, 1, 0, 10, 0, 0, 1, 10]);
});

test.each([
  [
    'ij,jk->ik',
    [
      [2, 3],
      [3, 2],
    ],
    [10, 13, 28, 40],
  ],
  ['ij->ji', [[2, 3]], [0, 3, 1, 4, 2, 5]],
  ['bii->bi', [[2, 2, 2]], [0, 3, 4, 7]],
  ['...i,i', [[2, 2], [2]], [1, 3]],
])('Einsum computes %s', (equation, shapes, expected) => {
  const tensors = shapes.map((shape) =>
    tf.reshape(
      tf.range(
        0,
        shape.reduce((a, b) => a * b, 1),
      ),
      shape,
    ),
  );
  expect(Array.from(run('Einsum', tensors, { equation }).dataSync())).toEqual(expected);
});

test('Softmax of version 12 takes all axes from one on together', () => {
  const x = tf.zeros([1, 2, 2]);
  expect(Array.from(run('Softmax', [x], { axis: 1 }, 12).dataSync())).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(Array.from(run('Softmax', [x], { axis: 1 }, 13).dataSync())).toEqual([0.5, 0.5, 0.5, 0.5]);
});

test('a ceiled pooling leaves out windows that start behind the values', () => {
  const x = tf.reshape(tf.range(0, 5), [1, 1, 5]);
  const y = run('MaxPool', [x], { kernel_shape: [2], strides: [3], pads: [0, 1], ceil_mode: 1 });
  expect(Array.from(y.dataSync())).toEqual([1, 4]);
});

test('a depthwise convolution whose steps differ computes all channels at once', async () => {
  const [x, kernel] = [tf.reshape(tf.range(0, 480), [1, 5, 4, 24]), tf.reshape(tf.range(0, 216), [3, 3, 1, 24])];
  const attributes = { group: 24, strides: [2, 1], channels_last: 1 };
  const convolve = (): Tensor => run('Conv', [x, kernel], attributes);
  const byChannel = Array.from({ length: 24 }, (_, i) =>
    run('Conv', [tf.slice(x, [0, 0, 0, i], [1, 5, 4, 1]), tf.slice(kernel, [0, 0, 0, i], [3, 3, 1, 1])], {
      ...attributes,
      group: 1,
    }),
  );
  expect(Array.from(convolve().dataSync())).toEqual(Array.from(tf.concat(byChannel, 3).dataSync()));
  const slope = tf.grad((image) => tf.sum(run('Conv', [image, kernel], attributes)))(x);
  expect(slope.dataSync()[24 * 4 * 2]).toBe(144); // row 2 is the last of one window and the first of the next
  const { kernels } = await tf.profile(convolve);
  expect(kernels.length).toBeLessThan(12);
});

test('the remainder of a division by infinity is that of Python', () => {
  const [x, y] = [tf.tensor1d([-3, 3, -1, 1]), tf.tensor1d([Infinity, Infinity, -Infinity, -Infinity])];
  expect(Array.from(run('Mod', [x, y]).dataSync())).toEqual([Infinity, 3, -1, -Infinity]);
});
