import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl, type SymbolicTensor, type Tensor2D } from '../../../src/engine/tensors.ts';
import { InvalidDataError, InvalidModelError, InvalidOptionError, NumericalError } from '../../../src/errors.ts';
import { classifier } from '../../../src/models/index.ts';
import { leNet1 } from '../../../src/architectures/index.ts';
import { writeWeights } from '../../../src/models/network/weights.ts';
import { dense, largestDifference, network, sampleSplit } from './sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const split = sampleSplit({ itemShape: [4], size: 7 });
const batch = (): Tensor2D => tf.tensor2d(split.inputs as Float32Array, [7, 4]);
const { softmax, activation, dropout, reshape } = tfl.layers;

describe('logits', () => {
  test.each([
    ['Dense', () => network(dense(5, 'relu'), dense(3, 'softmax'))],
    ['Softmax', () => network(dense(5, 'relu'), dense(3), softmax())],
    ['Activation', () => network(dense(5, 'relu'), dense(3), activation({ activation: 'softmax' }))],
    ['nested', () => network(network(dense(5, 'relu'), dense(3, 'softmax')))],
  ])('bypass a final softmax in a %s layer', async (_, build) => {
    const model = build();
    const wrapped = classifier(model);
    const expected = (model.predict(batch()) as Tensor2D).dataSync();
    const logits = wrapped.logits(batch());
    expect(largestDifference(tf.sum(logits, 1).dataSync(), new Float32Array(7).fill(1))).toBeGreaterThan(0.1);
    expect(largestDifference(tf.softmax(logits).dataSync(), expected)).toBeLessThan(1e-6);
    expect(largestDifference((await wrapped.probabilities(split)).data, expected)).toBeLessThan(1e-6);
  });

  test('stay exact with exact gradients when probabilities saturate', () => {
    const model = network(dense(2, 'softmax'));
    writeWeights(model, [Float32Array.of(1000, -1000, 0, 0, 0, 0, 0, 0), Float32Array.of(0, 0)]);
    const wrapped = classifier(model);
    const x = tf.tensor2d([[1, 0, 0, 0]]);
    expect([...wrapped.logits(x).dataSync()]).toEqual([1000, -1000]);
    const gradient = tf.grad((input) => tf.sum(tf.slice(wrapped.logits(input), [0, 0], [1, 1])))(x);
    expect([...gradient.dataSync()]).toEqual([1000, 0, 0, 0]);
  });

  test('are the output of a model that ends in logits', () => {
    const model = network(dense(3));
    expect([...classifier(model).logits(batch()).dataSync()]).toEqual([
      ...(model.predict(batch()) as Tensor2D).dataSync(),
    ]);
  });

  test('use the current weights', () => {
    const model = network(dense(2, 'softmax'));
    const wrapped = classifier(model);
    writeWeights(model, [new Float32Array(8), Float32Array.of(3, 4)]);
    expect([...wrapped.logits(tf.zeros([1, 4])).dataSync()]).toEqual([3, 4]);
  });
});

describe('over a split', () => {
  test('features are the flattened input of the last layer with a kernel', async () => {
    const wrapped = networkOf(leNet1({ itemShape: [16, 18, 2], classes: 4, seed: 1 }));
    const images = sampleSplit({ itemShape: [16, 18, 2], size: 3 });
    const { data, rows, columns } = await wrapped.features(images);
    expect([rows, columns]).toEqual([3, 12]);
    const [kernel, bias] = wrapped.model.getWeights().slice(-2);
    const rebuilt = tf.add(tf.matMul(tf.tensor2d(data, [3, 12]), kernel as Tensor2D), bias);
    const logits = wrapped.logits(tf.tensor(images.inputs as Float32Array, [3, 16, 18, 2]));
    expect(largestDifference(rebuilt.dataSync(), logits.dataSync())).toBeLessThan(1e-5);
  });

  test('outputs are features and probabilities from one pass', async () => {
    for (const wrapped of [
      classifier(network(dense(3, 'softmax'))),
      leNet1({ itemShape: [28, 28, 1], classes: 3, seed: 1 }),
    ]) {
      const inputs = Float32Array.from({ length: 5 * wrapped.itemShape.reduce((a, b) => a * b) }, (_, i) =>
        Math.sin(i),
      );
      const items = { inputs, itemShape: [...wrapped.itemShape], labels: new Int32Array(5), size: 5 };
      expect(await wrapped.outputs(items)).toEqual({
        features: await wrapped.features(items),
        probabilities: await wrapped.probabilities(items),
      });
      wrapped.dispose();
    }
  });

  test('features of a linear model are its inputs', async () => {
    expect((await classifier(network(dense(3, 'softmax'))).features(split)).data).toEqual(split.inputs);
  });

  test('batching does not change results, leaks nothing, and never puts the whole split on the engine', async () => {
    const model = network(dense(8, 'relu'), dense(3, 'softmax'));
    const wrapped = classifier(model);
    const large = sampleSplit({ itemShape: [4], size: 600 });
    const before = tf.memory().numTensors;
    const atOnce = tf.tidy(() =>
      tf.softmax(wrapped.logits(tf.tensor2d(large.inputs as Float32Array, [600, 4]))).dataSync(),
    );
    const batches: (number | null)[] = [];
    model.layers[1].setCallHook((inputs) => batches.push([inputs].flat()[0].shape[0]));
    const { data } = await wrapped.probabilities(large);
    const predictions = await wrapped.predictions(large);
    expect(tf.memory().numTensors).toBe(before);
    expect(batches).toEqual([256, 256, 88, 256, 256, 88]);
    expect(largestDifference(data, atOnce)).toBeLessThan(1e-6);
    expect([...predictions]).toEqual([...tf.tidy(() => tf.argMax(tf.tensor2d(atOnce, [600, 3]), 1).dataSync())]);
  });

  test('items of another shape are rejected', async () => {
    const wrapped = classifier(network(dense(3)), { name: 'digits' });
    await expect(wrapped.predictions(sampleSplit({ itemShape: [5], size: 2 }))).rejects.toThrow(
      new InvalidDataError(
        'The items of the split have the shape [5].\nExpected [4], the input of the model "digits".\nReshape the data, or build the model for its shape.',
      ),
    );
  });

  test('outputs that overflow are rejected', async () => {
    const model = network(dense(2));
    writeWeights(model, [new Float32Array(8).fill(3e38), new Float32Array(2)]);
    await expect(classifier(model).predictions(sampleSplit({ itemShape: [4], size: 3 }))).rejects.toThrow(
      NumericalError,
    );
    await expect(classifier(model).predict(new Float32Array(8).fill(1), 2)).rejects.toThrow(NumericalError);
  });

  test('predict rejects values that are not finite, as their outputs are not', async () => {
    const values = Float32Array.of(0, 1, 2, 3, Number.NaN, 1, 2, 3);
    await expect(classifier(network(dense(2)), { name: 'digits' }).predict(values, 2)).rejects.toThrow(
      'The output of the model "digits" for input 1 is NaN.',
    );
  });
});

