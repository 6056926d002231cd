import { beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import { dropoutSamples } from '../../../../src/models/network/posterior.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { mean } from '../../../../src/statistics/mean.ts';
import { network } from '../sample.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const identity = () => tfl.layers.dense({ units: 4, kernelInitializer: 'identity' });
const kinds = [
  ['GaussianDropout', () => tfl.layers.gaussianDropout({ rate: 0.3 })],
  ['GaussianNoise', () => tfl.layers.gaussianNoise({ stddev: 0.3 })],
  ['AlphaDropout', () => tfl.layers.alphaDropout({ rate: 0.3 })],
] as const;

describe('the noise of a layer', () => {
  const trained = (layer: ReturnType<(typeof kinds)[number][1]>, x = tf.ones([5000, 4]), seed = 1): number[] => [
    ...classifier(network(layer, identity()))
      .logits(x, { training: createRandom(seed) })
      .dataSync(),
  ];
  const variance = (values: readonly number[]): number => {
    const center = mean(values);
    return mean(values.map((value) => (value - center) ** 2));
  };

  test.each(kinds)('%s draws from the random of the pass only', (_, layer) => {
    const outside = vi.spyOn(Math, 'random');
    const first = trained(layer());
    expect(trained(layer())).toEqual(first);
    expect(trained(layer(), undefined, 2)).not.toEqual(first);
    expect(outside).not.toHaveBeenCalled();
    outside.mockRestore();
  });

  test('GaussianDropout multiplies by N(1, rate / (1 − rate))', () => {
    const values = trained(tfl.layers.gaussianDropout({ rate: 0.3 }));
    expect(mean(values)).toBeCloseTo(1, 1);
    expect(variance(values)).toBeCloseTo(0.3 / 0.7, 1);
  });

  test('GaussianNoise adds N(0, stddev²)', () => {
    const values = trained(tfl.layers.gaussianNoise({ stddev: 0.3 }));
    expect(mean(values)).toBeCloseTo(1, 1);
    expect(variance(values)).toBeCloseTo(0.09, 2);
  });

  test('AlphaDropout puts the limit of SELU in place of dropped values, and keeps mean and variance', () => {
    const [a, b] = [0.86095, 0.45408]; // rate 0.3: ((1 − .3)(1 + .3 · 1.7581²))^−½ and 1.7581 · .3 · a
    const values = [...new Set(trained(tfl.layers.alphaDropout({ rate: 0.3 })))].sort((x, y) => x - y);
    expect(values).toHaveLength(2);
    expect(values[0]).toBeCloseTo(-1.7581 * a + b, 3);
    expect(values[1]).toBeCloseTo(a + b, 3);
    const random = createRandom(3);
    const normal = tf.tensor2d(Float32Array.from({ length: 20_000 }, random.normal), [5000, 4]);
    const outputs = trained(tfl.layers.alphaDropout({ rate: 0.3 }), normal);
    expect(Math.abs(mean(outputs))).toBeLessThan(0.03);
    expect(Math.abs(variance(outputs) - 1)).toBeLessThan(0.03);
  });

  test.each(kinds.filter(([name]) => name !== 'GaussianNoise'))(
    '%s is what posterior draws use',
    async (name, layer) => {
      const wrapped = classifier(network(layer(), identity()));
      const split = { inputs: new Float32Array(4).fill(1), labels: new Int32Array(1), size: 1, itemShape: [4] };
      const samples = await dropoutSamples(
        networkOf(wrapped),
        split,
        { draws: 200, dropoutRate: null },
        createRandom(1),
      );
      // differences of logits, from the softmax: their variance is twice that of one noisy value
      const differences = samples.map(({ data }) => Math.log(data[0] / data[1]));
      const expected = name === 'GaussianDropout' ? 0.3 / 0.7 : 0.3 * 0.7 * (0.86095 * 2.7581) ** 2;
      expect(variance(differences) / (2 * expected)).toBeGreaterThan(0.7);
      expect(variance(differences) / (2 * expected)).toBeLessThan(1.3);
    },
  );
});
