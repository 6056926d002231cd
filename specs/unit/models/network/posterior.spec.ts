import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl } from '../../../../src/engine/tensors.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { dropoutSamples } from '../../../../src/models/network/posterior.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { compared, expectClose, randomTensor } from '../../engine/both-engines.ts';
import { sampleSplit } from '../sample.ts';

const { layers } = tfl;
const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' } as const;
const plain = { kernelInitializer: 'zeros' } as const;
const split = sampleSplit({ itemShape: [3, 4], size: 5 });

beforeAll(() => startEngine(compared).then(() => undefined));

/** A network with fixed weights over sequences of three steps, or of three ids. */
function networkOf(itemShape: number[], ...inner: Layer[]): Network {
  const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape: itemShape }), ...inner] });
  model.setWeights(model.getWeights().map((weight, i) => randomTensor(weight.shape, i + 1)));
  return classifier(model, { inputRange: [0, 9] });
}

const logits = () => layers.dense({ units: 3, ...plain });
const lstm = (options: object): Layer => layers.lstm({ units: 3, ...zeros, ...options });
const nested = (...inner: Layer[]): Layer =>
  tfl.sequential({ layers: [layers.inputLayer({ inputShape: [4] }), ...inner] }) as unknown as Layer;
const overSteps = (layer: Layer): Layer => layers.timeDistributed({ layer });
/** Layers that only have outputs per step, without a dense layer at the end. */
const head = () => [layers.simpleRNN({ units: 3, ...zeros })];

const noisy: [name: string, make: () => Layer[]][] = [
  ['timeDistributed', () => [overSteps(layers.dropout({ rate: 0.5 })), layers.flatten(), logits()]],
  [
    'two wrappers',
    () => [
      layers.reshape({ targetShape: [3, 2, 2] }),
      overSteps(overSteps(layers.dropout({ rate: 0.5 }))),
      layers.flatten(),
      logits(),
    ],
  ],
  [
    'a nested model in timeDistributed',
    () => [overSteps(nested(layers.dense({ units: 3, ...plain }), layers.dropout({ rate: 0.5 }))), ...head()],
  ],
  ['timeDistributed(dense), the only dense layer', () => [overSteps(layers.dense({ units: 3, ...plain })), ...head()]],
  ['an LSTM', () => [lstm({ dropout: 0.5 }), logits()]],
  ['the states of an LSTM', () => [lstm({ recurrentDropout: 0.5 }), logits()]],
  ['a GRU', () => [layers.gru({ units: 3, dropout: 0.5, ...zeros }), logits()]],
  [
    'bidirectional',
    () => [layers.bidirectional({ layer: lstm({ dropout: 0.5 }) as never, mergeMode: 'concat' }), logits()],
  ],
  [
    'stacked cells',
    () => [
      layers.rnn({
        cell: [layers.lstmCell({ units: 3, ...zeros }), layers.gruCell({ units: 3, dropout: 0.5, ...zeros })] as never,
      }),
      logits(),
    ],
  ],
];

const draw = (network: Network, dropoutRate: number | null, draws = 3, data = split) =>
  dropoutSamples(network, data, { draws, dropoutRate }, createRandom(7));

describe.each(noisy)('draws by dropout in %s', (_, make) => {
  test('differ, are repeatable, and leak no tensor', async () => {
    const network = networkOf([3, 4], ...make());
    await draw(network, null, 1);
    const before = tf.memory().numTensors;
    const [first, second, third] = await draw(network, null);
    expect(tf.memory().numTensors).toBe(before);
    expect(second).not.toEqual(first);
    expect(third).not.toEqual(second);
    expect(await draw(network, null, 2)).toEqual([first, second]);
    network.dispose();
  });

  test('leave the predictions as they were, whatever the batch', async () => {
    const network = networkOf([3, 4], ...make());
    const before = await network.probabilities(split);
    await draw(network, null);
    const part = { ...split, size: 2, inputs: split.inputs.slice(0, 24), labels: split.labels.slice(0, 2) };
    expectClose([...(await network.probabilities(part)).data], [...before.data.slice(0, 6)], 1e-6);
    expect(await network.probabilities(split)).toEqual(before);
    network.dispose();
  });
});

test('a draw keeps its masks for all inputs: the same input twice has the same output', async () => {
  const twice = {
    ...split,
    inputs: Float32Array.from([...split.inputs.slice(0, 12), ...split.inputs.slice(0, 12)]),
    labels: Int32Array.of(0, 0),
    size: 2,
  };
  for (const [, make] of noisy) {
    const network = networkOf([3, 4], ...make());
    for (const { data } of await draw(network, null, 3, twice))
      expectClose([...data.slice(3)], [...data.slice(0, 3)], 1e-6);
    network.dispose();
  }
});

describe('draws at a rate near 0 equal the probabilities', () => {
  const ids = {
    ...sampleSplit({ itemShape: [4], size: 6 }),
    inputs: Int32Array.from({ length: 24 }, (_, i) => (i * 7) % 5),
  };
  const padded = { ...sampleSplit({ itemShape: [4, 4], size: 6 }) };
  padded.inputs.fill(0, 0, 8);
  const embedding = () =>
    layers.embedding({ inputDim: 5, outputDim: 4, maskZero: true, embeddingsInitializer: 'zeros' });
  const masking = () => layers.masking({ maskValue: 0 });
  const inner = (...parts: Layer[]): Layer =>
    tfl.sequential({ layers: [layers.inputLayer({ inputShape: [4, 4] }), ...parts] }) as unknown as Layer;

  test.each<[string, number[], typeof padded | typeof ids, () => Layer[]]>([
    ['masking in front of a nested LSTM', [4, 4], padded, () => [masking(), inner(lstm({})), logits()]],
    [
      'an embedding in front of a nested GRU',
      [4],
      ids,
      () => [embedding(), inner(layers.gru({ units: 3, ...zeros })), logits()],
    ],
    [
      'an embedding in front of two LSTMs',
      [4],
      ids,
      () => [embedding(), lstm({ returnSequences: true }), lstm({}), logits()],
    ],
    [
      'an encoder and a decoder',
      [4, 4],
      padded,
      () => [masking(), lstm({}), layers.repeatVector({ n: 4 }), lstm({}), logits()],
    ],
    [
      'a dense layer over steps',
      [4, 4],
      padded,
      () => [overSteps(layers.dense({ units: 4, ...plain })), lstm({}), logits()],
    ],
  ])('with %s', async (_, itemShape, data, make) => {
    const network = networkOf(itemShape, ...make());
    const [sample] = await draw(network, 1e-12, 1, data as typeof padded);
    expectClose([...sample.data], [...(await network.probabilities(data as typeof padded)).data], 1e-5);
    network.dispose();
  });
});

test.each<[string, () => Layer]>([
  ['LSTM', () => lstm({ stateful: true })],
  ['Bidirectional', () => layers.bidirectional({ layer: lstm({ stateful: true }) as never, mergeMode: 'concat' })],
])('a classifier with a stateful %s is refused', (kind, make) => {
  const model = tfl.sequential({ layers: [layers.inputLayer({ batchInputShape: [2, 3, 4] }), make(), logits()] });
  expect(() => classifier(model, { name: 'keeper' })).toThrow(InvalidModelError);
  expect(() => classifier(model, { name: 'keeper' })).toThrow(
    new RegExp(`\\(${kind}\\) of the model ".*" is stateful`),
  );
  model.dispose();
});
