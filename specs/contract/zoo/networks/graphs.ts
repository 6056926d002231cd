import { tfl, type SymbolicTensor } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import type { LayerOptions, MakeLayer, Step, ZooNetwork } from '../contract.ts';

const on = (layer: MakeLayer, kind: string, options: LayerOptions, x: SymbolicTensor | SymbolicTensor[]) =>
  layer(kind, options).apply(x) as SymbolicTensor;

/** A model of its own, to be used as a layer. */
function nested(layer: MakeLayer, shape: readonly (number | null)[], steps: readonly Step[]): Layer {
  const inputs = tfl.input({ shape: [...shape.slice(1)] });
  const outputs = steps.reduce((x, [kind, options = {}]) => on(layer, kind, options, x), inputs);
  return tfl.model({ inputs, outputs }) as unknown as Layer;
}

function nestedSequence(layer: MakeLayer, shape: readonly (number | null)[], steps: readonly Step[]): Layer {
  const [[kind, options], ...others] = steps;
  const first = layer(kind, { ...options, inputShape: shape.slice(1) });
  return tfl.sequential({ layers: [first, ...others.map(([name, rest]) => layer(name, rest))] }) as unknown as Layer;
}

const perceptron: readonly Step[] = [
  ['dense', { units: 5, activation: 'relu' }],
  ['dense', { units: 4, activation: 'tanh' }],
];
const convolution: readonly Step[] = [
  ['conv2d', { filters: 3, kernelSize: 3, activation: 'relu' }],
  ['maxPooling2d', { poolSize: 2 }],
  ['flatten'],
];
const whole: readonly Step[] = [...perceptron, ['dense', { units: 3 }]];
const vector = { itemShape: [5] };

const inside: readonly (readonly [string, readonly number[], readonly Step[], Partial<ZooNetwork>?])[] = [
  ['perceptron', [5], perceptron],
  ['convolution', [6, 6, 1], convolution],
  ['lstm', [4, 3], [['lstm', { units: 3 }]]],
  ['batchNormalization', [5], [['dense', { units: 4 }], ['batchNormalization', {}], ['reLU']]],
  [
    'dropout',
    [5],
    [
      ['dense', { units: 5, activation: 'relu' }],
      ['dropout', { rate: 0.3 }],
      ['dense', { units: 4 }],
    ],
  ],
  ['whole network', [5], whole, { head: 'none' }],
  ['whole network with softmax', [5], [...whole, ['softmax']], { head: 'none', probabilities: true }],
  ['masking and lstm', [4, 3], [['masking'], ['lstm', { units: 3 }]], { inputs: 'padded' }],
];