describe('classifier rejects a model', () => {
  test('with an output other than [n, classes]', () => {
    const wide = network(dense(6), reshape({ targetShape: [2, 3] }));
    expect(() => classifier(wide)).toThrow(InvalidModelError);
    expect(() => classifier(wide)).toThrow('is [n, 2, 3].\nExpected one output [n, classes] with at least 2 classes');
    expect(() => classifier(network(dense(1)))).toThrow('is [n, 1].');
  });

  test('with two outputs or two inputs', () => {
    const [a, b] = [tfl.input({ shape: [2] }), tfl.input({ shape: [2] })];
    const sum = tfl.layers.add().apply([a, b]) as SymbolicTensor;
    expect(() => classifier(tfl.model({ inputs: [a, b], outputs: [a, sum] }))).toThrow('is [n, 2] and [n, 2].');
    expect(() => classifier(tfl.model({ inputs: [a, b], outputs: sum }))).toThrow(
      'Expected one input [n, ...itemShape]',
    );
  });

  test('with weights that are not finite', () => {
    const model = network(dense(2));
    writeWeights(model, [Float32Array.of(0, 1, 2, Number.NaN, 4, 5, 6, 7), new Float32Array(2)]);
    expect(() => classifier(model)).toThrow(/kernel" of ".*" is NaN at position 3\./);
  });

  test.each([
    [5, 'makes [n, 0, 0, 3] from [n, 4, 4, 1]'],
    [6, 'makes [n, -1, -1, 3] from [n, 4, 4, 1]'],
  ])('with filters of side %d on images of 4 x 4', (kernelSize, sizes) => {
    const input = tfl.input({ shape: [4, 4, 1] });
    const { conv2d, flatten } = tfl.layers;
    const layers = [conv2d({ filters: 3, kernelSize, kernelInitializer: 'zeros', name: 'wide' }), flatten(), dense(3)];
    const output = layers.reduce((last, layer) => layer.apply(last) as SymbolicTensor, input);
    const wrap = () => classifier(tfl.model({ inputs: input, outputs: output }));
    expect(wrap).toThrow(InvalidModelError);
    expect(wrap).toThrow('The layer "wide" (Conv2D)');
    expect(wrap).toThrow(sizes);
  });

  test('that ends in a sigmoid', () => {
    expect(() => classifier(network(dense(3, 'sigmoid')))).toThrow(/ends in a sigmoid \(layer "dense_.*"\)\./);
  });

  test('with an invalid input range', () => {
    expect(() => classifier(network(dense(2)), { inputRange: [1, 0] })).toThrow(
      new InvalidOptionError(
        'classifier: inputRange is [1, 0].\nExpected two finite numbers [low, high] with low < high.\nPass the range of the training inputs, e.g. [0, 1].',
      ),
    );
  });
});

describe('clone', () => {
  test.each([
    ['a sequential model', () => network(dense(4, 'relu'), dropout({ rate: 0.5 }), dense(3, 'softmax'))],
    [
      'a functional model',
      () => {
        const input = tfl.input({ shape: [4] });
        const hidden = dense(4, 'relu').apply(input) as SymbolicTensor;
        const sum = tfl.layers.add().apply([input, hidden]);
        return tfl.model({ inputs: input, outputs: dense(3).apply(sum) as SymbolicTensor });
      },
    ],
  ])('of %s is independent and leaks no tensor', async (_, build) => {
    const original = classifier(build(), { name: 'original', inputRange: [-1, 1] });
    const before = { tensors: tf.memory().numTensors, logits: await original.probabilities(split) };
    const copy = original.clone('copy');
    expect(copy).toMatchObject({ name: 'copy', inputRange: [-1, 1], classes: 3 });
    expect(await copy.probabilities(split)).toEqual(before.logits);
    writeWeights(
      copy.model,
      copy.model.getWeights().map(({ size }) => new Float32Array(size)),
    );
    expect(await original.probabilities(split)).toEqual(before.logits);
    copy.dispose();
    copy.dispose();
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(await original.probabilities(split)).toEqual(before.logits);
  });
});
