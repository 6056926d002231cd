import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { tf, type Tensor4D } from '../../../../../../src/engine/tensors.ts';
import { randomTensor } from '../../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const convolutions = fc.record({
  size: fc.tuple(between(9, 20), between(9, 20)),
  filter: fc.tuple(between(1, 3), between(1, 9), between(1, 7), between(1, 9)),
  strides: fc.tuple(between(1, 2), between(1, 2)),
  pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  seed: fc.integer(),
});

test('an image with few slopes gets the same bits as among images with many', async () => {
  await startEngine('wasm');
  fc.assert(
    fc.property(convolutions, ({ size, filter, strides, pad, seed }) =>
      tf.tidy(() => {
        const x = randomTensor([1, ...size, filter[2]], seed) as Tensor4D;
        const w = randomTensor(filter, seed + 1) as Tensor4D;
        const gradient = (slopes: Tensor4D) => {
          const inputShape = [slopes.shape[0], ...x.shape.slice(1)];
          const attrs = { strides, pad, dataFormat: 'NHWC', inputShape };
          return tf.engine().runKernel('Conv2DBackpropInput', { dy: slopes, filter: w }, attrs) as Tensor4D;
        };
        const { shape } = tf.conv2d(x, w, strides, pad);
        const few = tf.relu(tf.sub(randomTensor(shape, seed + 2), 0.6)) as Tensor4D; // a fifth of the slopes are not zero
        const many = randomTensor([3, ...shape.slice(1)], seed + 3) as Tensor4D;
        const among = tf.slice(gradient(tf.concat([few, many])), 0, 1);
        expect(gradient(few).dataSync()).toEqual(among.dataSync());
      }),
    ),
    { numRuns: 60 },
  );
});

test('images with fewer numbers than a tile has columns do not overwrite each other', async () => {
  await startEngine('wasm');
  tf.tidy(() => {
    const filter = randomTensor([2, 2, 1, 5], 1);
    const slopes = randomTensor([6, 1, 2, 5], 2) as Tensor4D;
    const gradient = (dy: Tensor4D) => {
      const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', inputShape: [dy.shape[0], 2, 3, 1] };
      return tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, attrs) as Tensor4D;
    };
    const alone = tf.split<Tensor4D>(slopes, 6).map(gradient);
    expect(gradient(slopes).dataSync()).toEqual(tf.concat(alone).dataSync());
  });
});

test('an image has the same bits alone as in a batch where its tiles hold four of its pixels', async () => {
  await startEngine('wasm');
  tf.tidy(() => {
    for (const [width, kernel, strides] of [
      [9, 3, 2],
      [4, 1, 2],
      [13, 5, 1],
      [7, 1, 1],
    ]) {
      const filter = randomTensor([kernel, kernel, 8, 12], 1);
      const attrs = { strides, pad: 'same', dataFormat: 'NHWC' };
      const out = Math.ceil(width / strides);
      const slopes = randomTensor([6, out, out, 12], 2) as Tensor4D;
      const gradient = (dy: Tensor4D) =>
        tf
          .engine()
          .runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape: [dy.shape[0], width, width, 8] });
      const alone = tf.split<Tensor4D>(slopes, 6).map((dy) => gradient(dy) as Tensor4D);
      expect((gradient(slopes) as Tensor4D).dataSync()).toEqual(tf.concat(alone).dataSync());
    }
  });
});
