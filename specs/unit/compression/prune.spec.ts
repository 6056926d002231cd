import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compress, prune, pruneNeurons, quantize, type Compression } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl, type LayersModel } from '../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError, InvalidOptionError } from '../../../src/errors.ts';
import { classifier, type Classifier } from '../../../src/models/index.ts';
import { leNet1, multilayerPerceptron } from '../../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../../src/models/network/weights.ts';
import { createRandom } from '../../../src/random/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { calibration, compressionLaws } from '../../contract/compression-laws.ts';
import { largestDifference, sampleSplit } from '../models/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import type { Network } from '../../../src/models/network/contract.ts';

const images = sampleSplit({ itemShape: [16, 16, 1], size: 24 });
const vectors = sampleSplit({ itemShape: [4], size: 40 });
const { dense, conv2d, lstm, flatten, maxPooling2d, batchNormalization, reLU, globalAveragePooling2d, dot, input } =
  tfl.layers;
const zeros = { kernelInitializer: 'zeros' } as const;

await startEngine('wasm');

/** Draws every weight, so no bias is zero and no two units are equal; variances stay positive. */
function drawn(model: LayersModel, seed = 1): Network {
  const random = createRandom(seed);
  writeWeights(
    model,
    readWeights(model).map((values, i) =>
      values.map(() => (model.weights[i].name.includes('variance') ? random.uniform() + 0.5 : random.normal() / 4)),
    ),
  );
  return classifier(model);
}
const sequential = (itemShape: number[], ...layers: InstanceType<typeof tfl.layers.Layer>[]) =>
  drawn(tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: itemShape }), ...layers] }));
const kernelsOf = (model: LayersModel) =>
  readWeights(model).filter((_, i) => model.weights[i].originalName.endsWith('kernel'));
const zerosIn = (values: Float32Array) => values.filter((value) => value === 0).length;

