import type { ZooNetwork } from '../contract.ts';
import { crossed, each, variants } from './variants.ts';

const parts = [{}, { scale: false }, { center: false }, { scale: false, center: false }];
const items: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['vectors', [4], [-1]],
  ['series', [5, 3], [-1, 1]],
  ['images', [4, 3, 3], [-1, 1, 2]],
  ['volumes', [3, 2, 3, 2], [-1, 1]],
];

/** Normalisations of vectors, series, images and volumes, over each axis, with and without scale and offset. */
export const normalisations: readonly ZooNetwork[] = [
  ...items.flatMap(([label, itemShape, axes]) =>
    variants(
      'batchNormalization',
      { itemShape, label: `batchNormalization of ${label}` },
      {},
      crossed(each('axis', axes), parts),
    ),
  ),
  ...variants('batchNormalization', { itemShape: [4], label: 'batchNormalization' }, {}, [
    { epsilon: 0.1 },
    { momentum: 0.5 },
    { trainable: false },
  ]),
  ...items.flatMap(([label, itemShape]) =>
    variants('layerNormalization', { itemShape, label: `layerNormalization of ${label}` }, {}, parts),
  ),
  ...variants('layerNormalization', { itemShape: [4, 3, 3], label: 'layerNormalization' }, {}, [
    { axis: [1, 2, 3] },
    { axis: 1 },
    { axis: [1, 2] },
    { epsilon: 0.1 },
  ]),
  {
    name: 'conv2d, batchNormalization, relu',
    itemShape: [6, 6, 1],
    layers: [
      ['conv2d', { filters: 3, kernelSize: 3, useBias: false }],
      ['batchNormalization', { scale: false }],
      ['activation', { activation: 'relu' }],
      ['conv2d', { filters: 2, kernelSize: 2 }],
      ['batchNormalization', {}],
      ['reLU'],
    ],
  },
  {
    name: 'dense, batchNormalization, relu',
    itemShape: [6],
    layers: [
      ['dense', { units: 5 }],
      ['batchNormalization', {}],
      ['activation', { activation: 'relu' }],
      ['dense', { units: 4, activation: 'relu' }],
      ['layerNormalization', {}],
    ],
  },
  {
    name: 'depthwiseConv2d, batchNormalization, relu6',
    itemShape: [6, 6, 2],
    layers: [
      ['conv2d', { filters: 3, kernelSize: 1, useBias: false, activation: 'relu' }],
      ['depthwiseConv2d', { kernelSize: 3, padding: 'same', useBias: false }],
      ['batchNormalization', {}],
      ['reLU', { maxValue: 6 }],
      ['globalAveragePooling2d', {}],
    ],
  },
];
