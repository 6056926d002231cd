import { beforeAll, describe, expect, test } from 'vitest';
import { prune, pruneNeurons } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { chain, conv, logits, network, on, zeros, type X } from './networks.ts';

beforeAll(async () => {
  await startEngine();
});
const {
  activation,
  add,
  averagePooling1d,
  batchNormalization,
  dense,
  dot,
  flatten,
  globalAveragePooling2d,
  layerNormalization,
  masking,
  permute,
  reLU,
  reshape,
  softmax,
  timeDistributed,
} = tfl.layers;
const itemShape = [6, 6, 2];
const images = sampleSplit({ itemShape, size: 12 });

/** Layers that mix the six units in front of them. */
const mixing: [string, (h: X) => X][] = [
  ['logSoftmax', (h) => on(activation({ activation: 'logSoftmax' as never }), h)],
  ['softmax', (h) => on(softmax({ axis: -1 }), h)],
  ['layer normalisation', (h) => on(layerNormalization({}), h)],
  ['layer normalisation of whole items', (h) => on(layerNormalization({ axis: [1, 2, 3] }), h)],
  [
    'pooling over the units',
    (h) => chain(h, reshape({ targetShape: [36, 6] }), permute({ dims: [2, 1] }), averagePooling1d({ poolSize: 2 })),
  ],
  [
    'a dense layer over another axis',
    (h) => chain(h, permute({ dims: [1, 3, 2] }), dense({ units: 4, activation: 'relu', name: 'other', ...zeros })),
  ],
  [
    'a product of matrices',
    (h) =>
      on(
        dot({ axes: [2, 2] }),
        chain(h, reshape({ targetShape: [36, 6] })),
        chain(h, reshape({ targetShape: [36, 6] })),
      ),
  ],
  [
    'a layer at each unit',
    (h) =>
      chain(
        h,
        permute({ dims: [3, 1, 2] }),
        timeDistributed({ layer: flatten({}) }),
        timeDistributed({ layer: dense({ units: 2, ...zeros }) }),
      ),
  ],
  ['a mask', (h) => chain(h, reshape({ targetShape: [36, 6] }), masking({ maskValue: 0 }))],
];

describe('units that a later layer needs', () => {
  test.each(mixing)('stay in front of %s, while other layers are pruned', async (_, mix) => {
    const build = (x: X): X =>
      logits(
        mix(
          chain(
            x,
            conv(4, 3, { name: 'first', activation: 'relu' }),
            conv(6, 3, { name: 'needed', activation: 'relu' }),
          ),
        ),
      );
    const original = network(itemShape, build);
    const [smaller, twin] = [
      await prune.structured(0.5).compress(original),
      await prune.structured(0.5, { keepShape: true }).compress(original),
    ];
    const needed = smaller.prunedLayers?.find(({ layer }) => layer === 'needed');
    expect(needed).toMatchObject({
      units: 6,
      removed: [],
      skipped: expect.stringMatching(/^its units feed the layer ".*, which cannot lose single inputs$/),
    });
    expect(smaller.prunedLayers?.find(({ layer }) => layer === 'first')?.removed).toHaveLength(2);
    expect(networkOf(smaller.classifier).model.countParams()).toBeLessThan(original.model.countParams());
    const outputs = [await smaller.classifier.probabilities(images), await twin.classifier.probabilities(images)];
    expect(largestDifference(outputs[0].data, outputs[1].data)).toBeLessThan(1e-5);
    for (const compression of [prune.structured(0.5, { layers: ['needed'] }), pruneNeurons.units({ needed: [0] })])
      await expect(async () => compression.compress(original)).rejects.toThrow(InvalidModelError);
  });

  test('in every layer make the network refused, with the layer that needs them', async () => {
    const original = network(itemShape, (x) => logits(chain(x, conv(4, 3, { activation: 'logSoftmax', name: 'odd' }))));
    await expect(async () => prune.structured(0.5).compress(original)).rejects.toThrow(
      'prune.structured(0.5): the removed units feed the layer "odd" (Conv2D), which cannot lose single inputs.',
    );
  });

  test('are those that are added to the inputs', async () => {
    const original = network(itemShape, (x) => {
      const h = chain(
        x,
        conv(5, 3, { activation: 'relu', name: 'free' }),
        conv(2, 3, { activation: 'relu', name: 'added' }),
      );
      return logits(on(add(), h, x));
    });
    const { prunedLayers } = await prune.structured(0.5).compress(original);
    expect(prunedLayers?.map(({ layer, removed }) => [layer, removed.length])).toEqual([
      ['free', 2],
      ['added', 0],
    ]);
  });
});

test('the units that become classes are kept, through pooling and a softmax, and in every branch', async () => {
  const heads = (name: string): Layer[] => [
    conv(5, 3, { activation: 'relu' }),
    batchNormalization(),
    reLU(),
    conv(3, 1, { name }),
    globalAveragePooling2d({}),
  ];
  const original = network(itemShape, (x) =>
    on(softmax({}), on(add(), chain(x, ...heads('one')), chain(x, ...heads('two')))),
  );
  const { classifier: smaller, prunedLayers } = await prune.structured(0.4).compress(original);
  expect(smaller.classes).toBe(3);
  expect(prunedLayers).toHaveLength(2);
  for (const name of ['one', 'two'])
    await expect(async () => prune.structured(0.4, { layers: [name] }).compress(original)).rejects.toThrow(
      'because they are the classes',
    );
});
