import { beforeAll, describe, expect, test } from 'vitest';
import { computeSignals, type View } from '../../../src/signals/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl } from '../../../src/engine/tensors.ts';
import { classifier } from '../../../src/models/index.ts';
import { leNet5, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { viewOf } from './view.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import type { Network } from '../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

const { conv2d, batchNormalization, reLU, flatten, dense } = tfl.layers;
const kernelInitializer = 'zeros';

test('are the hidden units of a perceptron, and the last layer equals the features', async () => {
  const view = viewOf({ train: 3000, pool: 2500 });
  const { activations } = await computeSignals({ activations: {} }, view);
  expect(activations.layers.map(({ start, end }) => [start, end])).toEqual([
    [0, 7],
    [7, 12],
  ]);
  const features = await view.classifier.features(subset(view.split, view.pool));
  let row = 0;
  for await (const { data, rows, columns } of activations.batches()) {
    expect(columns).toBe(12);
    for (let i = 0; i < rows; i++, row++) {
      expect(data.slice(i * 12 + 7, i * 12 + 12)).toEqual(features.data.slice(row * 5, row * 5 + 5));
    }
  }
  expect(row).toBe(2500);
  view.classifier.dispose();
});

test('have the ranges of the labelled set', async () => {
  const view = viewOf();
  const { activations } = await computeSignals({ activations: {} }, view);
  const { data, rows } = await view.classifier.features(view.labelled);
  for (let unit = 0; unit < 5; unit++) {
    const values = Array.from({ length: rows }, (_, i) => data[i * 5 + unit]);
    expect(activations.low[7 + unit]).toBe(Math.min(...values));
    expect(activations.high[7 + unit]).toBe(Math.max(...values));
  }
  view.classifier.dispose();
});

test('have no ranges unless these are requested', async () => {
  const view = viewOf();
  const { low, high, neurons } = (await computeSignals({ activations: { ranges: false } }, view)).activations;
  expect(low).toEqual(new Float32Array(neurons).fill(Infinity));
  expect(high).toEqual(new Float32Array(neurons).fill(-Infinity));
  view.classifier.dispose();
});

describe('of a network with convolutions', () => {
  const split: Split = {
    inputs: Float32Array.from({ length: 3 * 36 }, (_, i) => Math.sin(i) ** 2),
    labels: new Int32Array(3),
    size: 3,
    itemShape: [6, 6, 1],
  };
  const viewWith = (model: Network): View => ({
    ...viewOf(),
    classifier: model,
    split,
    pool: Int32Array.of(0, 1, 2),
    labelled: subset(split, []),
  });

  test('are the means of the channels, after normalisation and activation', async () => {
    const model = tfl.sequential({
      layers: [
        conv2d({ inputShape: [6, 6, 1], filters: 2, kernelSize: 3, kernelInitializer }),
        batchNormalization(),
        reLU(),
        flatten(),
        dense({ units: 3, kernelInitializer }),
      ],
    });
    const random = createRandom(1);
    model.layers[0].setWeights([
      tf.tensor(
        Array.from({ length: 18 }, () => random.normal()),
        [3, 3, 1, 2],
      ),
      tf.zeros([2]),
    ]);
    const network = classifier(model);
    const { activations } = await computeSignals({ activations: {} }, viewWith(network));
    expect(activations.neurons).toBe(2);
    const features = await network.features(split); // the 4 × 4 positions of both channels, flattened
    for await (const { data } of activations.batches()) {
      for (let i = 0; i < 3; i++) {
        for (let channel = 0; channel < 2; channel++) {
          const places = features.data.slice(i * 32, i * 32 + 32).filter((_, at) => at % 2 === channel);
          expect(data[i * 2 + channel]).toBeCloseTo(places.reduce((a, b) => a + b) / 16, 5);
        }
      }
    }
    network.dispose();
  });

  test('are the 6 and 16 channels and the 120 and 84 units of LeNet-5', async () => {
    const network = networkOf(leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 }));
    const empty = { inputs: new Float32Array(0), labels: new Int32Array(0), size: 0, itemShape: [28, 28, 1] };
    const view = { ...viewWith(network), split: empty, pool: new Int32Array(0), labelled: empty };
    const { layers, low, high } = (await computeSignals({ activations: {} }, view)).activations;
    expect(layers.map(({ start, end }) => end - start)).toEqual([6, 16, 120, 84]);
    expect([low[0], high[0]]).toEqual([Infinity, -Infinity]); // the labelled set is empty
    network.dispose();
  });
});

test('are rejected if the model has no hidden neurons', async () => {
  const linear = networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [2], classes: 3, seed: 1 }));
  await expect(computeSignals({ activations: {} }, { ...viewOf(), classifier: linear })).rejects.toThrow(
    'The model "multilayerPerceptron" has no hidden neurons.',
  );
  linear.dispose();
});
