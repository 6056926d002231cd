import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { initialise } from '../../../../src/architectures/layers/initialise.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type SymbolicTensor } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { hiddenNeurons } from '../../../../src/models/network/neurons.ts';
import { createRandom } from '../../../../src/random/index.ts';

beforeAll(() => startEngine());

let networks: Network[] = [];
afterEach(() => {
  for (const network of networks.splice(0)) network.dispose();
});

const { conv1d, conv2d, conv3d, conv2dTranspose, separableConv2d, depthwiseConv2d, convLstm2d } = tfl.layers;
const { dense, flatten, permute, batchNormalization, layerNormalization, dropout, reLU } = tfl.layers;
const { simpleRNN, lstm, gru, bidirectional, timeDistributed, globalAveragePooling1d } = tfl.layers;
const zeros = {
  kernelInitializer: 'zeros',
  recurrentInitializer: 'zeros',
  depthwiseInitializer: 'zeros',
} as const;
type Recurrent = Parameters<typeof bidirectional>[0]['layer'];
type Frames = Parameters<typeof convLstm2d>[0];

function networkOf(itemShape: number[], build: (x: SymbolicTensor) => SymbolicTensor): Network {
  const input = tfl.input({ shape: itemShape });
  const model = tfl.model({ inputs: input, outputs: build(input) });
  initialise(model, createRandom(1));
  const network = classifier(model);
  networks.push(network);
  return network;
}

type Build = (x: SymbolicTensor) => SymbolicTensor;
const chain =
  (...layers: { apply(x: SymbolicTensor): unknown }[]): Build =>
  (x) =>
    layers.reduce((symbol, layer) => layer.apply(symbol) as SymbolicTensor, x);
/** A flat last layer. */
const head = (): Build => (x) => chain(...(x.shape.length > 2 ? [flatten()] : []), dense({ units: 3, ...zeros }))(x);

async function outputsOf(network: Network, size = 2): Promise<number[][]> {
  const { itemShape } = network;
  const inputs = Float32Array.from(
    { length: size * tf.util.sizeFromShape([...itemShape]) },
    (_, i) => Math.sin(i) ** 2,
  );
  const split = { inputs, labels: new Int32Array(size), size, itemShape: [...itemShape] };
  const rows: number[][] = [];
  for await (const { data, rows: count, columns } of hiddenNeurons(network).outputs(split))
    for (let i = 0; i < count; i++) rows.push(Array.from(data.subarray(i * columns, (i + 1) * columns)));
  return rows;
}

const near = (rows: number[][]) => rows.map((row) => row.map((value) => expect.closeTo(value, 5) as number));

