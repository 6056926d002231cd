import type { LayerOptions, ZooNetwork } from '../contract.ts';
import { crossed, each, variants } from './variants.ts';

const sizes = (option: readonly unknown[]): LayerOptions[] => each('poolSize', option);
const shared: readonly LayerOptions[] = crossed(each('padding', ['valid', 'same']), [
  {},
  ...crossed(sizes([3]), each('strides', [1, 2])),
  ...crossed(sizes([2]), each('strides', [1, 3])),
]);
const channelsFirst = { dataFormat: 'channelsFirst' };

/** Poolings along one, two and three axes, and global ones. */
export const poolings: readonly ZooNetwork[] = [
  ...['maxPooling1d', 'averagePooling1d'].flatMap((kind) => [
    ...variants(kind, { itemShape: [7, 2] }, {}, shared),
    ...variants(
      kind,
      { itemShape: [8, 3], label: `${kind} behind conv1d`, before: [['conv1d', { filters: 3, kernelSize: 2 }]] },
      {},
      [{}, { padding: 'same', poolSize: 3 }],
    ),
  ]),
  ...['maxPooling2d', 'averagePooling2d'].flatMap((kind) => [
    ...variants(kind, { itemShape: [5, 6, 2] }, {}, [
      ...shared,
      { poolSize: [1, 2] },
      { poolSize: [3, 1], strides: [2, 1], padding: 'same' },
      { poolSize: 1, strides: 2 },
    ]),
    ...variants(kind, { itemShape: [2, 5, 6] }, {}, [channelsFirst, { ...channelsFirst, padding: 'same', strides: 1 }]),
    ...variants(
      kind,
      { itemShape: [7, 7, 1], label: `${kind} behind conv2d`, before: [['conv2d', { filters: 3, kernelSize: 2 }]] },
      {},
      [{}, { padding: 'same', poolSize: 3 }],
    ),
  ]),
  ...['maxPooling3d', 'averagePooling3d'].flatMap((kind) => [
    ...variants(kind, { itemShape: [4, 3, 5, 2] }, {}, [
      ...shared.slice(0, 3),
      ...shared.slice(5),
      { poolSize: [2, 1, 1], padding: 'same' },
    ]),
    ...variants(kind, { itemShape: [4, 3, 5, 2], instead: { padding: 'valid' } }, { poolSize: 1 }, [
      { strides: 2, padding: 'same' },
    ]),
    ...variants(kind, { itemShape: [2, 4, 3, 5] }, {}, [channelsFirst]),
  ]),
  ...['globalMaxPooling1d', 'globalAveragePooling1d'].flatMap((kind) =>
    variants(kind, { itemShape: [5, 3] }, {}, [{}]),
  ),
  ...['globalMaxPooling2d', 'globalAveragePooling2d'].flatMap((kind) => [
    ...variants(kind, { itemShape: [4, 5, 3] }, {}, [{}]),
    ...variants(kind, { itemShape: [3, 4, 5] }, {}, [channelsFirst]),
  ]),
];
