import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, type Tensor5D, tf } from '../../../../src/engine/tensors.ts';
import { compared, expectClose, expectGradientByDifferences, randomTensor } from '../both-engines.ts';

type Triple = [number, number, number];

const between = (min: number, max: number) => fc.integer({ min, max });
const triple = (min: number, max: number) => fc.tuple(between(min, max), between(min, max), between(min, max));
const windows = fc.record({
  batch: between(1, 2),
  sizes: triple(1, 5),
  channels: between(1, 2),
  extents: triple(1, 3),
  strides: triple(1, 3),
  seed: fc.integer(),
});

/** Starts of the windows along an axis, with padding `same` as in TensorFlow: as little as possible, never below 0. */
function startsOf(size: number, extent: number, stride: number): number[] {
  const count = Math.ceil(size / stride);
  const before = Math.floor(Math.max(0, (count - 1) * stride + extent - size) / 2);
  return Array.from({ length: count }, (_, i) => i * stride - before);
}

/** Applies `reduce` to the values in each window, per image and channel. */
function byWindows(x: Tensor, extents: Triple, strides: Triple, reduce: (held: number[]) => number): number[] {
  const [batch, depth, rows, columns, channels] = x.shape;
  const values = x.dataSync();
  const starts = [depth, rows, columns].map((size, axis) => startsOf(size, extents[axis], strides[axis]));
  const inside = (start: number, axis: number): number[] =>
    Array.from({ length: extents[axis] }, (_, i) => start + i).filter(
      (place) => place >= 0 && place < x.shape[axis + 1],
    );
  const results: number[] = [];
  for (let image = 0; image < batch; image++)
    for (const d of starts[0])
      for (const r of starts[1])
        for (const c of starts[2])
          for (let channel = 0; channel < channels; channel++) {
            const held = inside(d, 0).flatMap((z) =>
              inside(r, 1).flatMap((y) =>
                inside(c, 2).map((w) => values[(((image * depth + z) * rows + y) * columns + w) * channels + channel]),
              ),
            );
            results.push(reduce(held));
          }
  return results;
}

const mean = (held: number[]): number => held.reduce((sum, value) => sum + value, 0) / held.length;
const largest = (held: number[]): number => Math.max(...held);

describe.each(['cpu', compared] as const)('on engine %s, in three axes', (engine) => {
  beforeAll(() => startEngine(engine).then(() => undefined));

  test('the maximum of negative numbers is the largest, which receives the gradient', () => {
    tf.tidy(() => {
      const pooled = (x: Tensor): Tensor => tf.maxPool3d(x as Tensor5D, [1, 1, 2], [1, 1, 2], 'valid');
      const x = tf.tensor([-4, -3, -2, -1], [1, 1, 1, 4, 1]);
      expect([...pooled(x).dataSync()]).toEqual([-3, -1]);
      expect([
        ...tf
          .grad((v: Tensor) => tf.sum(pooled(v)))(x)
          .dataSync(),
      ]).toEqual([0, 1, 0, 1]);
    });
  });

  test('a window of one value with stride 2 and padding `same` visits the first and the third of four values', () => {
    tf.tidy(() => {
      const x = tf.tensor5d([1, 2, 3, 4], [1, 1, 1, 4, 1]);
      expect([...tf.conv3d(x, tf.ones([1, 1, 1, 1, 1]), [1, 1, 2], 'same').dataSync()]).toEqual([1, 3]);
      expect([...tf.maxPool3d(x, [1, 1, 1], [1, 1, 2], 'same').dataSync()]).toEqual([1, 3]);
      expect([...tf.avgPool3d(x, [1, 1, 1], [1, 1, 2], 'same').dataSync()]).toEqual([1, 3]);
    });
  });

  test('the gradient of a convolution whose stride exceeds its window leaves no tensor behind', () => {
    const x = tf.ones([1, 4, 4, 4, 1]);
    const before = tf.memory().numTensors;
    const slopes = tf.grad((v: Tensor) => tf.sum(tf.conv3d(v as Tensor5D, tf.ones([1, 1, 1, 1, 1]), 2, 'same')))(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(slopes.dataSync().filter((slope) => slope === 1)).toHaveLength(8);
    tf.dispose([x, slopes]);
  });

  test('the gradient of an average divides by the number of values inside the window', () => {
    tf.tidy(() => {
      const f = (v: Tensor): Tensor => tf.sum(tf.avgPool3d(v as Tensor5D, [2, 1, 1], [1, 1, 1], 'same'));
      expect([
        ...tf
          .grad(f)(tf.tensor([1, 2, 3, 4], [1, 4, 1, 1, 1]))
          .dataSync(),
      ]).toEqual([0.5, 1, 1, 1.5]);
    });
  });

  test('pools match a loop over the windows, and their gradients match difference quotients', () => {
    fc.assert(
      fc.property(windows, ({ batch, sizes, channels, extents, strides, seed }) => {
        tf.tidy(() => {
          const x = randomTensor([batch, ...sizes, channels], seed);
          const average = (v: Tensor): Tensor => tf.avgPool3d(v as Tensor5D, extents, strides, 'same');
          const maximum = (v: Tensor): Tensor => tf.maxPool3d(v as Tensor5D, extents, strides, 'same');
          expectClose([...average(x).dataSync()], byWindows(x, extents, strides, mean));
          expectClose([...maximum(x).dataSync()], byWindows(x, extents, strides, largest), 1e-6);
          expectGradientByDifferences(average, [x]);
          const places = tf.tensor(
            Float32Array.from({ length: x.size }, (_, i) => (i * 7919) % x.size),
            x.shape,
          ); // numbers at least 1 apart, so that a small step keeps their order
          expectGradientByDifferences(maximum, [tf.sub(places, x.size)], 0.25);
        });
      }),
      { numRuns: 8 },
    );
  });

  test('convolutions with padding `same` equal those of an input surrounded by zeros', () => {
    fc.assert(
      fc.property(windows, ({ batch, sizes, channels, extents, strides, seed }) => {
        tf.tidy(() => {
          const x = randomTensor([batch, ...sizes, channels], seed);
          const w = randomTensor([...extents, channels, 2], seed + 1);
          const sides = sizes.map((size, axis): [number, number] => {
            const total = Math.max(0, (Math.ceil(size / strides[axis]) - 1) * strides[axis] + extents[axis] - size);
            return [Math.floor(total / 2), Math.ceil(total / 2)];
          });
          const same = (v: Tensor, k: Tensor): Tensor => tf.conv3d(v as Tensor5D, k as Tensor5D, strides, 'same');
          const surrounded = tf.pad(x, [[0, 0], ...sides, [0, 0]]) as Tensor5D;
          const expected = tf.conv3d(surrounded, w as Tensor5D, strides, 'valid');
          expect(same(x, w).shape).toEqual(expected.shape);
          expectClose([...same(x, w).dataSync()], [...expected.dataSync()]);
          expectGradientByDifferences(same, [x, w]);
        });
      }),
      { numRuns: 8 },
    );
  });
});

test('on engine cpu, the gradient of nearest upsampling sums the pixels of each image in a batch', async () => {
  await startEngine('cpu');
  expectGradientByDifferences(
    (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [6, 4]),
    [randomTensor([3, 3, 2, 2], 5)],
  );
});
