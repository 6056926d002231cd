import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../../../src/engine/tensors.ts';
import { forward, startingFrom } from '../../../../src/models/network/forward.ts';
import { sourceOf, symbolsOf } from '../../../../src/models/network/graph.ts';
import { initialise } from '../../../../src/architectures/layers/initialise.ts';
import { createRandom } from '../../../../src/random/index.ts';

beforeAll(() => startEngine('wasm'));

let model: LayersModel;
afterEach(() => model.dispose());

const { dense, add, embedding, simpleRNN, batchNormalization, dropout } = tfl.layers;
const kernelInitializer = 'zeros';

const initialised = (network: LayersModel): LayersModel => {
  initialise(network, createRandom(1));
  return network;
};
const values = (x: Tensor): number[] =>
  tf.tidy(() => Array.from((forward(model, startingFrom(model, x), () => undefined) as Tensor).dataSync()));
const predicted = (x: Tensor): number[] =>
  tf.tidy(() => Array.from((model.apply(x, { training: false }) as Tensor).dataSync()));

describe('running layer by layer gives the outputs of the model', () => {
  test('with branches, nested models, normalisation and dropout', () => {
    const input = tfl.input({ shape: [3] });
    const inner = tfl.sequential({
      layers: [dense({ inputShape: [3], units: 4, kernelInitializer }), batchNormalization(), dropout({ rate: 0.5 })],
    });
    const branches = [inner, dense({ units: 4, activation: 'tanh', kernelInitializer })];
    const joined = add().apply(branches.map((layer) => layer.apply(input) as SymbolicTensor));
    const output = dense({ units: 2, kernelInitializer }).apply(joined) as SymbolicTensor;
    model = initialised(tfl.model({ inputs: input, outputs: output }));
    const x = tf.tensor2d([1, -2, 3, 0.5, 0.25, -1], [2, 3]);
    expect(values(x)).toEqual(predicted(x));
    expect(values(x).some((value) => value !== 0)).toBe(true);
  });

  test('with masks of padded positions', () => {
    model = initialised(
      tfl.sequential({
        layers: [
          embedding({ inputDim: 5, outputDim: 3, inputLength: 4, maskZero: true, embeddingsInitializer: 'ones' }),
          simpleRNN({ units: 4, kernelInitializer, recurrentInitializer: 'zeros' }),
          dense({ units: 2, kernelInitializer }),
        ],
      }),
    );
    const x = tf.tensor2d([1, 2, 0, 0, 3, 1, 4, 2], [2, 4], 'int32');
    expect(values(x)).toEqual(predicted(x));
  });
});

test('layers can be replaced, and known values are not computed again', () => {
  model = initialised(
    tfl.sequential({
      layers: [dense({ inputShape: [2], units: 3, kernelInitializer }), dense({ units: 2, kernelInitializer })],
    }),
  );
  const x = tf.tensor2d([1, 2], [1, 2]);
  const [, first, second] = symbolsOf(model);
  const seen: unknown[] = [];
  tf.tidy(() => {
    const start = startingFrom(model, x);
    start.set(first, { value: tf.ones([1, 3]), mask: null });
    const output = forward(model, start, (layer, [h]) => {
      seen.push(layer);
      return tf.mul(h, 2);
    });
    expect(Array.from((output as Tensor).dataSync())).toEqual([2, 2, 2]);
  });
  expect(seen).toEqual([sourceOf(second)]);
});
