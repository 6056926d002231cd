import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { computeSignals, type View } from '../../../src/signals/index.ts';
import { subset } from '../../../src/splits/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, tfl, type Scalar, type Variable } from '../../../src/engine/tensors.ts';
import { inputsAt } from '../../../src/models/network/batches.ts';
import { initialise } from '../../../src/architectures/layers/initialise.ts';
import { classifier } from '../../../src/models/index.ts';
import type { Layer } from '../../../src/models/network/layers.ts';
import type { Weights } from '../../../src/gradients/weight-gradient.ts';
import { lastLayersOf } from '../../../src/models/network/last-layer.ts';
import { parameterGram } from '../../../src/gradients/parameter-gram.ts';
import { createRandom } from '../../../src/random/index.ts';
import { viewOf } from './view.ts';
import type { Network } from '../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

let network: Network | undefined;
afterEach(() => network?.dispose());

const { conv2d, maxPooling2d, flatten, dense, batchNormalization, activation, simpleRNN } = tfl.layers;
const kernelInitializer = 'zeros';
const itemShape = [6, 6, 2];
const random = createRandom(3);
const split = {
  inputs: Float32Array.from({ length: 70 * 72 }, () => random.uniform()),
  itemShape,
  labels: new Int32Array(70),
  size: 70,
};

function viewFor(layers: Layer[]): View {
  const model = tfl.sequential({ layers });
  initialise(model, createRandom(1));
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.add(weight, 0.01))));
  network = classifier(model);
  return { ...viewOf(), classifier: network, split, pool: Int32Array.from({ length: 70 }, (_, i) => 69 - i) };
}

const lengthsOf = async (view: View, of: 'parameters' | 'inputs' | 'lastLayer'): Promise<Float64Array> =>
  (await computeSignals({ gradientLengths: { of } }, view)).gradientLengths;

/** Computes lengths by definition: one loss gradient per class of each input, by the variables or by the input. */
function byDefinition(
  { classifier: { logits, model, classes }, pool }: View,
  index: number,
  of: 'parameters' | 'inputs' | Weights,
): number {
  return tf.tidy(() => {
    const x = inputsAt(split, [pool[index]]);
    const loss = (input: typeof x, c: number): Scalar =>
      tf.neg(tf.sum(tf.slice(tf.logSoftmax(logits(input)), [0, c], [1, 1])));
    const p = tf.softmax(logits(x)).dataSync();
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const weights = typeof of === 'string' ? model.trainableWeights : of;
      const variables = weights.map((weight) => weight.read() as Variable);
      variables.forEach((variable) => Object.assign(variable, { trainable: true })); // also of frozen layers
      const gradients =
        of === 'inputs'
          ? [tf.grad((input) => loss(input, c))(x)]
          : Object.values(tf.variableGrads(() => loss(x, c), variables).grads);
      const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]);
      sum += p[c] * Math.sqrt(squares.reduce((a, b) => a + b));
    }
    return sum;
  });
}

const convolutional = (): Layer[] => [
  conv2d({ inputShape: itemShape, filters: 3, kernelSize: 3, padding: 'same', activation: 'relu', kernelInitializer }),
  maxPooling2d({ poolSize: 2, strides: 2 }),
  conv2d({ filters: 4, kernelSize: 2, strides: 1, useBias: false, activation: 'tanh', kernelInitializer }),
  flatten(),
  dense({ units: 5, activation: 'relu', kernelInitializer }),
  dense({ units: 4, kernelInitializer }),
];

describe('of the parameters', () => {
  test.each<[string, () => Layer[]]>([
    ['convolutions with and without bias', convolutional],
    [
      'strides and dilation',
      () => [
        conv2d({ inputShape: itemShape, filters: 3, kernelSize: 3, strides: 2, kernelInitializer }),
        conv2d({ filters: 2, kernelSize: 2, dilationRate: 1, padding: 'same', activation: 'relu', kernelInitializer }),
        flatten(),
        dense({ units: 3, activation: 'softmax', kernelInitializer }),
      ],
    ],
    [
      'dense layers without bias, over positions',
      () => [
        dense({ inputShape: itemShape, units: 3, useBias: false, activation: 'relu', kernelInitializer }),
        flatten(),
        dense({ units: 3, kernelInitializer }),
        activation({ activation: 'softmax' }),
      ],
    ],
  ])('equal those of one backward pass per input and class: %s', async (_, layers) => {
    const view = viewFor(layers());
    expect(parameterGram(view.classifier.model)).toBeDefined();
    const lengths = await lengthsOf(view, 'parameters');
    for (const index of [0, 33, 69]) expect(lengths[index] / byDefinition(view, index, 'parameters')).toBeCloseTo(1, 4);
  });

  test.each<[string, () => Layer[]]>([
    [
      'normalisation',
      () => [
        conv2d({ inputShape: itemShape, filters: 3, kernelSize: 3, kernelInitializer }),
        batchNormalization(),
        flatten(),
        dense({ units: 3, kernelInitializer }),
      ],
    ],
    [
      'recurrence',
      () => [
        tfl.layers.reshape({ inputShape: itemShape, targetShape: [12, 6] }),
        simpleRNN({ units: 4, kernelInitializer, recurrentInitializer: 'zeros' }),
        dense({ units: 3, kernelInitializer }),
      ],
    ],
  ])('equal those for other layers too, more slowly: %s', async (_, layers) => {
    const view = { ...viewFor(layers()), pool: Int32Array.of(4, 2) };
    expect(parameterGram(view.classifier.model)).toBeUndefined();
    const lengths = await lengthsOf(view, 'parameters');
    for (const index of [0, 1]) expect(lengths[index] / byDefinition(view, index, 'parameters')).toBeCloseTo(1, 4);
  });

  test('do not depend on the other inputs and leave no tensor behind', async () => {
    const view = viewFor(convolutional());
    const before = tf.memory().numTensors;
    const all = await lengthsOf(view, 'parameters');
    expect(tf.memory().numTensors).toBe(before);
    const [alone] = await lengthsOf({ ...view, pool: view.pool.subarray(66, 67) }, 'parameters');
    expect(alone).toBeCloseTo(all[66], 5);
  });
});

