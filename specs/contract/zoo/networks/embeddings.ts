import type { ZooNetwork } from '../contract.ts';
import { vocabulary } from '../sample.ts';
import { variants } from './variants.ts';

const ids = { itemShape: [5], inputs: 'ids' } as const;
const base = { inputDim: vocabulary, outputDim: 3 };
const masked = [['embedding', { ...base, maskZero: true }]] as const;

/** Token ids: embeddings, with masks and without, in front of everything that reads sequences. */
export const embeddings: readonly ZooNetwork[] = [
  ...variants('embedding', { itemShape: [5], inputs: 'floatIds', label: 'embedding of float32 ids' }, base, [{}]),
  ...variants(
    'lstm',
    { itemShape: [5], inputs: 'floatIds', label: 'embedding of float32 ids, lstm', before: masked },
    { units: 3 },
    [{}],
  ),
  ...variants('embedding', ids, base, [{}, { trainable: false }, { inputLength: 5 }]),
  ...['lstm', 'gru', 'simpleRNN'].flatMap((kind) => [
    ...variants(kind, { ...ids, label: `embedding, ${kind}`, before: [['embedding', base]] }, { units: 3 }, [{}]),
    ...variants(kind, { ...ids, label: `embedding with mask, ${kind}`, before: masked }, { units: 3 }, [
      {},
      { returnSequences: true, goBackwards: true },
    ]),
  ]),
  ...variants(
    'bidirectional',
    { ...ids, label: 'embedding with mask, bidirectional', before: masked },
    { mergeMode: 'concat' },
    [{ layer: ['lstm', { units: 2 }] }, { layer: ['gru', { units: 2 }] }],
  ),
  ...variants(
    'conv1d',
    { ...ids, label: 'embedding, conv1d', before: [['embedding', base]], after: [['globalMaxPooling1d']] },
    { filters: 3, kernelSize: 2 },
    [{ activation: 'relu' }, { padding: 'same' }],
  ),
  ...['globalAveragePooling1d', 'globalMaxPooling1d', 'flatten'].flatMap((kind) =>
    variants(kind, { ...ids, label: `embedding, ${kind}`, before: [['embedding', base]] }, {}, [{}]),
  ),
  {
    name: 'embedding with mask, nested lstm',
    ...ids,
    layers: (x, layer) => {
      const embedded = layer('embedding', { ...base, maskZero: true }).apply(x);
      return layer('lstm', { units: 3 }).apply(embedded) as typeof x;
    },
  },
  {
    name: 'embedding, dropout, lstm with mask',
    ...ids,
    layers: [
      ['embedding', { ...base, maskZero: true }],
      ['dropout', { rate: 0.3 }],
      ['lstm', { units: 3 }],
    ],
  },
  {
    name: 'embedding, spatialDropout1d, gru',
    ...ids,
    layers: [
      ['embedding', base],
      ['spatialDropout1d', { rate: 0.3 }],
      ['gru', { units: 3 }],
    ],
  },
  {
    name: 'masking, timeDistributed dense, lstm',
    itemShape: [4, 3],
    inputs: 'padded',
    layers: [['masking'], ['timeDistributed', { layer: ['dense', { units: 3 }] }], ['lstm', { units: 3 }]],
  },
  {
    name: 'masking, dense, gru',
    itemShape: [4, 3],
    inputs: 'padded',
    layers: [['masking'], ['dense', { units: 3, activation: 'tanh' }], ['gru', { units: 3 }]],
  },
];
