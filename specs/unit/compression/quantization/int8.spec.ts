import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { gridOver, roundToGrid } from '../../../../src/compression/quantization/activation-grid.ts';
import { hookActivations, inputsOfLayers } from '../../../../src/compression/quantization/activations.ts';
import { calibrate } from '../../../../src/compression/quantization/calibration.ts';
import { compress, prune, quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type Tensor } from '../../../../src/engine/tensors.ts';
import { inputsAt } from '../../../../src/models/network/batches.ts';
import { classifier } from '../../../../src/models/index.ts';
import { leNet1, multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { largestDifference, sampleSplit } from '../../models/sample.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';

const split = sampleSplit({ itemShape: [4], size: 30 });
const build = () => networkOf(multilayerPerceptron.with({ hidden: [8, 6] })({ itemShape: [4], classes: 3, seed: 1 }));

beforeAll(async () => {
  await startEngine('wasm');
});

describe('a grid', () => {
  test('has the level zero, and rounds covered values by at most half a step', () => {
    const number = fc.float({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 20 }), (values) => {
        const grid = gridOver(Math.min(...values), Math.max(...values));
        const rounded = tf.tidy(() => roundToGrid(tf.tensor1d([...values, 0]), grid).dataSync());
        expect(rounded[values.length]).toBe(0);
        const error = largestDifference([...values, 0], rounded);
        expect(error).toBeLessThanOrEqual(grid.scale * 1.001 + 1e-6); // rounding the zero point may add another half
        expect(new Set(rounded).size).toBeLessThanOrEqual(256);
      }),
      { numRuns: 60, examples: [[[-1.793662034335766e-43]]] },
    );
  });

  test('saturates outside with a zero gradient, and passes the gradient through inside', () => {
    const grid = gridOver(-1, 1);
    const x = tf.tensor1d([-3, -0.3, 0.4, 3]);
    const [low, , , high] = roundToGrid(x, grid).dataSync();
    expect([low, high]).toEqual([expect.closeTo(-1, 2), expect.closeTo(1, 2)]);
    const gradient = tf.grad((input) => tf.sum(roundToGrid(input, grid)))(x);
    expect([...gradient.dataSync()]).toEqual([0, 1, 1, 0]);
  });
});

