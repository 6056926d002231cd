import type { LayerOptions, ZooNetwork } from '../contract.ts';
import { channelsLast, crossed, each, variants } from './variants.ts';

const paddings = each('padding', ['valid', 'same']);

/** Padding, strides, dilation, kernels, activation, bias and order of axes of a convolution. */
const common: readonly LayerOptions[] = [
  ...crossed(paddings, each('strides', [1, 2, 3])),
  ...crossed(paddings, each('dilationRate', [2])),
  ...each('activation', ['relu', 'elu', 'sigmoid', 'softmax']),
  { useBias: false },
  { useBias: false, padding: 'same', activation: 'relu' },
  { kernelSize: 1 },
  ...crossed([{ kernelSize: 1, padding: 'same' }], each('strides', [2, 3])),
  { kernelSize: 2, padding: 'same' },
  { kernelSize: 2, padding: 'same', strides: 2 },
  { filters: 1 },
  { filters: 9, padding: 'same' },
];
const first: readonly LayerOptions[] = crossed(each('dataFormat', ['channelsFirst']), [
  {},
  { padding: 'same' },
  { strides: 2, padding: 'same', activation: 'relu' },
]);

const causal: readonly LayerOptions[] = [
  { padding: 'causal', filters: 3, kernelSize: 3 },
  { padding: 'causal', filters: 3, kernelSize: 3, dilationRate: 2 },
  { padding: 'causal', filters: 3, kernelSize: 2, activation: 'relu' },
];

/** Stock TensorFlow.js has no causal padding: pads 8 steps of 2 channels in front, as rows of an image. */
function paddedInFront(options: LayerOptions): ZooNetwork['reference'] {
  const { kernelSize, dilationRate = 1 } = options as { kernelSize: number; dilationRate?: number };
  const before = (kernelSize - 1) * dilationRate;
  return {
    layers: [
      ['reshape', { targetShape: [8, 1, 2] }],
      [
        'zeroPadding2d',
        {
          padding: [
            [before, 0],
            [0, 0],
          ],
        },
      ],
      ['reshape', { targetShape: [8 + before, 2] }],
      ['conv1d', { ...options, padding: 'valid' }],
    ],
  };
}

/** Convolutions along one, two and three axes. */
export const convolutions: readonly ZooNetwork[] = [
  ...variants('conv1d', { itemShape: [8, 2] }, { filters: 3, kernelSize: 3 }, common),
  ...causal.flatMap((options) =>
    variants('conv1d', { itemShape: [8, 2], reference: paddedInFront(options) }, {}, [options]),
  ),
  ...first.flatMap((options) => {
    const reference = channelsLast('conv1d', { filters: 3, kernelSize: 3, ...options }, [2, 1]);
    return variants('conv1d', { itemShape: [3, 8], reference }, { filters: 3, kernelSize: 3 }, [options]);
  }),
  ...variants('conv2d', { itemShape: [7, 6, 2] }, { filters: 3, kernelSize: 3 }, [
    ...common,
    { kernelSize: [1, 3] },
    { kernelSize: [3, 2], padding: 'same' },
    { strides: [1, 2], padding: 'same' },
    { strides: [2, 1] },
    { dilationRate: [1, 2] },
    { dilationRate: [2, 1], padding: 'same' },
  ]),
  ...variants('conv2d', { itemShape: [6, 7, 1], label: 'conv2d on one channel' }, { filters: 4, kernelSize: 5 }, [
    {},
    { padding: 'same', activation: 'relu' },
  ]),
  ...variants('conv2d', { itemShape: [2, 7, 6], label: 'conv2d' }, { filters: 3, kernelSize: 3 }, first),
  ...variants('conv3d', { itemShape: [5, 4, 5, 2] }, { filters: 2, kernelSize: 2 }, [
    ...crossed(paddings, each('strides', [1, 2])),
    ...each('activation', ['relu', 'tanh']),
    { useBias: false },
    { dilationRate: 2 },
    { kernelSize: 3, padding: 'same' },
    { kernelSize: [1, 2, 3], padding: 'same', strides: [1, 2, 1] },
  ]),
  ...variants(
    'conv3d',
    { itemShape: [5, 4, 5, 2], instead: { padding: 'valid' } },
    { filters: 2, kernelSize: 1, padding: 'same' },
    each('strides', [2, 3]),
  ),
  ...variants('conv3d', { itemShape: [2, 4, 4, 4], label: 'conv3d' }, { filters: 2, kernelSize: 2 }, first.slice(0, 1)),
];

/** Convolutions in two layers, as in real networks. */
export const deepConvolutions: readonly ZooNetwork[] = [
  {
    name: 'conv2d, pooling, conv2d',
    itemShape: [9, 9, 1],
    layers: [
      ['conv2d', { filters: 3, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d', { poolSize: 2 }],
      ['conv2d', { filters: 4, kernelSize: 2, activation: 'relu' }],
      ['globalAveragePooling2d', {}],
    ],
  },
  {
    name: 'conv1d, pooling, conv1d',
    itemShape: [12, 2],
    layers: [
      ['conv1d', { filters: 4, kernelSize: 3, activation: 'relu' }],
      ['maxPooling1d', { poolSize: 2 }],
      ['conv1d', { filters: 4, kernelSize: 2, activation: 'relu', padding: 'same' }],
      ['globalMaxPooling1d'],
    ],
  },
];
