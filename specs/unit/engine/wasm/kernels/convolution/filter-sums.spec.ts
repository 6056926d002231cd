import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEngine } from '../../../../../../src/engine/index.ts';
import { filterSums } from '../../../../../../src/engine/wasm/kernels/convolution/filter-sums.ts';
import { geometryOf, withPadding } from '../../../../../../src/engine/wasm/kernels/convolution/geometry.ts';
import type { Backend } from '../../../../../../src/engine/wasm/kernels/kernel.ts';
import { pointer } from '../../../../../../src/engine/wasm/kernels/memory.ts';
import { transposedProduct } from '../../../../../../src/engine/wasm/kernels/product/transposed-product.ts';
import { tf } from '../../../../../../src/engine/tensors.ts';
import { randomTensor } from '../../../both-engines.ts';

const between = (min: number, max: number) => fc.integer({ min, max });
const convolutions = fc.record({
  images: between(1, 3),
  size: fc.tuple(between(6, 20), between(6, 20)),
  filter: fc.tuple(between(1, 3), between(1, 9), between(1, 7), between(1, 9)),
  strides: fc.tuple(between(1, 2), between(1, 2)),
  seed: fc.integer(),
});

test('a sum over only the slopes that are not zero has the same bits as the sum over all', async () => {
  await startEngine('wasm');
  const backend = tf.backend() as unknown as Backend;
  fc.assert(
    fc.property(convolutions, ({ images, size, filter, strides, seed }) =>
      tf.tidy(() => {
        const x = randomTensor([images, ...size, filter[2]], seed);
        const g = geometryOf('Conv2D', x.shape, filter, { strides, pad: 'same' });
        const slopes = tf.relu(tf.sub(randomTensor(g.outputShape, seed + 1), 0.6)); // a fifth of the slopes are not zero
        const [sums, expected] = [tf.zeros(filter), tf.zeros(filter)];
        withPadding(backend, x, g, (input) => {
          filterSums(backend, input, g, pointer(backend, slopes), pointer(backend, sums));
          transposedProduct(backend, input, g, pointer(backend, slopes), filter[3], pointer(backend, expected));
        });
        expect(sums.dataSync()).toEqual(expected.dataSync());
      }),
    ),
    { numRuns: 60 },
  );
});
