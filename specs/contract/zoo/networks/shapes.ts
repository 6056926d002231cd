import type { ZooNetwork } from '../contract.ts';
import { each, variants } from './variants.ts';

const channelsFirst = { dataFormat: 'channelsFirst' };
const behind = [['conv2d', { filters: 2, kernelSize: 2, activation: 'relu' }]] as const;

/** A centre crop of 5 × 6 pixels. Stock TensorFlow.js refuses the items of a model with `centerCrop`. */
const cropped = ([height, width]: readonly number[], cropping: readonly (readonly number[])[]): ZooNetwork[] =>
  variants('centerCrop', { itemShape: [5, 6, 2], reference: { layers: [['cropping2D', { cropping }]] } }, {}, [
    { height, width },
  ]);

/** Layers that pad, crop, enlarge and rearrange. */
export const shapes: readonly ZooNetwork[] = [
  ...variants('zeroPadding2d', { itemShape: [3, 4, 2] }, {}, [
    {},
    { padding: 2 },
    {
      padding: [
        [1, 2],
        [0, 3],
      ],
    },
  ]),
  ...variants('zeroPadding2d', { itemShape: [2, 3, 4] }, {}, [channelsFirst]),
  ...variants('cropping2D', { itemShape: [5, 6, 2] }, {}, [
    { cropping: 1 },
    {
      cropping: [
        [1, 2],
        [0, 3],
      ],
    },
  ]),
  ...variants('cropping2D', { itemShape: [2, 5, 6] }, {}, [{ cropping: 1, ...channelsFirst }]),
  ...variants('upSampling2d', { itemShape: [3, 4, 2] }, {}, [
    {},
    { size: [3, 2] },
    { size: [1, 3] },
    { interpolation: 'bilinear' },
    { interpolation: 'bilinear', size: [3, 2] },
  ]),
  ...variants('upSampling2d', { itemShape: [2, 3, 4] }, {}, [
    channelsFirst,
    { ...channelsFirst, interpolation: 'bilinear' },
  ]),
  ...variants('upSampling2d', { itemShape: [4, 4, 1], label: 'upSampling2d behind conv2d', before: behind }, {}, [
    {},
    { interpolation: 'bilinear' },
  ]),
  ...variants('reshape', { itemShape: [3, 4] }, {}, each('targetShape', [[4, 3], [12], [2, 2, 3]])),
  ...variants(
    'permute',
    { itemShape: [2, 3, 4] },
    {},
    each('dims', [
      [2, 1, 3],
      [3, 1, 2],
      [1, 2, 3],
    ]),
  ),
  ...variants('permute', { itemShape: [3, 4] }, {}, each('dims', [[2, 1]])),
  ...variants('repeatVector', { itemShape: [4] }, {}, each('n', [1, 3])),
  ...variants('flatten', { itemShape: [2, 3, 2] }, {}, [{}]),
  ...variants('flatten', { itemShape: [2, 3, 2] }, {}, [channelsFirst]),
  ...variants('flatten', { itemShape: [5, 5, 1], label: 'flatten behind conv2d', before: behind }, {}, [
    {},
    channelsFirst,
  ]),
  ...variants('rescaling', { itemShape: [3, 2, 1] }, {}, [{ scale: 0.5 }, { scale: 1 / 127.5, offset: -1 }]),
  ...cropped(
    [5, 6],
    [
      [0, 0],
      [0, 0],
    ],
  ),
  ...cropped(
    [3, 4],
    [
      [1, 1],
      [1, 1],
    ],
  ),
  ...cropped(
    [2, 3],
    [
      [1, 2],
      [1, 2],
    ],
  ),
  ...variants('resizing', { itemShape: [4, 5, 2] }, {}, [
    { height: 6, width: 3 },
    { height: 6, width: 3, interpolation: 'nearest' },
    { height: 2, width: 2, interpolation: 'bilinear' },
  ]),
  ...variants(
    'resizing',
    { itemShape: [4, 5, 2], reference: { layers: [['upSampling2d', { size: [2, 2] }]] } },
    { height: 8, width: 10 },
    [{ interpolation: 'nearest' }],
  ),
  ...variants(
    'resizing',
    { itemShape: [4, 6, 2], reference: { layers: [['averagePooling2d', { poolSize: 2 }]] } },
    {},
    [{ height: 2, width: 3 }],
  ),
  {
    name: 'permute, reshape, flatten and dense',
    itemShape: [2, 3, 2],
    layers: [
      ['permute', { dims: [3, 1, 2] }],
      ['reshape', { targetShape: [4, 3] }],
      ['dense', { units: 3, activation: 'relu' }],
    ],
  },
];