test('of the inputs equal those of one backward pass per input and class', async () => {
  const view = viewFor(convolutional());
  const lengths = await lengthsOf(view, 'inputs');
  for (const index of [0, 33, 69]) expect(lengths[index] / byDefinition(view, index, 'inputs')).toBeCloseTo(1, 4);
});

describe('of the last layer equal those of one backward pass per input and class', () => {
  type Symbol = ReturnType<typeof tfl.input>;
  const last = (activationName?: 'softmax' | 'sigmoid', units = 3): Layer =>
    dense({ units, kernelInitializer, ...(activationName && { activation: activationName }) });
  const apply = (layer: { apply(x: Symbol): unknown }, x: Symbol): Symbol => layer.apply(x) as Symbol;
  const hidden = (x: Symbol, units = 4): Symbol =>
    apply(dense({ units, activation: 'tanh', kernelInitializer }), apply(flatten(), x));

  test.each<[string, (x: Symbol) => Symbol]>([
    ['a last layer in a nested model', (x) => {
      const h = tfl.input({ shape: [4] });
      return apply(tfl.model({ inputs: h, outputs: apply(last('softmax'), h) }), hidden(x));
    }], // prettier-ignore
    ['one sigmoid unit', (x) => apply(last('sigmoid', 1), hidden(x))],
    ['an average of softmaxes', (x) =>
      tfl.layers.average().apply([apply(last('softmax'), hidden(x)), apply(last('softmax'), hidden(x, 5))]) as Symbol], // prettier-ignore
    ['a recurrent last layer', (x) =>
      apply(simpleRNN({ units: 3, kernelInitializer, recurrentInitializer: 'zeros' }), apply(tfl.layers.reshape({ targetShape: [12, 6] }), x))], // prettier-ignore
    ['frozen weights', (x) => {
      const frozen = last();
      const logits = apply(activation({ activation: 'tanh' }), apply(frozen, hidden(x)));
      frozen.trainable = false;
      return logits;
    }], // prettier-ignore
  ])('%s', async (_, build) => {
    const x = tfl.input({ shape: itemShape });
    const model = tfl.model({ inputs: x, outputs: build(x) });
    initialise(model, createRandom(1));
    network = classifier(model);
    const view = { ...viewOf(), classifier: network, split, pool: Int32Array.of(4, 2) };
    const lengths = await lengthsOf(view, 'lastLayer');
    const weights = lastLayersOf(network.model).flatMap((layer) => layer.weights);
    for (const index of [0, 1]) expect(lengths[index] / byDefinition(view, index, weights)).toBeCloseTo(1, 4);
  });
});

test('of the last layer equal its gradient, in closed form', async () => {
  const view = viewFor(convolutional());
  const lengths = await lengthsOf(view, 'lastLayer');
  const { data: h, columns } = await view.classifier.features(subset(split, view.pool));
  const inputs = Float32Array.from(h);
  const last = tfl.sequential({ layers: [dense({ inputShape: [columns], units: 4, kernelInitializer })] });
  last.setWeights(view.classifier.model.getWeights().slice(-2));
  const lastOnly = classifier(last);
  const alone = { ...view, classifier: lastOnly, split: { ...split, inputs, itemShape: [columns] } };
  const expected = await lengthsOf({ ...alone, pool: Int32Array.from({ length: 70 }, (_, i) => i) }, 'parameters');
  lengths.forEach((length, i) => expect(length / expected[i]).toBeCloseTo(1, 5));
  lastOnly.dispose();
});
