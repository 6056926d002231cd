import type { Step, ZooNetwork } from '../contract.ts';
import { crossed, each, variants } from './variants.ts';

/** The names of all activations of TensorFlow.js. */
export const activations = [
  ...['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hardSigmoid', 'softplus', 'softsign', 'tanh'],
  ...['softmax', 'logSoftmax', 'swish', 'mish', 'gelu', 'gelu_new'],
];

/** Dense layers and activations as options, as layers, and as outputs. */
export const dense: readonly ZooNetwork[] = [
  ...variants('dense', { itemShape: [5] }, { units: 4 }, [
    ...each('activation', activations),
    ...crossed(each('useBias', [false]), each('activation', ['linear', 'relu', 'tanh'])),
    { trainable: false },
  ]),
  ...variants('dense', { itemShape: [3, 4], label: 'dense on two axes' }, { units: 3 }, [
    { activation: 'relu' },
    { activation: 'softmax' },
    { useBias: false },
  ]),
  ...variants('dense', { itemShape: [2, 3, 2], label: 'dense on three axes' }, { units: 3 }, [{ activation: 'tanh' }]),
  ...variants('activation', { itemShape: [3, 4] }, {}, each('activation', activations)),
  ...variants(
    'dense',
    { itemShape: [5], head: 'none', label: 'dense as output', before: [['dense', { units: 6, activation: 'relu' }]] },
    { units: 4 },
    [...each('activation', ['linear', 'logSoftmax', 'tanh', 'relu']), { useBias: false }],
  ),
  ...variants('dense', { itemShape: [5], head: 'none', probabilities: true, label: 'dense as output' }, { units: 4 }, [
    { activation: 'softmax' },
    { activation: 'softmax', useBias: false },
    { activation: 'softmax', units: 2 },
  ]),
  {
    name: 'dense without hidden layer',
    itemShape: [4],
    layers: [],
  },
  {
    name: 'dense twelve layers',
    itemShape: [6],
    layers: Array.from({ length: 12 }, () => ['dense', { units: 6, activation: 'elu' }] as const),
  },
  {
    name: 'dense frozen and trained',
    itemShape: [5],
    layers: [
      ['dense', { units: 4, activation: 'relu', trainable: false }],
      ['dense', { units: 4, activation: 'relu' }],
    ],
  },
];

/** A softmax over the steps of a series, which stock TensorFlow.js computes over the last axis only. */
const overSteps: readonly Step[] = [
  ['permute', { dims: [2, 1] }],
  ['softmax', { axis: -1 }],
  ['permute', { dims: [2, 1] }],
];

/** Activations that are layers of their own. */
export const activationLayers: readonly ZooNetwork[] = [
  ...variants('reLU', { itemShape: [3, 4] }, {}, [{}, { maxValue: 1 }]),
  ...variants('leakyReLU', { itemShape: [3, 4] }, {}, [{}, { alpha: 0.1 }, { alpha: 0 }]),
  ...variants('prelu', { itemShape: [3, 4] }, {}, [{}, { sharedAxes: [1] }]),
  ...variants('prelu', { itemShape: [4, 3, 2], label: 'prelu on images' }, {}, [
    {},
    ...each('sharedAxes', [[1, 2], [2], [1, 3]]),
  ]),
  ...variants('elu', { itemShape: [3, 4] }, {}, [{}, { alpha: 1 }]),
  ...variants('thresholdedReLU', { itemShape: [3, 4] }, {}, [{}, { theta: 0.3 }]),
  ...variants('softmax', { itemShape: [3, 4] }, {}, [{ axis: 2 }, { axis: -1 }]),
  ...variants('softmax', { itemShape: [3, 4], reference: { layers: overSteps } }, {}, [{}, { axis: 1 }, { axis: -2 }]),
];
