import type { SymbolicTensor } from '../../../../src/engine/tensors.ts';
import { createRandom, type Random } from '../../../../src/random/index.ts';
import type { LayerOptions, MakeLayer, ZooNetwork } from '../contract.ts';
import { activations } from './dense.ts';

/** Number of random stacks. */
const count = 60;
const itemShapes = [[6], [5, 3], [8, 2], [6, 5, 2], [8, 8, 1], [4, 4, 3, 1]];

/** Draws a layer that fits the rank of its input. */
type Draw = (random: Random, size: readonly number[]) => readonly [string, LayerOptions];

const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)];
const activation = (random: Random) => ({ activation: pick(random, activations) });
const units = (random: Random) => 2 + random.integer(4);
const padding = (random: Random) => pick(random, ['same', 'valid']);
/** The largest kernel up to 3 that fits all sizes. */
const kernel = (random: Random, sizes: readonly number[]) => 1 + random.integer(Math.min(3, ...sizes));
const convolution =
  (kind: string): Draw =>
  (random, size) => [
    kind,
    {
      filters: units(random),
      kernelSize: kernel(random, size.slice(0, -1)),
      padding: padding(random),
      strides: 1 + random.integer(2),
      ...activation(random),
      useBias: random.uniform() < 0.7,
    },
  ];
const pooling =
  (kind: string): Draw =>
  (random, size) => [
    kind,
    { poolSize: kernel(random, size.slice(0, -1)), padding: padding(random), strides: 1 + random.integer(2) },
  ];
const anywhere: readonly Draw[] = [
  (random) => ['dense', { units: units(random), ...activation(random) }],
  (random) => ['activation', activation(random)],
  (_, size) => [size.length < 4 ? 'batchNormalization' : 'flatten', {}], // stock TensorFlow.js normalises no volumes
  (_, size) => [size.length < 4 ? 'layerNormalization' : 'leakyReLU', {}],
  (random) => ['dropout', { rate: pick(random, [0.1, 0.4]) }],
  () => ['leakyReLU', {}],
];
const byRank: Readonly<Record<number, readonly Draw[]>> = {
  1: [(random) => ['repeatVector', { n: 2 + random.integer(2) }]],
  2: [
    convolution('conv1d'),
    ...['maxPooling1d', 'averagePooling1d'].map(pooling),
    ...['lstm', 'gru', 'simpleRNN'].map((kind): Draw => (random) => [
      kind,
      { units: units(random), returnSequences: random.uniform() < 0.5 },
    ]),
    (random) => [
      'bidirectional',
      { layer: ['gru', { units: units(random) }], mergeMode: pick(random, ['concat', 'sum']) },
    ],
    () => ['globalAveragePooling1d', {}],
    () => ['permute', { dims: [2, 1] }],
  ],
  3: [
    convolution('conv2d'),
    convolution('separableConv2d'),
    (random, size) => [
      'depthwiseConv2d',
      {
        kernelSize: kernel(random, size.slice(0, 2)),
        padding: padding(random),
        depthMultiplier: 1 + random.integer(2),
      },
    ],
    ...['maxPooling2d', 'averagePooling2d'].map(pooling),
    () => ['upSampling2d', {}],
    () => ['zeroPadding2d', {}],
    () => ['globalMaxPooling2d', {}],
    (_, size) => ['reshape', { targetShape: [size[0], size[1] * size[2]] }],
  ],
  4: [convolution('conv3d'), ...['maxPooling3d', 'averagePooling3d'].map(pooling), () => ['flatten', {}]],
};

const stack =
  (seed: number) =>
  (x: SymbolicTensor, layer: MakeLayer): SymbolicTensor => {
    const random = createRandom(seed).fork('layers');
    const depth = 2 + random.integer(4);
    let y = x;
    for (let i = 0; i < depth; i++) {
      const size = y.shape.slice(1) as number[];
      const [kind, options] = pick(random, random.uniform() < 0.4 ? anywhere : byRank[size.length])(random, size);
      y = layer(kind, options).apply(y) as SymbolicTensor;
    }
    return y;
  };

/** Random stacks of layers; their numbers are their seeds. */
export const stacks: readonly ZooNetwork[] = Array.from({ length: count }, (_, seed): ZooNetwork => {
  const random = createRandom(seed).fork('stack');
  return {
    name: `stack ${seed}`,
    itemShape: pick(random, itemShapes),
    head: pick(random, ['dense', 'softmax']),
    layers: stack(seed),
  };
});