describe('quantize.int8', () => {
  test('rounds every activation to 256 levels, also in batches, features and copies', async () => {
    const { classifier: small } = await quantize.int8({ calibration: split }).compress(build());
    const features = await small.features(split);
    expect(new Set(features.data).size).toBeLessThanOrEqual(256);
    const logits = networkOf(small).logits(inputsAt(split, [0, 1, 2]));
    expect(
      largestDifference(
        networkOf(small.clone())
          .logits(inputsAt(split, [0, 1, 2]))
          .dataSync(),
        logits.dataSync(),
      ),
    ).toBe(0);
    expect([...(await small.predictions(split)).subarray(0, 3)]).toEqual([...tf.argMax(logits, 1).dataSync()]);
    const plain = await build().features(split);
    expect(features.data).not.toEqual(plain.data);
    expect(largestDifference(features.data, plain.data)).toBeLessThan(0.1);
  });

  test('stays differentiable, with a gradient near that of the original', async () => {
    const [plain, { classifier: small }] = [build(), await quantize.int8({ calibration: split }).compress(build())];
    const gradients = [plain, small].map((model) =>
      tf
        .grad((x) => tf.sum(tf.square(networkOf(model).logits(x))))(inputsAt(split, [0, 1, 2, 3]))
        .dataSync(),
    );
    expect(largestDifference(gradients[0], gradients[1])).toBeLessThan(0.2 * Math.max(...gradients[0].map(Math.abs)));
    expect(gradients[1].some((value) => value !== 0)).toBe(true);
  });

  test('counts one byte per kernel value, four per bias and scale, five per activation', async () => {
    const { bytesAfter, activationBytes } = await quantize.int8({ calibration: split }).compress(build());
    expect(activationBytes).toBe(5 * 4); // input, two hidden layers, logits
    expect(bytesAfter).toBe(4 * 8 + 8 * 6 + 6 * 3 + 4 * (8 + 6 + 3) * 2 + 20);
  });

  test('keeps previously pruned values zero', async () => {
    const { classifier: small } = await compress(prune(0.5), quantize.int8({ calibration: split })).compress(build());
    const [first] = readWeights(networkOf(small).model);
    expect(first.filter((value) => value === 0)).toHaveLength(16);
  });

  test('excludes outliers by percentiles', async () => {
    const outlier = { ...split, inputs: split.inputs.map((value, i) => (i === 5 ? 40 : value)) };
    const wide = calibrate(build(), outlier, { range: 'min-max', percentile: 100 });
    const narrow = calibrate(build(), outlier, { range: 'percentile', percentile: 99 });
    expect(wide.get('input')?.scale).toBeCloseTo(40 / 255, 5);
    expect(narrow.get('input')?.scale).toBeLessThan(3 / 255);
    const uniform = sampleSplit({ itemShape: [4], size: 2000 });
    const { scale } = calibrate(build(), uniform, { range: 'percentile', percentile: 90 }).get('input') as {
      scale: number;
    };
    expect(scale * 255).toBeCloseTo(0.9, 2);
  });

  test('fuses a convolution with the activation after it', () => {
    const { conv2d, reLU, maxPooling2d, flatten, dense, inputLayer } = tfl.layers;
    const model = tfl.sequential({
      layers: [
        inputLayer({ inputShape: [8, 8, 1] }),
        conv2d({ filters: 2, kernelSize: 3, kernelInitializer: 'zeros', name: 'conv' }),
        reLU({ name: 'relu' }),
        maxPooling2d({ name: 'pool' }),
        flatten(),
        dense({ units: 3, kernelInitializer: 'zeros', activation: 'softmax', name: 'last' }),
      ],
    });
    expect(Object.fromEntries(inputsOfLayers(model))).toMatchObject({
      conv: 'input',
      relu: 'input',
      pool: '2 relu',
      last: '2 relu',
    });
    const seen: string[] = [];
    const network = classifier(model);
    hookActivations(model, (activation, x: Tensor) => (seen.push(activation), x));
    network.logits(tf.zeros([1, 8, 8, 1]));
    expect(seen).toEqual(['2 relu']);
  });

  test('keeps nearly all predictions of a convolutional network', async () => {
    const images = sampleSplit({ itemShape: [16, 16, 1], size: 60 });
    const network = networkOf(leNet1({ itemShape: [16, 16, 1], classes: 3, seed: 1 }));
    const random = createRandom(2);
    writeWeights(
      network.model,
      readWeights(network.model).map((values) => values.map((value) => value || random.normal() / 10)),
    );
    const { classifier: small } = await quantize.int8({ calibration: images }).compress(network);
    const [a, b] = [await network.predictions(images), await small.predictions(images)];
    expect(a.filter((predicted, i) => predicted === b[i]).length).toBeGreaterThan(54);
  });

  test('keeps token ids, and rounds the outputs of an embedding and a recurrent layer', async () => {
    const { embedding, lstm, dense, inputLayer } = tfl.layers;
    const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', biasInitializer: 'zeros' } as const;
    const model = tfl.sequential({
      layers: [
        inputLayer({ inputShape: [5] }),
        embedding({ inputDim: 300, outputDim: 4, embeddingsInitializer: 'zeros' }),
        lstm({ units: 6, ...zeros }),
        dense({ units: 3, kernelInitializer: 'zeros' }),
      ],
    });
    const random = createRandom(4);
    writeWeights(
      model,
      readWeights(model).map((values) => values.map(() => random.normal() / 2)),
    );
    const inputs = Int32Array.from({ length: 40 * 5 }, () => random.integer(300));
    const text = { inputs, itemShape: [5], labels: new Int32Array(40), size: 40 };
    const network = classifier(model);
    const { classifier: small } = await quantize.int8({ calibration: text }).compress(network);
    const [a, b] = [await network.probabilities(text), await small.probabilities(text)];
    expect(a.data).not.toEqual(b.data);
    expect(largestDifference(a.data, b.data)).toBeLessThan(0.05);
  });

  test.each(['float32', 'float32 through a reshape', 'float32 to a wrapped embedding'])(
    'never rounds ids that are given as %s',
    async (path) => {
      const { embedding, flatten, dense, inputLayer, reshape, timeDistributed } = tfl.layers;
      const lookup = () => embedding({ inputDim: 900, outputDim: 4, embeddingsInitializer: 'zeros' });
      const model = tfl.sequential({
        layers: [
          inputLayer({ inputShape: [5] }),
          ...(path.endsWith('reshape') ? [reshape({ targetShape: [5] }), lookup()] : []),
          ...(path.endsWith('float32') ? [lookup()] : []),
          ...(path.endsWith('embedding')
            ? [reshape({ targetShape: [5, 1] }), timeDistributed({ layer: lookup() })]
            : []),
          flatten(),
          dense({ units: 3, kernelInitializer: 'zeros' }),
        ],
      });
      const random = createRandom(4);
      writeWeights(
        model,
        readWeights(model).map((values) => values.map(() => random.normal())),
      );
      const inputs = Int32Array.from({ length: 60 * 5 }, () => random.integer(900));
      const integers = { inputs, itemShape: [5], labels: new Int32Array(60), size: 60 };
      const floats = { ...integers, inputs: Float32Array.from(inputs) };
      const network = classifier(model);
      const [a, b] = [
        (await quantize.int8({ calibration: integers }).compress(network)).classifier,
        (await quantize.int8({ calibration: floats }).compress(network)).classifier,
      ];
      expect((await b.probabilities(floats)).data).toEqual((await a.probabilities(integers)).data);
      const kept = await network.predictions(floats);
      expect((await b.predictions(floats)).filter((predicted, i) => predicted === kept[i]).length).toBeGreaterThan(57);
    },
  );

  test('rounds the outputs of a bidirectional layer, and each bias in steps of its own kernel', async () => {
    const { bidirectional, lstm, dense, inputLayer } = tfl.layers;
    const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros', biasInitializer: 'zeros' } as const;
    const model = tfl.sequential({
      layers: [
        inputLayer({ inputShape: [5, 4] }),
        bidirectional({ layer: lstm({ units: 6, ...zeros }) as never, mergeMode: 'concat', name: 'both' }),
        dense({ units: 3, kernelInitializer: 'zeros' }),
      ],
    });
    const random = createRandom(4);
    writeWeights(
      model,
      readWeights(model).map((values, i) => values.map(() => random.normal() * (i < 3 ? 1 : 0.01))), // backward and last: small
    );
    const series = sampleSplit({ itemShape: [5, 4], size: 300 });
    const { classifier: small } = await quantize.int8({ calibration: series }).compress(classifier(model));
    const features = await small.features(series);
    expect(features.columns).toBe(12);
    expect(new Set(features.data).size).toBeLessThanOrEqual(256);
    const [before, after] = [readWeights(model), readWeights(networkOf(small).model)];
    expect(after[5]).not.toEqual(before[5]);
    expect(largestDifference(after[5], before[5])).toBeLessThan(0.0002); // half a step of the backward kernel
  });
});
