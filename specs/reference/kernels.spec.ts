import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type Variable,
  tf,
  tfl,
} from '../../src/engine/tensors.ts';
import type { Layer } from '../../src/models/network/layers.ts';
import { crossEntropy } from '../../src/training/loop/loss.ts';
import { type KernelCase, operandsOf, readKernelCases } from './kernels-golden.ts';

type Options = {
  strides: [number, number];
  padding: 'same' | 'valid';
  window: [number, number];
  relu: boolean;
  epsilon: number;
  sequences: boolean;
  ids: number[][];
  labels: number[];
};

/** Returns the output, and the gradients of the weighted output by the operands; constants have none. */
type Compute = (options: Options, operands: Tensor[], direction: Tensor) => Tensor[];

const operations: Record<string, Compute> = {
  conv2d: differentiate(({ strides, padding }, [x, w]) => tf.conv2d(x as Tensor4D, w as Tensor4D, strides, padding)),
  depthwiseConv2d: differentiate(({ strides, padding }, [x, w]) =>
    tf.depthwiseConv2d(x as Tensor4D, w as Tensor4D, strides, padding),
  ),
  maxPool: differentiate(({ window, strides, padding }, [x]) => tf.maxPool(x as Tensor4D, window, strides, padding)),
  averagePool: differentiate(({ window, strides, padding }, [x]) =>
    tf.avgPool(x as Tensor4D, window, strides, padding),
  ),
  dense: ({ relu }, [x, kernel, bias], direction) => {
    const units = bias.size;
    const activation = relu ? 'relu' : 'linear';
    return throughLayer(
      tfl.layers.dense({ units, activation, kernelInitializer: 'ones' }),
      x,
      [kernel, bias],
      direction,
    );
  },
  batchNorm: ({ epsilon }, [x, scale, offset], direction) =>
    throughLayer(tfl.layers.batchNormalization({ epsilon }), x, [scale, offset, scale, scale], direction),
  batchNormGiven: ({ epsilon }, [x, scale, offset, mean, deviation], direction) =>
    differentiate((_, [a, b, c]) =>
      tf.batchNorm(a, mean as Tensor1D, tf.square(deviation) as Tensor1D, c as Tensor1D, b as Tensor1D, epsilon),
    )({} as Options, [x, scale, offset], direction),
  lstm: ({ sequences }, [x, ...weights], direction) => {
    const layer = tfl.layers.lstm({
      units: weights[1].shape[0],
      returnSequences: sequences,
      recurrentActivation: 'sigmoid',
      kernelInitializer: 'ones',
      recurrentInitializer: 'ones',
    });
    return throughLayer(layer, x, weights, direction);
  },
  embedding: differentiate(({ ids }, [table]) => tf.gather(table, tf.tensor2d(ids, undefined, 'int32'))),
  crossEntropy: differentiate(({ labels }, [logits]) =>
    tf.reshape(crossEntropy(logits as Tensor2D, tf.tensor1d(labels, 'int32')), [1]),
  ),
};

beforeAll(() => startEngine().then(() => undefined));

describe('outputs and gradients agree with PyTorch to 1e-4', () => {
  const cases = readKernelCases(fileURLToPath(new URL('golden', import.meta.url)));

  test.each(Object.keys(operations))('%s', (operation) => {
    const chosen = cases.filter((drawn) => drawn.operation === operation);
    expect(chosen).toHaveLength(9);
    for (const drawn of chosen) expectAgreement(drawn);
  });
});

const { DNN_PYTHON: python = '' } = process.env;
const hasPyTorch = python !== '' && spawnSync(python, ['-c', 'import torch']).status === 0;

describe.skipIf(!hasPyTorch)('with PyTorch available (DNN_PYTHON)', () => {
  test.each([1, 3])('new cases of %d times the size agree too', { timeout: 120_000 }, (scale) => {
    const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-kernels-'));
    const seed = Date.now() % 1_000_000;
    const script = fileURLToPath(new URL('generators/kernels.py', import.meta.url));
    const parameters = [script, '--seed', String(seed), '--scale', String(scale), '--folder', folder];
    const { status, stderr } = spawnSync(python, parameters, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    for (const drawn of readKernelCases(folder)) expectAgreement(drawn, `--seed ${seed} --scale ${scale}`);
    rmSync(folder, { recursive: true });
  });
});

function expectAgreement(drawn: KernelCase, source = ''): void {
  const { operation, options, shapes, direction, outputShape, output, gradients } = drawn;
  const actual = tf.tidy(() =>
    operations[operation](options as unknown as Options, operandsOf(drawn), tf.tensor(direction, [...outputShape])).map(
      (tensor) => tensor.dataSync(),
    ),
  );
  const errors = actual.map((values, i) => relativeError(values, i === 0 ? output : gradients[i - 1]));
  const described = `${operation} ${JSON.stringify({ options, shapes })} ${source}: ${errors.join(', ')}`;
  expect(Math.max(...errors), described).toBeLessThan(1e-4);
}

/** Returns the largest difference relative to the largest expected value. */
function relativeError(actual: ArrayLike<number>, expected: Float32Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(actual[i] - value)), 0) / scale;
}

function differentiate(compute: (options: Options, operands: Tensor[]) => Tensor): Compute {
  return (options, operands, direction) => [
    compute(options, operands),
    ...tf.grads((...given) => tf.sum(tf.mul(compute(options, given), direction)))(operands),
  ];
}

/** Differentiates a layer in training mode with these weights; the trainable ones come first. */
function throughLayer(layer: Layer, x: Tensor, weights: Tensor[], direction: Tensor): Tensor[] {
  const apply = (input: Tensor): Tensor => layer.apply(input, { training: true }) as Tensor;
  apply(x);
  layer.setWeights(weights);
  const along = (input: Tensor) => tf.sum<tf.Scalar>(tf.mul(apply(input), direction));
  const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
  const { grads } = tf.variableGrads(() => along(x), variables);
  const results = [apply(x), tf.grad(along)(x), ...variables.map(({ name }) => grads[name])];
  layer.dispose();
  return results;
}
