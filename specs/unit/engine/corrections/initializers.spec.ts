import { describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { type Tensor, tf, tfl } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { compared, expectClose } from '../both-engines.ts';

const identity = (size: number): number[] =>
  Array.from({ length: size ** 2 }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));

describe('the orthogonal initializer', () => {
  test.each([[[4, 4]], [[6, 3]], [[3, 6]], [[2, 3, 4]]])(
    'returns an orthogonal matrix of shape %j, times the gain',
    async (shape) => {
      await startEngine(compared);
      tf.tidy(() => {
        const w = tfl.initializers.orthogonal({ gain: 2, seed: 3 }).apply(shape) as Tensor;
        const matrix = tf.reshape(w, [-1, shape[shape.length - 1]]) as tf.Tensor2D;
        const [rows, columns] = matrix.shape;
        const products = rows < columns ? tf.matMul(matrix, matrix, false, true) : tf.matMul(matrix, matrix, true);
        expect(w.shape).toEqual(shape);
        expectClose([...tf.div(products, 4).dataSync()], identity(Math.min(rows, columns)), 1e-6);
      });
    },
  );

  test('spans the columns of the matrix that the seed draws, with a positive diagonal', async () => {
    await startEngine('cpu');
    tf.tidy(() => {
      const drawn = tfl.initializers.randomNormal({ mean: 0, stddev: 1, seed: 7 }).apply([5, 3]) as tf.Tensor2D;
      const [q, r] = tf.linalg.qr(drawn);
      const signs = tf.sign(tf.sum(tf.mul(r, tf.eye(3)), 0));
      const w = tfl.initializers.orthogonal({ seed: 7 }).apply([5, 3]) as Tensor;
      expectClose([...w.dataSync()], [...tf.mul(q, signs).dataSync()], 1e-5);
    });
  });

  test('has the same values with the same seed on every engine, others with another, and prints nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const values = async (engine: 'cpu' | typeof compared, seed: number): Promise<number[]> => {
      await startEngine(engine);
      return tf.tidy(() => [...(tfl.initializers.orthogonal({ seed }).apply([64, 64]) as Tensor).dataSync()]);
    };
    expect(await values(compared, 1)).toEqual(await values('cpu', 1));
    expect(await values(compared, 1)).not.toEqual(await values(compared, 2));
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

const { bidirectional, gru, lstm, simpleRNN } = tfl.layers;
test.each<[string, () => Layer]>([
  ['simpleRNN', () => simpleRNN({ units: 3 })], // oxlint-disable-line seeded/initialisers
  ['gru', () => gru({ units: 3 })], // oxlint-disable-line seeded/initialisers
  ['bidirectional lstm', () => bidirectional({ layer: lstm({ units: 3 }) as never, mergeMode: 'concat' })], // oxlint-disable-line seeded/initialisers
])('%s builds with its default initializers', async (_, make) => {
  await startEngine(compared);
  const layer = make();
  const y = tf.tidy(() => [...(layer.apply(tf.ones([1, 2, 4])) as Tensor).dataSync()]);
  expect(y.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  layer.dispose();
});
