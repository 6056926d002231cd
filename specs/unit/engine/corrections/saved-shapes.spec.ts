import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import { randomTensor } from '../both-engines.ts';

beforeAll(() => startEngine());

const cases: Record<string, (x: Tensor) => Tensor> = {
  Add: (x) => tf.add(x, 1),
  Sub: (x) => tf.sub(1, x),
  Mean: (x) => tf.mean(x, 1),
  Sum: (x) => tf.sum(x, 0),
  PadV2: (x) =>
    tf.pad(
      x,
      [0, 2].map((size): [number, number] => [size, 1]),
    ),
  Concat: (x) => tf.concat([x, randomTensor([5, 64], 2)], 0),
  Slice: (x) => tf.slice(x, [1, 2], [3, 4]),
  Reshape: (x) => tf.reshape(x, [8, 40]),
  ExpandDims: (x) => tf.expandDims(x, 1),
};

test.each(Object.entries(cases))(
  '%s keeps no operand for its gradient, which remains that of TensorFlow.js',
  (_, f) => {
    const x = randomTensor([5, 64], 1);
    const cotangent = randomTensor(f(x).shape, 3);
    let kept = 0;
    const run = (input: Tensor): Tensor => {
      const before = tf.memory().numBytes;
      const result = tf.tidy(() => f(tf.neg(input))); // the gradient of a negation reads nothing
      kept = tf.memory().numBytes - before - 4 * result.size;
      return result;
    };
    const gradient = tf.grad(run)(x, cotangent);
    const quotients = (at: number): number => {
      const moved = (shift: number): Tensor =>
        run(
          tf.tensor(
            x.dataSync().map((value, i) => (i === at ? value + shift : value)),
            x.shape,
          ),
        );
      return tf.sum(tf.mul(tf.sub(moved(0.5), moved(-0.5)), cotangent)).dataSync()[0];
    };
    expect(kept).toBeLessThan(4 * x.size);
    for (const at of [0, 67, 150, 319]) expect(gradient.dataSync()[at]).toBeCloseTo(quotients(at), 4);
  },
);

test('is applied once however often the engine starts', async () => {
  const { addTapeNode } = tf.engine() as unknown as { addTapeNode: unknown };
  await startEngine('cpu');
  await startEngine();
  expect((tf.engine() as unknown as { addTapeNode: unknown }).addTapeNode).toBe(addTapeNode);
});
