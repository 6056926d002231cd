import { beforeAll, expect, test } from 'vitest';
import { prune, pruneNeurons, type Compressed } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { evaluateCompression } from '../../../../src/evaluation/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { zeroShares } from '../../../../src/compression/pruning/zero-shares.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { chain, conv, logits, network, on, residual, zeros } from './networks.ts';

beforeAll(async () => {
  await startEngine();
});
const { add, averagePooling2d, batchNormalization, dense, reLU } = tfl.layers;
const images = sampleSplit({ itemShape: [8, 8, 2], size: 20 });
const vectors = sampleSplit({ itemShape: [4], size: 40 });
const layersOf = ({ prunedLayers = [] }: Compressed): string[][] =>
  [false, true].map((isSkipped) =>
    prunedLayers
      .filter(({ skipped }) => (skipped !== undefined) === isSkipped)
      .map(({ layer }) => layer.replace(/_.*/, '')),
  );
/** Sets weights by the end of their names. */
function set(classifier: Network, weights: Record<string, number[]>): Network {
  const { model } = classifier;
  const values = readWeights(model).map((all, i) => {
    const name = Object.keys(weights).find((end) => model.weights[i].originalName.endsWith(end));
    return name === undefined
      ? all
      : Float32Array.from({ length: all.length }, (_, k) => weights[name][k % weights[name].length]);
  });
  writeWeights(model, values);
  return classifier;
}

test('pruneNeurons skips the linear convolutions of a residual network, names them, and prunes the others', async () => {
  const classifier = network([8, 8, 2], residual);
  const smaller = await pruneNeurons(0.5, images).compress(classifier);
  const skipped = (smaller.prunedLayers ?? []).filter(({ skipped: reason }) => reason !== undefined);
  expect(skipped.map(({ removed }) => removed)).toEqual(skipped.map(() => []));
  const reasons = skipped.map(({ skipped: reason }) => reason);
  expect(reasons).toContain('none of its units is ever zero');
  expect(reasons).toContainEqual(
    expect.stringMatching(/^its units go together with those of the layer ".*", none of which is ever zero$/),
  );
  expect(layersOf(smaller).map(({ length }) => length)).toEqual([2, 4]); // the first convolution of each block; the others are added
  const twin = await pruneNeurons(0.5, images, { keepShape: true }).compress(classifier);
  const outputs = [await smaller.classifier.probabilities(images), await twin.classifier.probabilities(images)];
  expect(largestDifference(outputs[0].data, outputs[1].data)).toBeLessThan(1e-5);
  const measurement = await evaluateCompression(classifier, images, pruneNeurons(0.5, images));
  expect(measurement.steps[0].prunedLayers).toEqual(smaller.prunedLayers);
  expect(measurement.warnings).toHaveLength(4);
  expect(measurement.warnings?.[0]).toMatch(/^pruneNeurons\(0\.5\) skips the layer "conv2d_.*": /);
});

test('zeros are counted after the activation, behind normalisation and pooling, and before a later normalisation', () => {
  const bias = [2, -2, 0.25, -0.25];
  const build = (...layers: Parameters<typeof chain>[1][]) =>
    set(
      network([8, 8, 2], (x) => logits(chain(x, ...layers))),
      { kernel: [0], 'd/bias': bias, gamma: [1], beta: [0.5], moving_mean: [0], moving_variance: [1] },
    ).model;
  const shares = (model: Network['model']): number[] => [...zeroShares(model, [model.layers[1]], images)[0]];
  const named = { name: 'd' };
  expect(shares(build(conv(4, 3, named), reLU()))).toEqual([0, 1, 0, 1]);
  expect(shares(build(conv(4, 3, named), batchNormalization(), reLU()))).toEqual([0, 1, 0, 0]); // -0.25 + 0.5 is above zero
  expect(shares(build(conv(4, 3, named), averagePooling2d({}), reLU()))).toEqual([0, 1, 0, 1]);
  expect(shares(build(conv(4, 3, { ...named, activation: 'relu' }), batchNormalization()))).toEqual([0, 1, 0, 1]);
});

test('units that are added share the mean of their shares, and go together', async () => {
  const classifier = network([4], (x) => {
    const side = (name: string) => on(dense({ units: 4, activation: 'relu', name, ...zeros }), x);
    return on(dense({ units: 3, ...zeros }), on(add(), side('a'), side('b')));
  });
  set(classifier, { 'a/kernel': [0], 'b/kernel': [0], 'a/bias': [1, -1, -1, 1], 'b/bias': [-1, 1, -1, 1] });
  const { classifier: smaller, prunedLayers } = await pruneNeurons(0.25, vectors).compress(classifier);
  const both = { units: 4, removed: [2], zeroShares: [0.5, 0.5, 1, 0] };
  expect(prunedLayers).toEqual([
    { layer: 'a', ...both },
    { layer: 'b', ...both },
  ]);
  expect(networkOf(smaller).model.weights.map(({ shape }) => shape)).toEqual([[4, 3], [3], [4, 3], [3], [3, 3], [3]]);
});

test('prune.structured goes by the sum of the norms of filters that go together, and lists it', async () => {
  const classifier = network([4, 4, 1], (x) => {
    const side = (name: string) => on(conv(3, 1, { name }), x);
    return logits(on(add(), side('a'), side('b')));
  });
  set(classifier, { 'a/kernel': [1, -2, 4], 'b/kernel': [-5, 1, 1] });
  const { prunedLayers } = await prune.structured(0.34).compress(classifier);
  expect(prunedLayers).toEqual(['a', 'b'].map((layer) => ({ layer, units: 3, removed: [1], norms: [6, 3, 5] })));
});
