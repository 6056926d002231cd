import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { badge, type SignalRequests } from '../../src/acquisition/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor } from '../../src/engine/tensors.ts';
import { classifier } from '../../src/models/index.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { createRandom } from '../../src/random/index.ts';
import { computeSignals, type View } from '../../src/signals/index.ts';
import golden from './golden/last-layer.json' with { type: 'json' };

// golden/last-layer.json: python -P specs/reference/generators/last-layer.py

beforeAll(() => startEngine());

let network: Network | undefined;
afterEach(() => network?.dispose());

const { dense, reshape, dropout, batchNormalization, activation, softmax } = tfl.layers;
const { timeDistributed, globalAveragePooling1d, globalAveragePooling2d, conv2d, depthwiseConv2d } = tfl.layers;
const initializers = { kernelInitializer: 'zeros', depthwiseInitializer: 'zeros' } as const;
const [size, values, classes] = [golden.inputs.length, golden.inputs[0].length, 3];

type Needs = SignalRequests<'features' | 'probabilities'>;
type Symbol = SymbolicTensor;
type Build = (h: Symbol) => Symbol;
const applied =
  (...layers: { apply(h: Symbol): unknown }[]): Build =>
  (h) =>
    layers.reduce((symbol, layer) => layer.apply(symbol) as Symbol, h);
const last = (options: object = {}) => dense({ units: classes, ...initializers, ...options });

/** The layers behind the hidden one, for each network of the generator, also in other forms of the same function. */
const networks: Record<string, [keyof typeof golden.networks, number, () => Build]> = {
  'one dense layer': ['plain', 4, () => applied(last())],
  'a softmax layer, dropout and reshaping behind it': ['plain', 4, () => applied(last(), dropout({ rate: 0.5 }), reshape({ targetShape: [3, 1] }), reshape({ targetShape: [3] }), softmax())], // prettier-ignore
  'no bias': ['noBias', 4, () => applied(last({ useBias: false }), softmax())],
  'no bias and a softmax of its own': ['noBias', 4, () => applied(last({ useBias: false, activation: 'softmax' }))],
  'an activation of its own': ['tanh', 4, () => applied(last({ activation: 'tanh' }), softmax())],
  'an activation layer behind it': ['tanh', 4, () => applied(last(), activation({ activation: 'tanh' }), softmax())],
  'an activation that can be 0 for all classes': ['relu', 4, () => applied(last({ activation: 'relu' }))],
  'two applications': ['twice', 3, () => { const shared = last(); return applied(shared, activation({ activation: 'tanh' }), shared, softmax()); }], // prettier-ignore
  normalisation: ['normalised', 4, () => applied(last(), batchNormalization({ epsilon: 1e-5 }), softmax())],
  'a dense layer over time': ['overTime', 4, () => applied(reshape({ targetShape: [2, 2] }), last(), globalAveragePooling1d({}))], // prettier-ignore
  'a wrapped dense layer': ['overTime', 4, () => applied(reshape({ targetShape: [2, 2] }), timeDistributed({ layer: last() }), globalAveragePooling1d({}))], // prettier-ignore
  'a convolution': ['convolution', 18, () => applied(reshape({ targetShape: [3, 3, 2] }), conv2d({ filters: classes, kernelSize: 2, ...initializers }), globalAveragePooling2d({}), softmax())], // prettier-ignore
  'a depthwise convolution': ['depthwise', 12, () => applied(reshape({ targetShape: [2, 2, 3] }), depthwiseConv2d({ kernelSize: 2, ...initializers }), globalAveragePooling2d({}), softmax())], // prettier-ignore
};

function viewOf(name: string): { view: View; expected: (typeof golden.networks)[keyof typeof golden.networks] } {
  const [entry, hidden, build] = networks[name];
  const expected = golden.networks[entry];
  const input = tfl.input({ shape: [values] });
  const h = dense({ units: hidden, activation: 'tanh', ...initializers }).apply(input) as Symbol;
  const model: LayersModel = tfl.model({ inputs: input, outputs: build()(h) });
  const weights = [...expected.weights, ...(entry === 'normalised' ? golden.normalisation : [])];
  tf.tidy(() => model.setWeights(weights.map((weight, i) => tf.reshape(weight, model.weights[i].shape as number[]))));
  network = classifier(model, { inputRange: [-9, 9] });
  const inputs = Float32Array.from(golden.inputs.flat());
  const split = { inputs, labels: new Int32Array(size), size, itemShape: [values] };
  const pool = Int32Array.from({ length: size }, (_, i) => i);
  return {
    expected,
    view: { classifier: network, split, pool, labelled: split, stage: 1, count: 2, random: createRandom(1) },
  };
}

describe.each(Object.keys(networks))(`equal those of PyTorch ${golden.torch} for %s`, (name) => {
  test('expected gradient lengths of the last layer', async () => {
    const { view, expected } = viewOf(name);
    const { gradientLengths } = await computeSignals({ gradientLengths: { of: 'lastLayer' } }, view);
    gradientLengths.forEach((length, i) => expect(length).toBeCloseTo(expected.gradientLengths[i], 5));
  });

  test('gradients of its kernel, as badge uses them', async () => {
    const { view, expected } = viewOf(name);
    const { features, probabilities } = await computeSignals<'features' | 'probabilities'>(badge.needs as Needs, view);
    const slopes = features.slopes ?? errorsOf(probabilities);
    expected.kernelGradients.forEach((gradient, i) => {
      const [a, b] = [slopes, features].map(({ data, columns }) => data.subarray(i * columns, (i + 1) * columns));
      const product = Array.from(b, (feature) => Array.from(a, (error) => error * feature)).flat();
      expect(product).toEqual(gradient.map((value) => expect.closeTo(value, 5)));
    });
  });
});

/** p - e_ŷ of every row. */
function errorsOf({ data, rows, columns }: { data: Float32Array; rows: number; columns: number }) {
  const errors = data.map((p, at) => {
    const row = data.subarray(at - (at % columns), at - (at % columns) + columns);
    return p - Number(row.indexOf(Math.max(...row)) === at % columns);
  });
  return { data: errors, rows, columns };
}
