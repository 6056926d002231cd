import { beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { network } from '../sample.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const ones = (...shape: number[]) => tf.ones(shape);
const identity = () => tfl.layers.dense({ units: 4, kernelInitializer: 'identity' });

describe('dropout', () => {
  test('keeps the configured share, scaled to preserve the mean, and is off outside training', () => {
    const wrapped = classifier(network(tfl.layers.dropout({ rate: 0.25 }), identity()));
    const dropped = [...wrapped.logits(ones(2500, 4), { training: createRandom(1) }).dataSync()];
    expect(new Set(dropped)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    const share = dropped.filter((value) => value > 0).length / dropped.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 10_000));
    expect(new Set(wrapped.logits(ones(3, 4)).dataSync())).toEqual(new Set([1]));
  });

  test('draws masks only from the random of the pass', () => {
    const wrapped = classifier(
      network(tfl.layers.dropout({ rate: 0.5, seed: 3 }), identity(), tfl.layers.dropout({ rate: 0.5 }), identity()),
    );
    const outside = vi.spyOn(Math, 'random');
    const run = (training: ReturnType<typeof createRandom>) => [
      ...wrapped.logits(ones(64, 4), { training }).dataSync(),
    ];
    const stream = createRandom(7);
    const [first, next] = [run(stream), run(stream)];
    expect(run(createRandom(7))).toEqual(first);
    expect(next).not.toEqual(first);
    expect(outside).not.toHaveBeenCalled();
    outside.mockRestore();
  });

  test('follows a noise shape and drops whole channels of a sequence', () => {
    const columns = classifier(network(tfl.layers.dropout({ rate: 0.5, noiseShape: [1, 4] }), identity()));
    const rows = columns.logits(ones(5, 4), { training: createRandom(2) }).arraySync() as number[][];
    for (const row of rows) expect(row).toEqual(rows[0]);

    const sequence = tfl.sequential({
      layers: [
        tfl.layers.inputLayer({ inputShape: [3, 4] }),
        tfl.layers.spatialDropout1d({ rate: 0.5 }),
        tfl.layers.flatten(),
      ],
    });
    for (const [a, b, c] of steps(
      classifier(sequence)
        .logits(ones(9, 3, 4), { training: createRandom(2) })
        .dataSync(),
    ))
      expect([b, c]).toEqual([a, a]);
  });

  test('is seeded inside nested models too', () => {
    const wrapped = classifier(network(network(tfl.layers.dropout({ rate: 0.5 })) as never, identity()));
    const run = () => [...wrapped.logits(ones(16, 4), { training: createRandom(7) }).dataSync()];
    expect(run()).toEqual(run());
    expect(new Set(run())).toEqual(new Set([0, 2]));
  });

  test('falls back to that of TensorFlow.js without a random', () => {
    const model = network(tfl.layers.dropout({ rate: 0.5 }), identity());
    classifier(model);
    expect(new Set((model.apply(ones(64, 4), { training: true }) as ReturnType<typeof ones>).dataSync())).toEqual(
      new Set([0, 2]),
    );
  });

  test('of recurrent layers is rejected in training, because it cannot be seeded', () => {
    const recurrent = tfl.layers.lstm({ units: 2, dropout: 0.2, recurrentInitializer: 'zeros' });
    const wrapped = classifier(tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: [3, 4] }), recurrent] }));
    const x = ones(1, ...wrapped.itemShape);
    expect(wrapped.logits(x).shape).toEqual([1, 2]);
    expect(() => wrapped.logits(x, { training: createRandom(1) })).toThrow(
      `(LSTM) of "${wrapped.name}" draws noise during training that cannot be seeded.`,
    );
  });
});

/** The values of one channel of one item at its three positions. */
function steps(values: ArrayLike<number>): number[][] {
  return Array.from({ length: values.length / 3 }, (_, i) => {
    const start = Math.floor(i / 4) * 12 + (i % 4);
    return [values[start], values[start + 4], values[start + 8]];
  });
}
