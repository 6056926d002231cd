import type { ZooNetwork } from '../contract.ts';
import { channelsLast, crossed, each, variants } from './variants.ts';

const paddings = each('padding', ['valid', 'same']);
const channelsFirst = { dataFormat: 'channelsFirst' };

/** Depthwise, separable and transposed convolutions. */
export const depthwise: readonly ZooNetwork[] = [
  ...variants('depthwiseConv2d', { itemShape: [6, 7, 2] }, { kernelSize: 3 }, [
    ...crossed(paddings, each('strides', [1, 2, 3])),
    ...crossed(paddings, each('depthMultiplier', [2, 3])),
    ...crossed(paddings, each('dilationRate', [2])),
    ...each('activation', ['relu', 'relu6', 'tanh']),
    { useBias: false },
    { kernelSize: [1, 3], padding: 'same' },
    { kernelSize: 1, strides: 2, padding: 'same' },
  ]),
  ...variants('depthwiseConv2d', { itemShape: [2, 6, 7], label: 'depthwiseConv2d' }, { kernelSize: 3 }, [
    channelsFirst,
    { ...channelsFirst, padding: 'same', depthMultiplier: 2 },
  ]),
  ...variants('separableConv2d', { itemShape: [6, 7, 2] }, { filters: 3, kernelSize: 3 }, [
    ...crossed(paddings, each('strides', [1, 2])),
    ...crossed(paddings, each('depthMultiplier', [2, 3])),
    ...crossed(paddings, each('dilationRate', [2])),
    ...each('activation', ['relu', 'sigmoid']),
    { useBias: false },
  ]),
  ...variants(
    'separableConv2d',
    {
      itemShape: [2, 6, 7],
      reference: channelsLast('separableConv2d', { filters: 3, kernelSize: 3 }, [2, 3, 1], [3, 1, 2]),
    },
    { filters: 3, kernelSize: 3 },
    [channelsFirst],
  ),
  ...variants('conv2dTranspose', { itemShape: [4, 3, 2] }, { filters: 3, kernelSize: 3 }, [
    ...crossed(paddings, each('strides', [1, 2, 3])),
    ...each('activation', ['relu', 'tanh']),
    { useBias: false },
    { kernelSize: [2, 3], strides: [1, 2] },
    { kernelSize: 2, strides: 3, padding: 'same' },
  ]),
  ...variants('conv2dTranspose', { itemShape: [2, 4, 3], label: 'conv2dTranspose' }, { filters: 3, kernelSize: 3 }, [
    channelsFirst,
    { ...channelsFirst, padding: 'same', strides: 2 },
  ]),
  ...variants('conv3dTranspose', { itemShape: [3, 2, 3, 2] }, { filters: 2, kernelSize: 2 }, [
    ...crossed(paddings, each('strides', [1, 2])),
    { activation: 'relu' },
    { useBias: false },
  ]),
];
