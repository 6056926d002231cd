import type { LayerOptions, ZooNetwork } from '../contract.ts';
import { each, variants } from './variants.ts';

const series = { itemShape: [4, 3] };
/** Without `unroll`, which TensorFlow.js ignores with a warning per call. */
const common: readonly LayerOptions[] = [
  {},
  { returnSequences: true },
  { goBackwards: true },
  { returnSequences: true, goBackwards: true },
  { useBias: false },
  ...each('activation', ['relu', 'sigmoid', 'linear', 'softsign']),
];
const gates: readonly LayerOptions[] = [
  { recurrentActivation: 'sigmoid' },
  { implementation: 1 },
  { implementation: 2, recurrentActivation: 'tanh' },
];
const ofLayer: Readonly<Record<string, readonly LayerOptions[]>> = {
  simpleRNN: common,
  gru: [...common, ...gates],
  lstm: [...common, ...gates, { unitForgetBias: false }, { unitForgetBias: true }],
};
const mask = [['masking', { maskValue: 0 }]] as const;

/** Recurrent layers with their options, over one step, behind a mask, and stacked. */
export const recurrent: readonly ZooNetwork[] = Object.entries(ofLayer).flatMap(([kind, options]) => [
  ...variants(kind, series, { units: 3 }, options),
  ...variants(kind, { itemShape: [1, 3], label: `${kind} over one step` }, { units: 3 }, [
    {},
    { returnSequences: true },
  ]),
  ...variants(kind, { itemShape: [3, 1], label: `${kind} of one unit` }, { units: 1 }, [{}]),
  ...variants(kind, { ...series, inputs: 'padded', label: `masking, ${kind}`, before: mask }, { units: 3 }, [
    {},
    { returnSequences: true },
    { goBackwards: true },
  ]),
  ...variants(kind, { ...series, label: `${kind} with dropout` }, { units: 3 }, [
    { dropout: 0.3 },
    { recurrentDropout: 0.3 },
  ]),
  ...variants(
    kind,
    { ...series, label: `stacked ${kind}`, before: [[kind, { units: 3, returnSequences: true }]] },
    { units: 2 },
    [{}],
  ),
]);

/** Cells that an `rnn` layer runs, alone and stacked. */
export const cells: readonly ZooNetwork[] = [
  ...variants('rnn', series, {}, [
    ...['simpleRNNCell', 'gruCell', 'lstmCell'].map((kind) => ({ cell: [kind, { units: 3 }] })),
    {
      cell: [
        'stackedRNNCells',
        {
          cells: [
            ['lstmCell', { units: 3 }],
            ['gruCell', { units: 2 }],
          ],
        },
      ],
    },
    { cell: ['gruCell', { units: 3 }], returnSequences: true },
    {
      cell: [
        ['simpleRNNCell', { units: 3 }],
        ['lstmCell', { units: 2 }],
      ],
    },
  ]),
];

/** Convolutional recurrent layers. */
export const convolutionalRecurrent: readonly ZooNetwork[] = [
  ...variants('convLstm2d', { itemShape: [2, 4, 4, 1] }, { filters: 2, kernelSize: 2 }, [
    {},
    { padding: 'same' },
    { strides: 2 },
    { returnSequences: true },
    { useBias: false },
    { activation: 'relu', recurrentActivation: 'sigmoid' },
    { goBackwards: true },
  ]),
  ...variants('convLstm2d', { itemShape: [2, 1, 4, 4] }, { filters: 2, kernelSize: 2 }, [
    { dataFormat: 'channelsFirst' },
  ]),
];
