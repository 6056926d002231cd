import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tfl } from '../../../src/engine/tensors.ts';
import { makeLayer } from './build.ts';
import type { ZooNetwork } from './contract.ts';
import { networks } from './networks/index.ts';
import { runNetwork } from './run.ts';
import { startStock, type Stock } from './stock/ask.ts';

/** A network per family; `npm run zoo` runs all of them. */
const sample = [
  'dense activation=selu',
  'conv1d padding=same strides=2',
  'conv2d padding=same strides=2',
  'depthwiseConv2d padding=same depthMultiplier=2',
  'averagePooling2d padding=same poolSize=3 strides=2',
  'upSampling2d behind conv2d',
  'batchNormalization of images axis=1 scale=false',
  'dropout rate=0.3',
  'dense kernelConstraint=MaxNormmaxValue:0.5,axis:0',
  'concatenate of images',
  'nested whole network',
  'shared dense layer',
  'residual block of convolutions strides=2',
  'softmax, reshape',
  'stack 3',
];

/** Networks whose attacks take long. */
const recurrent = ['masking, lstm', 'bidirectional gru mergeMode=concat', 'embedding with mask, gru'];
const quick = ['predictions', 'gradients', 'copies', 'training', 'posterior'];

/** Functions of the layers API that make no layer of a network, or one that TensorFlow.js cannot run without a warning or noise. */
const excluded = new Set([
  'Layer',
  'RNN',
  'RNNCell',
  'input',
  'inputLayer',
  'convLstm2dCell',
  'categoryEncoding',
  'randomWidth',
]);
const alias = /^(avgPool|globalMaxPool\dd|maxPool\dd)/;

let stock: Stock;

beforeAll(async () => {
  await startEngine();
  stock = startStock();
});
afterAll(() => stock.stop());

test('the zoo names its networks apart and uses every layer of the layers API', () => {
  expect(new Set(networks.map(({ name }) => name)).size).toBe(networks.length);
  const used = new Set(networks.flatMap(kindsOf));
  const layers = Object.keys(tfl.layers).filter((kind) => !excluded.has(kind) && !alias.test(kind));
  expect(layers.filter((kind) => !used.has(kind))).toEqual([]);
});

test.each([
  ...sample.map((name) => [name, undefined, 50] as const),
  ...recurrent.map((name) => [name, quick, 10] as const),
])('%s passes all checks', async (name, groups, least) => {
  const zoo = networks.find((network) => network.name === name) as ZooNetwork;
  const findings = await runNetwork(zoo, await stock.ask(name), groups);
  expect(findings.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(findings.length).toBeGreaterThan(least);
});

/** The kinds of the layers of a network, also inside wrappers. */
function kindsOf({ itemShape, layers }: ZooNetwork): string[] {
  if (typeof layers !== 'function') return [...JSON.stringify(layers).matchAll(/\["(\w+)"/g)].map(([, kind]) => kind);
  const kinds: string[] = [];
  layers(tfl.input({ shape: [...itemShape] }), (kind, options) => {
    kinds.push(kind);
    return makeLayer(kind, options);
  });
  return kinds;
}