describe.each<[string, number[], () => Layer[], number]>([
  ['a convolution in one axis', [6, 2], () => [conv1d({ filters: 4, kernelSize: 3, ...zeros })], 4],
  ['a convolution in two axes', [5, 7, 2], () => [conv2d({ filters: 4, kernelSize: 3, ...zeros })], 4],
  ['a convolution in three axes', [4, 5, 3, 2], () => [conv3d({ filters: 4, kernelSize: 2, ...zeros })], 4],
  ['channels first in two axes', [2, 5, 7], () => [conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', ...zeros })], 4], // prettier-ignore
  ['channels first in three axes', [2, 4, 5, 3], () => [conv3d({ filters: 4, kernelSize: 2, dataFormat: 'channelsFirst', ...zeros })], 4], // prettier-ignore
  ['channels first, normalised', [2, 5, 7], () => [conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', ...zeros }), batchNormalization({ axis: 1 }), reLU()], 4], // prettier-ignore
  ['a transposed convolution', [5, 7, 2], () => [conv2dTranspose({ filters: 4, kernelSize: 3, ...zeros })], 4],
  [
    'a separable convolution',
    [5, 7, 2],
    () => [
      separableConv2d({ filters: 4, kernelSize: 3, depthwiseInitializer: 'zeros', pointwiseInitializer: 'zeros' }),
    ],
    4,
  ],
  ['a depthwise convolution', [5, 7, 2], () => [depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...zeros })], 4],
  ['a wrapped dense layer', [5, 7], () => [timeDistributed({ layer: dense({ units: 4, ...zeros }) })], 4],
  ['a wrapped convolution', [3, 5, 7, 2], () => [timeDistributed({ layer: conv2d({ filters: 4, kernelSize: 3, ...zeros }) })], 4], // prettier-ignore
  ['a wrapped convolution with channels first', [3, 2, 5, 7], () => [timeDistributed({ layer: conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', ...zeros }) })], 4], // prettier-ignore
  ['a recurrent layer', [5, 7], () => [simpleRNN({ units: 4, ...zeros })], 4],
  ['a recurrent layer that returns all steps', [5, 7], () => [gru({ units: 4, returnSequences: true, ...zeros })], 4],
  ['both directions of a recurrent layer', [5, 7], () => [bidirectional({ layer: lstm({ units: 4, ...zeros }) as Recurrent, mergeMode: 'concat' })], 8], // prettier-ignore
  ['both directions, added', [5, 7], () => [bidirectional({ layer: lstm({ units: 4, ...zeros }) as Recurrent, mergeMode: 'sum' })], 4], // prettier-ignore
  ['a convolution of frames', [3, 5, 7, 2], () => [convLstm2d({ filters: 4, kernelSize: 3, ...zeros } as Frames)], 4],
])('the neurons of %s', (_, itemShape, layers, neurons) => {
  test('are its channels or units, each with one output per input', async () => {
    const network = networkOf(itemShape, chain(...layers(), { apply: head() }));
    expect(hiddenNeurons(network).neurons).toBe(neurons);
    expect((await outputsOf(network)).map((row) => row.length)).toEqual([neurons, neurons]);
  });
});

test('channels first have the outputs of the same channels last', async () => {
  const first = networkOf([2, 5, 7], chain(conv2d({ filters: 4, kernelSize: 3, dataFormat: 'channelsFirst', ...zeros }), reLU(), { apply: head() })); // prettier-ignore
  const last = networkOf([2, 5, 7], chain(permute({ dims: [2, 3, 1] }), conv2d({ filters: 4, kernelSize: 3, ...zeros }), reLU(), { apply: head() })); // prettier-ignore
  expect(await outputsOf(first)).toEqual(near(await outputsOf(last)));
});

test('a wrapped dense layer has the outputs of the same layer without its wrapper', async () => {
  const wrapped = networkOf(
    [5, 7],
    chain(timeDistributed({ layer: dense({ units: 4, ...zeros }) }), reLU(), { apply: head() }),
  );
  const plain = networkOf([5, 7], chain(dense({ units: 4, ...zeros }), reLU(), { apply: head() }));
  expect(await outputsOf(wrapped)).toEqual(near(await outputsOf(plain)));
});

test('a recurrent layer that returns all steps has the mean over the steps', async () => {
  const all = networkOf([5, 7], chain(lstm({ units: 4, returnSequences: true, ...zeros }), globalAveragePooling1d({}), dense({ units: 3, ...zeros }))); // prettier-ignore
  const size = 2;
  const inputs = Float32Array.from({ length: size * 35 }, (_, i) => Math.sin(i) ** 2);
  const { data } = await all.features({ inputs, labels: new Int32Array(size), size, itemShape: [5, 7] });
  expect((await outputsOf(all)).flat()).toEqual(Array.from(data, (value) => expect.closeTo(value, 5) as number));
});

test('outputs are taken after normalisation, dropout and activation', async () => {
  const after = networkOf([5], chain(dense({ units: 4, ...zeros }), layerNormalization(), dropout({ rate: 0.5 }), reLU(), dense({ units: 3, ...zeros }))); // prettier-ignore
  const inputs = Float32Array.from({ length: 10 }, (_, i) => Math.sin(i) ** 2);
  const { data } = await after.features({ inputs, labels: new Int32Array(2), size: 2, itemShape: [5] });
  expect((await outputsOf(after)).flat()).toEqual(Array.from(data, (value) => expect.closeTo(value, 5) as number));
});

test('no layer that makes the logits is hidden: neither an application of a shared one nor a member of an ensemble', () => {
  const shared = dense({ units: 3, ...zeros });
  const members = networkOf([5], (x) => {
    const sides = [3, 4].map((units) => dense({ units, activation: 'relu', ...zeros }).apply(x) as SymbolicTensor);
    const padded = dense({ units: 4, ...zeros }).apply(sides[0]) as SymbolicTensor;
    return tfl.layers.add().apply([shared.apply(padded), shared.apply(sides[1])] as SymbolicTensor[]) as SymbolicTensor;
  });
  expect(hiddenNeurons(members).neurons).toBe(3 + 4 + 4);
});
