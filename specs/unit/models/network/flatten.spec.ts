import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prune, quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor } from '../../../../src/engine/tensors.ts';
import { evaluateCompression } from '../../../../src/evaluation/index.ts';
import { classifier, loadClassifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { hiddenNeurons } from '../../../../src/models/network/neurons.ts';
import { initialise } from '../../../../src/architectures/layers/initialise.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { largestDifference, sampleSplit } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

const { conv2d, dense, flatten, dropout, maxPooling2d, average } = tfl.layers;
const kernelInitializer = 'zeros';
const split = sampleSplit({ itemShape: [6, 6, 1], size: 20 });

/** A convolutional network with the same weights each time; with names, its layers have these names. */
function convolutional(names: string[] = []): LayersModel {
  const model = tfl.sequential({
    layers: [
      conv2d({
        filters: 4,
        kernelSize: 3,
        activation: 'relu',
        kernelInitializer,
        inputShape: [6, 6, 1],
        name: names[0],
      }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dropout({ rate: 0.3 }),
      dense({ units: 5, activation: 'relu', kernelInitializer, name: names[1] }),
      dense({ units: 3, activation: 'softmax', kernelInitializer, name: names[2] }),
    ],
  });
  initialise(model, createRandom(2));
  return model;
}

/** A model around a model, at the given depth. */
function around(model: LayersModel, depth = 1): LayersModel {
  const input = tfl.input({ shape: [6, 6, 1] });
  const outer = tfl.model({ inputs: input, outputs: model.apply(input) as SymbolicTensor });
  return depth > 1 ? around(outer, depth - 1) : outer;
}

const nestings: [string, () => LayersModel][] = [
  ['once', () => around(convolutional())],
  ['twice', () => around(convolutional(), 2)],
  ['as the first layer of a sequence', () => tfl.sequential({ layers: [convolutional()] })],
  [
    'as two parts',
    () => {
      const whole = convolutional();
      const front = tfl.sequential({
        layers: [
          conv2d({ filters: 4, kernelSize: 3, activation: 'relu', kernelInitializer, inputShape: [6, 6, 1] }),
          maxPooling2d({ poolSize: 2 }),
          flatten(),
        ],
      });
      const back = tfl.sequential({
        layers: [
          dropout({ rate: 0.3, inputShape: [16] }),
          dense({ units: 5, activation: 'relu', kernelInitializer }),
          dense({ units: 3, activation: 'softmax', kernelInitializer }),
        ],
      });
      const input = tfl.input({ shape: [6, 6, 1] });
      const parts = tfl.model({ inputs: input, outputs: back.apply(front.apply(input)) as SymbolicTensor });
      parts.setWeights(whole.getWeights());
      whole.dispose();
      return parts;
    },
  ],
];

describe.each(nestings)('a model that is nested %s', (_, nested) => {
  const both = (): [Network, Network] => [classifier(convolutional()), classifier(nested())];

  test('has the outputs, features and hidden neurons of the flat one', async () => {
    const [flat, wrapped] = both();
    expect((await wrapped.outputs(split)).probabilities.data).toEqual((await flat.outputs(split)).probabilities.data);
    expect(await wrapped.features(split)).toEqual(await flat.features(split));
    expect(hiddenNeurons(wrapped).neurons).toBe(hiddenNeurons(flat).neurons);
  });

  test('is trained, compressed and measured as the flat one', async () => {
    const results: unknown[] = [];
    for (const network of both()) {
      const { loss } = await standardTraining({ epochs: 1, batchSize: 8 }).fit(network, split, {
        random: createRandom(1),
      });
      const pruned = await evaluateCompression(network, split, prune.structured(0.5));
      const integers = await evaluateCompression(network, split, quantize.int8({ calibration: split }));
      const { value, bytesAfter, multiplyAddsBefore, multiplyAddsAfter, nonZeroAfter } = pruned;
      results.push({
        loss,
        value,
        bytesAfter,
        multiplyAddsBefore,
        multiplyAddsAfter,
        nonZeroAfter,
        agreement: integers.agreement,
      });
    }
    expect(results[1]).toEqual(results[0]);
  });

  test('keeps its outputs when copied, saved and loaded', async () => {
    const wrapped = classifier(nested());
    const { data } = await wrapped.probabilities(split);
    expect((await wrapped.clone().probabilities(split)).data).toEqual(data);
    const folder = mkdtempSync(join(tmpdir(), 'nested-'));
    try {
      await wrapped.save(folder);
      expect((await (await loadClassifier(folder)).probabilities(split)).data).toEqual(data);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('shares its weights and frees all of them', () => {
    const before = tf.memory().numTensors;
    const model = nested();
    const wrapped = classifier(model);
    const ids = (weights: LayersModel['weights']): Set<number> => new Set(weights.map(({ id }) => id));
    expect(ids(wrapped.model.weights)).toEqual(ids(model.weights));
    wrapped.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a network without nested models is not rebuilt', () => {
  const model = convolutional();
  expect(classifier(model).model).toBe(model);
});

test('layers with the same name in different nested models are copied and renamed', async () => {
  const before = tf.memory().numTensors;
  const names = ['conv', 'hidden', 'last'];
  const members = [convolutional(names), convolutional(names)];
  tf.tidy(() => members[1].setWeights(members[1].getWeights().map((weight) => tf.mul(weight, 2))));
  const input = tfl.input({ shape: [6, 6, 1] });
  const ends = members.map((member) => member.apply(input) as SymbolicTensor);
  const ensemble = classifier(tfl.model({ inputs: input, outputs: average().apply(ends) as SymbolicTensor }));
  const alone = await Promise.all(members.map((member) => classifier(member).probabilities(split)));
  const mean = alone[0].data.map((value, i) => (value + alone[1].data[i]) / 2);
  expect(largestDifference((await ensemble.probabilities(split)).data, mean)).toBeLessThan(1e-6);
  expect(ensemble.model.layers.map(({ name }) => name)).toContain('hidden_2');
  const folder = mkdtempSync(join(tmpdir(), 'ensemble-'));
  await ensemble.save(folder);
  const loaded = await loadClassifier(folder);
  expect(largestDifference((await loaded.probabilities(split)).data, mean)).toBeLessThan(1e-6);
  rmSync(folder, { recursive: true });
  loaded.dispose();
  ensemble.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('a shared layer', () => {
  const shared = (): LayersModel => {
    const input = tfl.input({ shape: [6, 6, 1] });
    const first = flatten().apply(input) as SymbolicTensor;
    const twice = dense({ units: 36, activation: 'relu', kernelInitializer });
    const outputs = dense({ units: 3, kernelInitializer }).apply(twice.apply(twice.apply(first))) as SymbolicTensor;
    const model = tfl.model({ inputs: input, outputs });
    initialise(model, createRandom(3));
    return model;
  };

  test('is compressed, and its cost counted per application', async () => {
    const measured = await evaluateCompression(classifier(shared()), split, quantize(8));
    expect(measured.multiplyAddsBefore).toBe(2 * 36 * 36 + 36 * 3);
    expect(measured.agreement).toBeGreaterThan(0.8);
  });

  test('is freed', () => {
    const before = tf.memory().numTensors;
    classifier(shared()).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('may belong to another network too', async () => {
    const model = convolutional();
    const input = tfl.input({ shape: [6, 6, 1] });
    const other = model.layers.slice(0, 3).reduce((symbol, layer) => layer.apply(symbol) as SymbolicTensor, input);
    const results = [];
    for (const network of [classifier(convolutional()), classifier(model)]) {
      const { value, bytesAfter, multiplyAddsAfter } = await evaluateCompression(network, split, prune.structured(0.5));
      results.push({ value, bytesAfter, multiplyAddsAfter });
    }
    expect(other.shape).toEqual([null, 16]);
    expect(results[1]).toEqual(results[0]);
  });
});

test.each(['simpleRNN', 'gru', 'lstm'] as const)('a %s with dropout frees the masks that it keeps', async (kind) => {
  const series = sampleSplit({ itemShape: [4, 2], size: 3 });
  const before = tf.memory().numTensors;
  const options = {
    units: 2,
    kernelInitializer,
    recurrentInitializer: 'zeros',
    dropout: 0.3,
    recurrentDropout: 0.3,
  } as const;
  const recurrent = tfl.layers[kind]({ ...options, inputShape: [4, 2] });
  const network = classifier(tfl.sequential({ layers: [recurrent, dense({ units: 3, kernelInitializer })] }));
  await network.probabilities(series);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
