import type { ZooNetwork } from '../contract.ts';
import { variants } from './variants.ts';

const hidden = [['dense', { units: 6, activation: 'relu' }]] as const;
const after = [['dense', { units: 5, activation: 'relu' }]] as const;

/** Layers that add noise in training only. */
export const noise: readonly ZooNetwork[] = [
  ...variants('dropout', { itemShape: [5], before: hidden, after }, {}, [
    { rate: 0.3 },
    { rate: 0 },
    { rate: 0.5, seed: 3 },
  ]),
  ...variants('dropout', { itemShape: [4, 3], label: 'dropout of series' }, { rate: 0.3 }, [
    {},
    { noiseShape: [null, 1, 3] },
  ]),
  ...variants(
    'dropout',
    { itemShape: [4, 4, 2], label: 'dropout of images', before: [['conv2d', { filters: 3, kernelSize: 2 }]] },
    { rate: 0.3 },
    [{}, { noiseShape: [null, 1, 1, 3] }],
  ),
  ...variants('spatialDropout1d', { itemShape: [4, 3] }, {}, [{ rate: 0.3 }, { rate: 0 }]),
  ...variants('gaussianNoise', { itemShape: [5], before: hidden, after }, {}, [{ stddev: 0.1 }, { stddev: 0 }]),
  ...variants('gaussianDropout', { itemShape: [5], before: hidden, after }, {}, [{ rate: 0.3 }, { rate: 0 }]),
  ...variants('alphaDropout', { itemShape: [5], before: hidden, after }, {}, [{ rate: 0.3 }, { rate: 0 }]),
  { name: 'dropout in front', itemShape: [5], layers: [['dropout', { rate: 0.3 }], ...hidden] },
  {
    name: 'dropout of logits',
    itemShape: [5],
    head: 'none',
    layers: [...hidden, ['dense', { units: 3 }], ['dropout', { rate: 0.3 }]],
  },
  {
    name: 'dropout of probabilities',
    itemShape: [5],
    head: 'none',
    probabilities: true,
    layers: [...hidden, ['dense', { units: 3, activation: 'softmax' }], ['dropout', { rate: 0.3 }]],
  },
];
