import type { ZooNetwork } from '../contract.ts';
import { each, variants } from './variants.ts';

const series = { itemShape: [4, 3] };
const mask = [['masking', { maskValue: 0 }]] as const;
const recurrent = ['simpleRNN', 'gru', 'lstm'];

/** Layers that wrap another one: bidirectional and timeDistributed. */
export const wrappers: readonly ZooNetwork[] = [
  ...recurrent.flatMap((kind) => [
    ...variants('bidirectional', { ...series, label: `bidirectional ${kind}` }, { layer: [kind, { units: 2 }] }, [
      ...each('mergeMode', ['concat', 'sum', 'mul', 'ave']),
    ]),
    ...variants(
      'bidirectional',
      { ...series, label: `bidirectional ${kind} in sequence` },
      { layer: [kind, { units: 2, returnSequences: true }] },
      each('mergeMode', ['concat', 'sum']),
    ),
    ...variants(
      'bidirectional',
      { ...series, label: `masking, bidirectional ${kind}`, before: mask, inputs: 'padded' },
      { layer: [kind, { units: 2 }] },
      each('mergeMode', ['concat', 'ave']),
    ),
  ]),
  {
    name: 'bidirectional of bidirectional sequences',
    ...series,
    layers: [
      ['bidirectional', { layer: ['lstm', { units: 2, returnSequences: true }], mergeMode: 'concat' }],
      ['bidirectional', { layer: ['gru', { units: 2 }], mergeMode: 'concat' }],
    ],
  },
  ...variants('timeDistributed', series, {}, [
    { layer: ['dense', { units: 2 }] },
    { layer: ['dense', { units: 2, activation: 'relu', useBias: false }] },
    { layer: ['activation', { activation: 'tanh' }] },
    { layer: ['dropout', { rate: 0.3 }] },
    { layer: ['repeatVector', { n: 2 }] },
  ]),
  ...variants('timeDistributed', { itemShape: [2, 5, 4, 1], label: 'timeDistributed of images' }, {}, [
    { layer: ['conv2d', { filters: 2, kernelSize: 2 }] },
    { layer: ['conv2d', { filters: 2, kernelSize: 2, padding: 'same', activation: 'relu' }] },
    { layer: ['maxPooling2d', { poolSize: 2 }] },
    { layer: ['averagePooling2d', { poolSize: 2, padding: 'same' }] },
    { layer: ['depthwiseConv2d', { kernelSize: 2 }] },
    { layer: ['flatten'] },
    { layer: ['batchNormalization'] },
  ]),
  {
    name: 'timeDistributed dense, lstm',
    ...series,
    layers: [
      ['timeDistributed', { layer: ['dense', { units: 3, activation: 'relu' }] }],
      ['lstm', { units: 2 }],
    ],
  },
  {
    name: 'timeDistributed convolution, gru',
    itemShape: [3, 4, 4, 1],
    layers: [
      ['timeDistributed', { layer: ['conv2d', { filters: 2, kernelSize: 2, activation: 'relu' }] }],
      ['timeDistributed', { layer: ['flatten'] }],
      ['gru', { units: 3 }],
    ],
  },
  {
    name: 'timeDistributed as the only dense layer',
    ...series,
    head: 'none',
    layers: [['timeDistributed', { layer: ['dense', { units: 3 }] }], ['globalAveragePooling1d']],
  },
];
