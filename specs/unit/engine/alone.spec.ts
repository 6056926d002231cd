import { expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { type Tensor, type Tensor4D, tf, tfl } from '../../../src/engine/tensors.ts';
import { compared, randomTensor } from './both-engines.ts';

// attacks rely on this when they drop broken inputs
test('an input and its gradient have the same bits alone as in a batch', async () => {
  await startEngine(compared);
  const [first, second] = [randomTensor([5, 5, 1, 6], 1), randomTensor([5, 5, 6, 16], 2)] as Tensor4D[];
  const [dense, last] = [randomTensor([400, 21], 3), randomTensor([21, 10], 4)];
  const network = (x: Tensor): Tensor => {
    const images = tf.maxPool(tf.relu(tf.conv2d(x as Tensor4D, first, 1, 'same')), 2, 2, 'valid');
    const smaller = tf.maxPool(tf.relu(tf.conv2d(images, second, 1, 'valid')), 2, 2, 'valid');
    return tf.matMul(tf.relu(tf.matMul(tf.reshape(smaller, [-1, 400]), dense)), last);
  };
  const both = (x: Tensor): Tensor[] => [network(x), tf.grad((a: Tensor) => tf.sum(tf.square(network(a))))(x)];
  tf.tidy(() => {
    const x = randomTensor([15, 28, 28, 1], 5);
    const together = both(x).map((tensor) => tensor.dataSync());
    for (const item of [0, 7, 14]) {
      const alone = both(tf.slice(x, item, 1)).map((tensor) => tensor.dataSync());
      alone.forEach((values, i) => {
        expect([...values]).toEqual([...together[i].subarray(item * values.length, (item + 1) * values.length)]);
      });
    }
  });
});

test.each(['softplus', 'softmax', 'logSoftmax', 'mish', 'elu', 'selu', 'gelu', 'tanh', 'layer normalisation'] as const)(
  '%s gives an input and its gradient the same bits alone as in a batch',
  async (name) => {
    await startEngine(compared);
    const layer =
      name === 'layer normalisation'
        ? tfl.layers.layerNormalization({})
        : tfl.layers.activation({ activation: name as 'softplus' });
    tf.tidy(() => {
      for (const width of [3, 10, 16]) {
        const x = tf.mul(3, randomTensor([7, 5, width], 1));
        const slope = randomTensor(x.shape, 2);
        const both = (input: Tensor, dy: Tensor): Tensor[] => [
          layer.apply(input) as Tensor,
          tf.grad((a: Tensor) => layer.apply(a) as Tensor)(input, dy),
        ];
        if (name === 'layer normalisation' && width !== 10) continue; // built for one width
        const together = both(x, slope).map((tensor) => tensor.dataSync());
        for (let item = 0; item < 7; item++) {
          const alone = both(tf.slice(x, item, 1), tf.slice(slope, item, 1)).map((tensor) => tensor.dataSync());
          alone.forEach((values, i) => {
            expect([...values]).toEqual([...together[i].subarray(item * values.length, (item + 1) * values.length)]);
          });
        }
      }
    });
    layer.dispose();
  },
);

// the logits under attack, with a tape, must equal the logits that are judged
test.runIf(compared === 'node')('a fused bias and ReLU give the same bits as separate ones', async () => {
  await startEngine(compared);
  tf.tidy(() => {
    const [x, filter, bias] = [randomTensor([3, 9, 9, 2], 1), randomTensor([3, 3, 2, 7], 2), randomTensor([7], 3)];
    const convolution = { x: x as Tensor4D, filter: filter as Tensor4D, strides: 1, pad: 'same' } as const;
    const sums = tf.conv2d(convolution.x, convolution.filter, 1, 'same');
    const inPassing = tf.fused.conv2d({ ...convolution, bias, activation: 'relu' });
    expect([...inPassing.dataSync()]).toEqual([...tf.relu(tf.add(sums, bias)).dataSync()]);

    const [a, b] = [randomTensor([5, 30], 4), randomTensor([30, 7], 5)] as tf.Tensor2D[];
    const product = tf.fused.matMul({ a, b, bias, activation: 'relu' });
    expect([...product.dataSync()]).toEqual([...tf.relu(tf.add(tf.matMul(a, b), bias)).dataSync()]);
  });
});
