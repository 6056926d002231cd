import type { LayerOptions, Step, ZooNetwork } from '../contract.ts';
import { crossed, each, variants } from './variants.ts';

const parts: readonly LayerOptions[] = [{}, { scale: false }, { center: false }, { scale: false, center: false }];
const items: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['vectors', [4], [-1]],
  ['series', [5, 3], [-1, 1]],
  ['images', [4, 3, 3], [-1, 1, 2]],
  ['volumes', [3, 2, 3, 2], [-1, 1]],
];

/**
 * Batch normalisation as stock TensorFlow.js computes it: over the last axis of at most three, with a scale of 1 where there is
 * none and an offset of 0.
 */
function reference(itemShape: readonly number[], options: LayerOptions): ZooNetwork['reference'] {
  const { axis = -1, scale = true, center = true } = options as { axis?: number; scale?: boolean; center?: boolean };
  const last = itemShape.length;
  const moved = axis === -1 ? last : axis;
  const swapped = itemShape.map((_, i) => (i + 1 === moved ? last : i + 1 === last ? moved : i + 1));
  const shape = swapped.map((from) => itemShape[from - 1]);
  const normalise: Step = ['batchNormalization', { ...options, axis: -1, scale: true, center: true }];
  return {
    layers:
      last === 1
        ? [normalise]
        : [['permute', { dims: swapped }], ...flattened(shape, normalise), ['permute', { dims: swapped }]],
    kept: [...(scale ? [] : ['gamma']), ...(center ? [] : ['beta'])],
  };
}

/** A layer over the last axis, with all other axes made one. */
const flattened = (shape: readonly number[], step: Step): readonly Step[] => [
  ['reshape', { targetShape: [shape.slice(0, -1).reduce((a, b) => a * b), shape[shape.length - 1]] }],
  step,
  ['reshape', { targetShape: shape }],
];

/** Normalisations of vectors, series, images and volumes, over each axis, with and without scale and offset. */
export const normalisations: readonly ZooNetwork[] = [
  ...items.flatMap(([label, itemShape, axes]) =>
    crossed(each('axis', axes), parts).flatMap((options) => [
      ...variants(
        'batchNormalization',
        { itemShape, label: `batchNormalization of ${label}`, reference: reference(itemShape, options) },
        {},
        [options],
      ),
    ]),
  ),
  ...variants('batchNormalization', { itemShape: [4], label: 'batchNormalization' }, {}, [
    { epsilon: 0.1 },
    { momentum: 0.5 },
    { trainable: false },
  ]),
  ...items.flatMap(([label, itemShape]) =>
    parts.flatMap((options) => {
      const kept = [...('scale' in options ? ['gamma'] : []), ...('center' in options ? ['beta'] : [])];
      const normalise: Step = ['layerNormalization', {}];
      const layers = itemShape.length < 4 ? [normalise] : flattened(itemShape, normalise);
      return variants(
        'layerNormalization',
        { itemShape, label: `layerNormalization of ${label}`, reference: { layers, kept } },
        {},
        [options],
      );
    }),
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
      ['batchNormalization', {}],
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
