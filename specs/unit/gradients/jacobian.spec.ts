import { beforeAll, describe, expect, test } from 'vitest';
import { linearised, pullBack } from '../../../src/gradients/jacobian.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import type { Tensor, Tensor2D } from '../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../src/errors.ts';
import { classifier } from '../../../src/models/index.ts';
import { leNet1 } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { linearClassifier, smallProblem } from '../attacks/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import type { Network } from '../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

/** The values of a tensor that is created inside `tf.tidy`. */
const valuesOf = (make: () => Tensor): number[] => [...tf.tidy(make).dataSync()];

/** Central differences of every logit by every input value, [batch, classes, values per item]. */
function differences(network: Network, inputs: Float32Array, batch: number, step: number): number[] {
  const length = inputs.length / batch;
  const logits = (shifted: number, by: number): number[] =>
    valuesOf(() => {
      const values = inputs.map((value, i) => (i % length === shifted ? value + by : value));
      return network.logits(tf.tensor(values, [batch, ...network.itemShape]));
    });
  const slopes = new Array<number>(batch * network.classes * length);
  for (let value = 0; value < length; value++) {
    const [above, below] = [logits(value, step), logits(value, -step)];
    above.forEach((z, row) => (slopes[row * length + value] = (z - below[row]) / (2 * step)));
  }
  return slopes;
}

describe('linearised', () => {
  test('gives the logits and their gradients, by central differences', async () => {
    const { network, split } = await smallProblem(5);
    const inputs = split.inputs as Float32Array;
    const x = tf.tensor(inputs, [5, 4, 4, 1]);
    const logits = valuesOf(() => linearised(network, x, (z) => z.logits.clone()));
    expect(logits).toEqual(valuesOf(() => network.logits(x)));

    const slopes = tf.tidy(() => linearised(network, x, (z) => z.ofAll()));
    expect(slopes.shape).toEqual([5, 3, 4, 4, 1]);
    const expected = differences(network, inputs, 5, 1e-3);
    slopes.dataSync().forEach((slope, i) => expect(slope).toBeCloseTo(expected[i], 2));
  });

  test('gives the gradient of a class, a difference and a combination per input', async () => {
    const { network, split } = await smallProblem(4);
    const x = tf.tensor(split.inputs, [4, 4, 4, 1]);
    const [all, some, differences, mixed, mixedByTensor] = tf.tidy(() =>
      linearised(network, x, (z) =>
        [
          z.ofAll(),
          z.ofClass([2, 0, 1, 2]),
          z.between([0, 0, 0, 2], [1, 2, 1, 2]),
          z.combined(Float32Array.of(1, -1, 0, 0, 0.5, 2, 0, 0, 0, 1, 1, 1)),
          z.combined(tf.tensor2d([1, -1, 0, 0, 0.5, 2, 0, 0, 0, 1, 1, 1], [4, 3])),
        ].map((tensor) => [...tensor.dataSync()]),
      ),
    );
    const slope = (item: number, label: number, value: number): number => all[(item * 3 + label) * 16 + value];
    for (let value = 0; value < 16; value++) {
      [2, 0, 1, 2].forEach((label, item) => expect(some[item * 16 + value]).toBeCloseTo(slope(item, label, value), 6));
      expect(differences[value]).toBeCloseTo(slope(0, 1, value) - slope(0, 0, value), 6);
      expect(differences[48 + value]).toBe(0);
      expect(mixed[value]).toBeCloseTo(slope(0, 0, value) - slope(0, 1, value), 6);
      expect(mixed[16 + value]).toBeCloseTo(0.5 * slope(1, 1, value) + 2 * slope(1, 2, value), 6);
      expect(mixed[32 + value]).toBe(0);
      expect(mixed[48 + value]).toBeCloseTo(slope(3, 0, value) + slope(3, 1, value) + slope(3, 2, value), 6);
    }
    expect(mixedByTensor).toEqual(mixed);
  });

  test('is exact for a linear network', () => {
    const network = linearClassifier([
      [2, -3],
      [0.5, 1],
    ]);
    const x = tf.tensor2d([[0.2, 0.4]]);
    expect(valuesOf(() => linearised(network, x, (z) => z.ofAll()))).toEqual([2, 0.5, -3, 1]);
  });

  test('adds gradients if the input takes several paths through the network', () => {
    const input = tfl.input({ shape: [2] });
    const dense = tfl.layers.dense({ units: 2, useBias: false, kernelInitializer: 'ones' }).apply(input);
    const sum = tfl.layers.add().apply([dense, input] as tfl.SymbolicTensor[]);
    const network = classifier(tfl.model({ inputs: input, outputs: sum as tfl.SymbolicTensor }));
    const x = tf.tensor2d([[0.2, 0.4]]);
    expect(valuesOf(() => linearised(network, x, (z) => z.ofAll()))).toEqual([2, 1, 1, 2]);
  });

  test('runs the network once, computes no gradient of a weight, and leaks no tensor', async () => {
    const network = networkOf(leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
    const random = createRandom(2);
    const x = tf.tensor(
      Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
      [2, 28, 28, 1],
    );
    const before = tf.memory().numTensors;
    const { kernels, kernelNames, result } = await tf.profile(() =>
      tf.tidy(() => linearised(network, x, (z) => z.ofAll())),
    );
    expect(kernels.filter(({ name }) => name === 'MaxPool')).toHaveLength(2);
    expect(kernelNames).toContain('Conv2DBackpropInput');
    expect(kernelNames).not.toContain('Conv2DBackpropFilter');
    tf.dispose(result);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('pullBack', () => {
  const linear = () =>
    linearClassifier([
      [1, 2],
      [3, 4],
    ]);

  test('gives the logits and the gradient with respect to the input', () => {
    const [logits, gradient] = tf.tidy(() => {
      const pulled = pullBack(linear(), tf.tensor2d([[0.5, 0.25]]), (z) => ({ slope: tf.square(z) }));
      return [pulled.logits.dataSync(), pulled.gradient.dataSync()];
    });
    expect([...logits]).toEqual([1.25, 2]);
    expect([...gradient]).toEqual([1.25 ** 2 + 2 * 4, 3 * 1.25 ** 2 + 4 * 4]);
  });

  test('computes no gradient of a weight, in one forward pass', async () => {
    const network = networkOf(leNet1({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
    const random = createRandom(2);
    const x = tf.tensor(
      Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
      [2, 28, 28, 1],
    );
    const { kernels } = await tf.profile(() => pullBack(network, x, (z) => ({ slope: z })).gradient);
    const names = kernels.map(({ name }) => name);
    expect(names).toContain('Conv2DBackpropInput');
    expect(names).not.toContain('Conv2DBackpropFilter');
    expect(names.filter((name) => name.startsWith('MaxPool') && !name.endsWith('Grad'))).toHaveLength(2); // LeNet-1 has two
  });

  test('rejects a model without a gradient', () => {
    const steps = { ...linear(), logits: (x: never) => tf.cast(tf.greater(x, 0.5), 'float32') as Tensor2D };
    const attempt = () => tf.tidy(() => pullBack(steps, tf.tensor2d([[0.5, 0.25]]), (z) => ({ slope: z })).gradient);
    expect(attempt).toThrow(InvalidModelError);
    expect(attempt).toThrow('"linear" has no gradient with respect to its input: ');
  });
});