describe('prune', () => {
  test('reaches any sparsity to within one weight, per layer and globally', async () => {
    const network = networkOf(leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (sparsity) => {
        for (const scope of ['layer', 'global'] as const) {
          const { classifier: pruned } = await prune(sparsity, { scope }).compress(network);
          const kernels = kernelsOf(networkOf(pruned).model);
          const groups = scope === 'layer' ? kernels.map((kernel) => [kernel]) : [kernels];
          for (const group of groups) {
            const [gone, n] = [group.map(zerosIn), group.map(({ length }) => length)].map((all) =>
              all.reduce((a, b) => a + b),
            );
            expect(Math.abs(gone - sparsity * n)).toBeLessThanOrEqual(0.5);
          }
          pruned.dispose();
        }
      }),
      { numRuns: 15 },
    );
  });

  test('prunes the smallest magnitudes, and keeps biases and other layers', async () => {
    const network = sequential([4], dense({ units: 5, ...zeros, name: 'a' }), dense({ units: 3, ...zeros, name: 'b' }));
    const before = readWeights(network.model);
    const after = readWeights(networkOf((await prune(0.4, { layers: ['a'] }).compress(network)).classifier).model);
    const threshold = [...before[0]].map(Math.abs).sort((a, b) => a - b)[8];
    expect(after[0]).toEqual(before[0].map((value) => (Math.abs(value) < threshold ? 0 : value)));
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  test('fine-tunes the remaining weights by its seed, keeps the zeros, and raises the accuracy', async () => {
    const network = networkOf(multilayerPerceptron.with({ hidden: [16] })({ itemShape: [4], classes: 3, seed: 1 }));
    await standardTraining({ epochs: 20, batchSize: 10, learningRate: 0.02 }).fit(network, vectors, {
      random: createRandom(1),
    });
    const finetune = { epochs: 10, batchSize: 10, learningRate: 0.01, split: vectors };
    const plain = (await prune(0.7).compress(network)).classifier;
    const tuned = (await prune(0.7, { finetune }).compress(network)).classifier;
    const again = (await prune(0.7, { finetune }).compress(network)).classifier;
    expect(kernelsOf(networkOf(tuned).model).map((kernel) => kernel.map((value) => Number(value === 0)))).toEqual(
      kernelsOf(networkOf(plain).model).map((kernel) => kernel.map((value) => Number(value === 0))),
    );
    const hits = async (model: Classifier) =>
      (await model.predictions(vectors)).filter((predicted, i) => predicted === vectors.labels[i]).length;
    expect(await hits(tuned)).toBeGreaterThan(await hits(plain));
    expect(readWeights(networkOf(tuned).model)).toEqual(readWeights(networkOf(again).model));
  });
});

describe('removing units', () => {
  const normal = () => batchNormalization({ axis: -1 });
  const networks: [string, Network, number[]][] = [
    [
      'a multilayer perceptron',
      sequential(
        [4],
        dense({ units: 7, activation: 'relu', ...zeros }),
        dense({ units: 5, activation: 'relu', ...zeros }),
        dense({ units: 3, ...zeros }),
      ),
      [4],
    ],
    [
      'convolutions with pooling, normalisation and a softmax',
      sequential(
        [16, 16, 1],
        conv2d({ filters: 5, kernelSize: 3, ...zeros }),
        normal(),
        reLU(),
        maxPooling2d({ poolSize: 2 }),
        conv2d({ filters: 6, kernelSize: 3, activation: 'relu', ...zeros }),
        flatten(),
        dense({ units: 9, activation: 'relu', ...zeros }),
        dense({ units: 3, activation: 'softmax', ...zeros }),
      ),
      [16, 16, 1],
    ],
    [
      'global pooling',
      sequential(
        [16, 16, 1],
        conv2d({ filters: 8, kernelSize: 3, activation: 'relu', ...zeros }),
        globalAveragePooling2d({}),
        dense({ units: 3, ...zeros }),
      ),
      [16, 16, 1],
    ],
  ];

  test.each(networks)(
    'makes %s smaller, with the predictions of its zeroed twin to 1e-5',
    async (_, network, itemShape) => {
      const split = sampleSplit({ itemShape, size: 20 });
      for (const make of [
        (keepShape: boolean): Compression => pruneNeurons(0.4, split, { keepShape }),
        (keepShape: boolean): Compression =>
          prune.structured(0.5, { keepShape, layers: [network.model.layers[1].name] }),
      ]) {
        const [smaller, twin] = [await make(false).compress(network), await make(true).compress(network)];
        expect(networkOf(smaller.classifier).model.countParams()).toBeLessThan(
          networkOf(twin.classifier).model.countParams(),
        );
        expect(networkOf(twin.classifier).model.countParams()).toBe(network.model.countParams());
        const [a, b] = [await smaller.classifier.probabilities(split), await twin.classifier.probabilities(split)];
        expect(largestDifference(a.data, b.data)).toBeLessThan(1e-5);
        expect(a.data).not.toEqual((await network.probabilities(split)).data);
        expect(smaller.bytesAfter).toBe(4 * networkOf(smaller.classifier).model.countParams());
        expect(twin.bytesAfter).toBeLessThan(4 * network.model.countParams());
      }
    },
  );

  test('removes the units that are zero most often', async () => {
    const network = sequential([4], dense({ units: 4, activation: 'relu', ...zeros }), dense({ units: 3, ...zeros }));
    const [kernel, , ...others] = readWeights(network.model);
    writeWeights(network.model, [kernel.fill(0), Float32Array.of(1, -1, 2, -2), ...others]); // units 1 and 3 are always zero
    const { classifier: smaller } = await pruneNeurons(0.5, vectors).compress(network);
    expect([...readWeights(networkOf(smaller).model)[1]]).toEqual([1, 2]);
    const { classifier: twin } = await pruneNeurons(0.5, vectors, { keepShape: true }).compress(network);
    expect([...readWeights(networkOf(twin).model)[1]]).toEqual([1, 0, 2, 0]);
  });

  test('works after quantisation, with the scales of the units, and before int8', async () => {
    const network = networks[0][1];
    const { bytesAfter, classifier: both } = await compress(quantize(8), pruneNeurons(0.4, vectors)).compress(network);
    expect(networkOf(both).model.countParams()).toBe(4 * 4 + 4 + 4 * 3 + 3 + 3 * 3 + 3);
    expect(bytesAfter).toBe(16 + 8 * 4 + (4 + 8) + (12 + 8 * 3) + (3 + 8) + (9 + 8 * 3) + (3 + 8));
    const int8 = await compress(pruneNeurons(0.4, vectors), quantize.int8({ calibration: vectors })).compress(network);
    expect(int8.bytesBefore).toBe(4 * network.model.countParams());
    expect((await int8.classifier.predictions(vectors)).length).toBe(40);
  });

  test('can be followed by fine-tuning', async () => {
    const before = tf.memory().numTensors;
    const tuned = (await pruneNeurons(0.4, images, { finetune: { epochs: 1 } }).compress(networks[1][1])).classifier;
    const plain = (await pruneNeurons(0.4, images).compress(networks[1][1])).classifier;
    expect(networkOf(tuned).model.countParams()).toBe(networkOf(plain).model.countParams());
    expect(readWeights(networkOf(tuned).model)).not.toEqual(readWeights(networkOf(plain).model));
    tuned.dispose();
    plain.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('compressions reject', () => {
  const recurrent = () =>
    sequential(
      [6, 4],
      lstm({ units: 5, ...zeros, recurrentInitializer: 'zeros', biasInitializer: 'zeros' }),
      dense({ units: 4, activation: 'relu', ...zeros }),
      dense({ units: 3, ...zeros }),
    );
  const mlp = () =>
    sequential(
      [4],
      dense({ units: 4, activation: 'relu', ...zeros, name: 'hidden' }),
      dense({ units: 3, ...zeros, name: 'last' }),
    );
  const after = async (compression: Compression, network: Classifier) => compression.compress(network);

  test.each([-0.1, 1, 30, Number.NaN, '0.5' as unknown as number])('a fraction of %s', (fraction) => {
    expect(() => prune(fraction)).toThrow(/sparsity is .*\nExpected a number from 0 to below 1/);
    expect(() => pruneNeurons(fraction, images)).toThrow(InvalidOptionError);
    expect(() => prune.structured(fraction)).toThrow(InvalidOptionError);
  });

  test('a fraction that leaves a layer without units', async () => {
    await expect(after(pruneNeurons(0.9, vectors), mlp())).rejects.toThrow(
      'removing 4 of 4 units would leave none in the layer "hidden"',
    );
    await expect(after(prune.structured(0.95, { layers: ['hidden'] }), mlp())).rejects.toThrow(InvalidOptionError);
  });

  test('recurrent units, unless other layers are named', async () => {
    const sequences = sampleSplit({ itemShape: [6, 4], size: 20 });
    await expect(after(pruneNeurons(0.5, sequences), recurrent())).rejects.toThrow(/\(LSTM\) is recurrent/);
    await expect(after(prune.structured(0.5), recurrent())).rejects.toThrow(InvalidModelError);
    const network = recurrent();
    const { classifier: smaller } = await pruneNeurons(0.5, sequences, {
      layers: [network.model.layers[2].name],
    }).compress(network);
    expect(networkOf(smaller).model.countParams()).toBeLessThan(network.model.countParams());
    await expect(after(prune(0.5), recurrent())).resolves.toBeDefined();
  });

  test('a layer without a kernel, an unknown layer, and the layer of the classes', async () => {
    const network = sequential(
      [16, 16, 1],
      conv2d({ filters: 4, kernelSize: 3, ...zeros }),
      flatten({ name: 'flat' }),
      dense({ units: 3, ...zeros, name: 'last' }),
    );
    for (const make of [
      (layers: string[]): Compression => prune(0.5, { layers }),
      (layers: string[]): Compression => pruneNeurons(0.5, images, { layers }),
      (layers: string[]): Compression => quantize(8, { layers }),
    ]) {
      await expect(after(make(['flat']), network)).rejects.toThrow('the layer "flat" (Flatten) has no kernel');
      await expect(after(make(['nowhere']), network)).rejects.toThrow('has no layer "nowhere"');
    }
    await expect(after(pruneNeurons(0.5, images, { layers: ['last'] }), network)).rejects.toThrow(
      'because they are the classes',
    );
  });

  test('networks that cannot lose single units', async () => {
    const x = input({ shape: [4] });
    const side = dense({ units: 6, activation: 'relu', ...zeros }).apply(x) as typeof x;
    const other = dense({ units: 6, activation: 'relu', ...zeros }).apply(x) as typeof x;
    const product = dot({ axes: -1 }).apply([side, other]) as typeof x;
    const model = tfl.model({ inputs: x, outputs: dense({ units: 3, ...zeros }).apply(product) as typeof x });
    await expect(after(pruneNeurons(0.5, vectors), drawn(model))).rejects.toThrow(
      /\(Dot\), which cannot lose single inputs/,
    );
    const tanh = sequential([4], dense({ units: 4, activation: 'tanh', ...zeros }), dense({ units: 3, ...zeros }));
    await expect(after(pruneNeurons(0.5, vectors), tanh)).rejects.toThrow('is ever zero');
    await expect(after(prune.structured(0.5), mlp())).rejects.toThrow('has no convolution');
    await expect(
      after(compress(quantize.int8({ calibration: vectors }), pruneNeurons(0.5, vectors)), mlp()),
    ).rejects.toThrow('Prune first');
  });

  test('an empty split, a missing split, and invalid options', async () => {
    const empty = { ...vectors, inputs: new Float32Array(0), labels: new Int32Array(0), size: 0 };
    await expect(after(pruneNeurons(0.5, empty), mlp())).rejects.toThrow(InvalidDataError);
    await expect(after(quantize.int8({ calibration: empty }), mlp())).rejects.toThrow('The calibration split is empty');
    expect(() => quantize.int8({} as never)).toThrow('calibration is undefined');
    expect(() => quantize.int8({ calibration: vectors, range: 'all' as never })).toThrow("range is 'all'");
    expect(() => quantize.int8({ calibration: vectors, percentile: 20 })).toThrow('percentile is 20');
    expect(() => pruneNeurons(0.5, undefined as never)).toThrow('the split is undefined');
    await expect(after(prune(0.5, { finetune: { epochs: 1 } }), mlp())).rejects.toThrow('finetune has no split');
    const late = async () => Promise.reject(new Error('late'));
    await expect(prune(0.5, { finetune: { epochs: 1 } }).compress(mlp(), { train: late as never })).rejects.toThrow(
      'is Promise',
    );
    expect(() => prune(0.5, { finetune: { epochs: 0, split: vectors } })).toThrow('epochs is 0');
    expect(() => prune(0.5, { scope: 'model' as never })).toThrow("scope is 'model'");
    expect(() => quantize(8, { scheme: 'log' as never })).toThrow(
      "quantize(8): scheme is 'log'.\nExpected one of 'linear', 'kmeans', 'symmetric'.\nOmit it to use the default, 'linear'.",
    );
    expect(() => quantize(8, { scheme: 'kmeans', granularity: 'channel' })).toThrow("granularity is 'channel'");
    expect(() => compress()).toThrow('there are no arguments');
    expect(() => compress(quantize as never)).toThrow('argument 1 has the type function');
  });
});

compressionLaws(
  prune(0.5),
  prune(0.3, { scope: 'global', finetune: { epochs: 1, split: calibration } }),
  prune.structured(0.25),
  prune.structured(0.3, { keepShape: true, layers: ['conv2d_3'] }),
);