/** Nested models, shared layers, shortcuts, and layers around the logits that change no value. */
export const graphs: readonly ZooNetwork[] = [
  ...inside.map(([label, itemShape, steps, more]): ZooNetwork => ({
    name: `nested ${label}`,
    itemShape,
    ...more,
    layers: (x, layer) => nested(layer, x.shape, steps).apply(x) as SymbolicTensor,
  })),
  ...inside.slice(0, 6).map(([label, itemShape, steps, more]): ZooNetwork => ({
    name: `nested sequence, ${label}`,
    itemShape,
    ...more,
    layers: (x, layer) => nestedSequence(layer, x.shape, steps).apply(x) as SymbolicTensor,
  })),
  {
    name: 'nested twice',
    ...vector,
    layers: (x, layer) => {
      const inputs = tfl.input({ shape: [5] });
      const outputs = nested(layer, [null, 5], perceptron).apply(inputs) as SymbolicTensor;
      return (tfl.model({ inputs, outputs }) as unknown as Layer).apply(x) as SymbolicTensor;
    },
  },
  {
    name: 'masking, nested lstm',
    itemShape: [4, 3],
    inputs: 'padded',
    layers: (x, layer) => {
      const masked = on(layer, 'masking', {}, x);
      return nested(layer, x.shape, [['lstm', { units: 3 }]]).apply(masked) as SymbolicTensor;
    },
  },
  {
    name: 'shared dense layer',
    ...vector,
    layers: (x, layer) => {
      const shared = layer('dense', { units: 5, activation: 'relu' });
      return shared.apply(shared.apply(x)) as SymbolicTensor;
    },
  },
  {
    name: 'shared convolution',
    itemShape: [5, 5, 2],
    layers: (x, layer) => {
      const shared = layer('conv2d', { filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' });
      return shared.apply(shared.apply(x)) as SymbolicTensor;
    },
  },
  {
    name: 'shared nested model',
    ...vector,
    layers: (x, layer) => {
      const shared = nested(layer, [null, 5], [['dense', { units: 5, activation: 'tanh' }]]);
      return on(layer, 'concatenate', {}, [shared.apply(x), shared.apply(shared.apply(x))] as SymbolicTensor[]);
    },
  },
  {
    name: 'residual block of dense layers',
    itemShape: [4],
    layers: (x, layer) => {
      const inner = on(layer, 'dense', { units: 4 }, on(layer, 'dense', { units: 6, activation: 'relu' }, x));
      return on(layer, 'activation', { activation: 'relu' }, on(layer, 'add', {}, [x, inner]));
    },
  },
  ...[{ strides: 1 }, { strides: 2 }].map(({ strides }): ZooNetwork => ({
    name: `residual block of convolutions strides=${strides}`,
    itemShape: [6, 6, 2],
    layers: (x, layer) => {
      const open = on(layer, 'conv2d', { filters: 3, kernelSize: 3, padding: 'same', strides, useBias: false }, x);
      const active = on(layer, 'activation', { activation: 'relu' }, on(layer, 'batchNormalization', {}, open));
      const close = on(layer, 'conv2d', { filters: 3, kernelSize: 3, padding: 'same' }, active);
      const shortcut = on(layer, 'conv2d', { filters: 3, kernelSize: 1, padding: 'same', strides }, x);
      return on(layer, 'reLU', {}, on(layer, 'add', {}, [close, shortcut]));
    },
  })),
  {
    name: 'inverted residual block',
    itemShape: [5, 5, 2],
    layers: (x, layer) => {
      const wide = on(layer, 'reLU', { maxValue: 6 }, on(layer, 'conv2d', { filters: 4, kernelSize: 1 }, x));
      const deep = on(layer, 'depthwiseConv2d', { kernelSize: 3, padding: 'same' }, wide);
      const narrow = on(layer, 'conv2d', { filters: 2, kernelSize: 1 }, on(layer, 'batchNormalization', {}, deep));
      return on(layer, 'add', {}, [x, narrow]);
    },
  },
  {
    name: 'densely connected block',
    itemShape: [5, 5, 2],
    layers: (x, layer) => {
      const grow = (y: SymbolicTensor) =>
        on(layer, 'conv2d', { filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' }, y);
      const second = on(layer, 'concatenate', {}, [x, grow(x)]);
      return on(layer, 'concatenate', {}, [second, grow(second)]);
    },
  },
  {
    name: 'squeeze and excitation',
    itemShape: [4, 4, 3],
    layers: (x, layer) => {
      const squeezed = on(layer, 'globalAveragePooling2d', {}, x);
      const gate = on(
        layer,
        'dense',
        { units: 3, activation: 'sigmoid' },
        on(layer, 'dense', { units: 2, activation: 'relu' }, squeezed),
      );
      return on(layer, 'multiply', {}, [x, on(layer, 'reshape', { targetShape: [1, 1, 3] }, gate)]);
    },
  },
  {
    name: 'attention over steps',
    itemShape: [4, 3],
    layers: (x, layer) => {
      const scores = on(layer, 'dot', { axes: 2 }, [
        on(layer, 'dense', { units: 3 }, x),
        on(layer, 'dense', { units: 3 }, x),
      ]);
      return on(layer, 'dot', { axes: [2, 1] }, [on(layer, 'softmax', { axis: -1 }, scores), x]);
    },
  },
];
