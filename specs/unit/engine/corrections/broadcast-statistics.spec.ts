import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, type Variable, tf, tfl } from '../../../../src/engine/tensors.ts';
import { compared, expectClose, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

/** Returns the output of batch normalisation between two transpositions, all gradients, and the moving averages. */
function normalised(axis: number, x: Tensor, training: boolean, order: number[]): Tensor[] {
  const back = order.map((_, i) => order.indexOf(i));
  const layer = tfl.layers.batchNormalization({ axis, epsilon: 0.1 });
  const apply = (input: Tensor): Tensor =>
    tf.transpose(layer.apply(tf.transpose(input, order), { training }) as Tensor, back);
  apply(x);
  layer.setWeights(layer.weights.map((_, i) => tf.abs(randomTensor([x.shape[order[axis]]], i))));
  const y = apply(x);
  const along = (input: Tensor) => tf.sum<tf.Scalar>(tf.square(apply(input)));
  const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
  const { grads } = tf.variableGrads(() => along(x), variables);
  const averages = layer.nonTrainableWeights.map((weight) => tf.clone(weight.read()));
  const results = [y, tf.grad(along)(x), ...variables.map(({ name }) => grads[name]), ...averages];
  layer.dispose();
  return results;
}

describe.each(['cpu', compared] as const)('on engine %s, batch normalisation', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test.each([
    [[4, 3, 5], 1],
    [[2, 3, 4, 5], 1],
    [[2, 3, 4, 5], 2],
  ])('of %j over axis %d equals that of the transposed input over its last axis', (shape, axis) => {
    const order = shape.map((_, i) => i);
    const turned = [...order.filter((i) => i !== axis), axis];
    for (const training of [true, false]) {
      tf.tidy(() => {
        const x = randomTensor(shape, 1);
        const actual = normalised(axis, x, training, order);
        const expected = normalised(shape.length - 1, x, training, turned);
        actual.forEach((tensor, i) => expectClose([...tensor.dataSync()], [...expected[i].dataSync()]));
        expect(actual).toHaveLength(6);
      });
    }
  });

  test('with broadcast statistics has gradients equal to its difference quotients', () =>
    expectGradientByDifferences(
      (x, mean, variance, offset, scale) =>
        tf.batchNorm(
          ...([x, mean, tf.add(tf.square(variance), 1), offset, scale, 0.1] as Parameters<typeof tf.batchNorm>),
        ),
      [[2, 3, 4, 2], ...Array.from({ length: 4 }, () => [1, 3, 1, 1])].map((shape, i) => randomTensor(shape, i)),
      1e-2,
    ));
});
