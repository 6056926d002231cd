import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { InvalidModelError } from '../../../../src/errors.ts';
import { topologyFromKeras } from '../../../../src/models/files/keras-topology.ts';

/** A model of Keras 3 with one layer. */
const withLayer = (kind: string, config: object, version = '3.5.0') => ({
  keras_version: version,
  model_config: {
    class_name: 'Sequential',
    config: { name: 'm', layers: [{ class_name: kind, config: { name: 'odd', ...config } }] },
  },
});

beforeAll(() => startEngine('wasm')); // registers the layers

/** Numbers of NumPy, as Keras 3 writes them. */
const numpy = (value: number[]) => ({ class_name: '__numpy__', config: { value, dtype: 'float64' } });

describe('a model from Keras is refused', () => {
  test.each<[string, string, object, RegExp]>([
    [
      'that crops its inputs at random places',
      'RandomCrop',
      {},
      /The layer "odd" of m\.json has the class RandomCrop, .*\n.*\nRemove it before saving/,
    ],
    ['with code in Python', 'Lambda', {}, /class Lambda, .*\n.*\nReplace it by standard layers; code in Python/],
    ['with a layer of the user', 'MyLayer', {}, /class MyLayer, .*\n.*\n.*registerClass/],
    ['with an unknown activation', 'Dense', { activation: 'sparsemax' }, /uses the activation sparsemax/],
    ['with attention of a window', 'MultiHeadAttention', { sliding_window: 4 }, /uses a sliding window/],
    ['with attention along other axes', 'MultiHeadAttention', { attention_axes: [2] }, /uses the attention axes \[2\]/],
    ['with groups of channels along time', 'Conv1D', { groups: 2 }, /uses 2 groups/],
    ['with a pooling in three axes', 'GlobalAveragePooling3D', {}, /class GlobalAveragePooling3D/],
    ['with a layer that has the name of an initialiser', 'Identity', {}, /class Identity/],
    [
      'with an activation that is a layer',
      'Dense',
      { activation: { class_name: 'LeakyReLU', config: {} } },
      /uses the layer LeakyReLU as its activation/,
    ],
    ['with an ELU of another height', 'ELU', { alpha: 0.5 }, /uses alpha: 0.5/],
    ['with bicubic upsampling', 'UpSampling2D', { interpolation: 'bicubic' }, /the interpolation bicubic/],
    ['with smoothed resizing', 'Resizing', { interpolation: 'bilinear', antialias: true }, /uses antialias: true/],
    [
      'that crops images whose channels come first',
      'CenterCrop',
      { data_format: 'channels_first' },
      /uses channels_first/,
    ],
    ['with random sizes', 'RandomWidth', { factor: 0.1 }, /uses random sizes/],
    ['with a norm of root mean squares', 'LayerNormalization', { rms_scaling: true }, /uses rms_scaling: true/],
    ['with renormalised batches', 'BatchNormalization', { renorm: true }, /uses renorm: true/],
    ['normalised over several axes', 'BatchNormalization', { axis: [1, 2] }, /uses several axes/],
    ['whose steps come first', 'LSTM', { time_major: true }, /uses time_major: true/],
    [
      'with quantized weights',
      'Dense',
      { quantization_config: { class_name: 'Int8' } },
      /uses weights that are quantized/,
    ],
    [
      'with both directions of a cell',
      'Bidirectional',
      { layer: { class_name: 'RNN', config: {} } },
      /uses the layer RNN/,
    ],
    [
      'with other sizes of a transposed convolution',
      'Conv2DTranspose',
      { kernel_size: [3, 3], strides: [2, 2], padding: 'same', output_padding: [0, 0] },
      /uses output_padding: \[0,0\]/,
    ],
    ['with a ReLU that leaks and is bounded', 'ReLU', { negative_slope: 0.1, max_value: 6 }, /a slope below 0/],
    ['with a ReLU above a threshold', 'ReLU', { threshold: 0.1 }, /a threshold/],
  ])('%s', (_, kind, config, message) => {
    const convert = (): object => topologyFromKeras('m.json', withLayer(kind, config));
    expect(convert).toThrow(InvalidModelError);
    expect(convert).toThrow(message);
  });
});

describe('a layer of Keras 3 is read as', () => {
  test.each<[string, string, object, object]>([
    ['an identity, if it changes inputs in training only', 'RandomFlip', {}, { class_name: 'Activation' }],
    ['a leaky ReLU', 'ReLU', { negative_slope: 0.1 }, { class_name: 'LeakyReLU', config: { alpha: 0.1 } }],
    ['a layer with another activation', 'Dense', { activation: 'hard_swish' }, { config: { activation: 'hard_silu' } }],
    ['one with its own sigmoid', 'Dense', { activation: 'hard_sigmoid' }, { config: { activation: 'hard_sigmoid6' } }],
    ['a convolution of groups', 'Conv2D', { groups: 2 }, { class_name: 'GroupedConv2D' }],
    [
      'a mean over places, if its pooling keeps the axes',
      'GlobalAveragePooling2D',
      { keepdims: true },
      { class_name: 'TensorOperation', config: { operation: 'mean', axis: [1, 2], keepdims: true } },
    ],
    ['itself, with numbers of NumPy', 'Normalization', { mean: numpy([1, 2]) }, { config: { mean: [1, 2] } }],
  ])('%s', (_, kind, config, expected) => {
    expect(topologyFromKeras('m.json', withLayer(kind, config))).toMatchObject({
      model_config: { config: { layers: [expected] } },
    });
  });
});

describe('an operator outside of a layer', () => {
  const tensor = { class_name: '__keras_tensor__', config: { shape: [null, 2, 3], keras_history: ['a', 0, 0] } };
  const applied = (operator: string, args: unknown[], config: object = {}) => ({
    keras_version: '3.5.0',
    model_config: {
      class_name: 'Functional',
      config: {
        layers: [{ class_name: operator, config: { name: 'odd', ...config }, inbound_nodes: [{ args, kwargs: {} }] }],
        output_layers: [],
      },
    },
  });

  test.each<[string, string, unknown[], object, object]>([
    ['a difference', 'Subtract', [1, tensor], {}, { operation: 'subtract', constant: 1, reversed: true }],
    ['a mean', 'Mean', [tensor], { axis: 1 }, { operation: 'mean', axis: 1 }],
    ['a reshaping', 'Reshape', [tensor], { newshape: [-1, 6] }, { target_shape: [6] }],
    ['another axis', 'ExpandDims', [tensor], { axis: -1 }, { target_shape: [2, 3, 1] }],
    ['other places of axes', 'Transpose', [tensor], { axes: [0, 2, 1] }, { dims: [2, 1] }],
  ])('is read: %s', (_, operator, args, config, options) => {
    expect(topologyFromKeras('m.json', applied(operator, args, config))).toMatchObject({
      model_config: { config: { layers: [{ config: { name: 'odd', ...options } }] } },
    });
  });

  test.each<[string, string, unknown[], object]>([
    ['that is unknown', 'Einsum', [tensor], {}],
    ['that moves inputs of a batch', 'Reshape', [tensor], { newshape: [3, 2] }],
    ['on an array', 'Add', [tensor, [1, 2, 3]], {}],
  ])('is refused: one %s', (_, operator, args, config) => {
    expect(() => topologyFromKeras('m.json', applied(operator, args, config))).toThrow(
      `"odd" in m.json applies the operator ${operator} outside of a layer`,
    );
  });
});

test('a convolution of groups keeps no initial values, which its layer does not know', () => {
  const config = { groups: 2, kernel_initializer: { class_name: 'GlorotUniform', config: {} }, bias_constraint: null };
  const text = JSON.stringify(topologyFromKeras('m.json', withLayer('Conv2D', config)));
  expect(text).toContain('"groups":2');
  expect(text).not.toMatch(/kernel_initializer|bias_constraint/);
});

test('hard_sigmoid of Keras 2 is that of TensorFlow.js', () => {
  expect(() => topologyFromKeras('m.json', withLayer('Dense', { activation: 'hard_sigmoid' }, '2.15.0'))).not.toThrow();
});

test('penalties of weights are read as TensorFlow.js names them', () => {
  const config = { kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.1 } } };
  expect(JSON.stringify(topologyFromKeras('m.json', withLayer('Dense', config)))).toContain(
    '"kernel_regularizer":{"class_name":"L1L2","config":{"l1":0,"l2":0.1}}',
  );
});

test('zeros for masked steps matter only where a layer masks', () => {
  const convert = (cell: string, config: object) => () => topologyFromKeras('m.json', withLayer(cell, config));
  expect(convert('GRU', { zero_output_for_mask: true })).not.toThrow();
  const layer = { class_name: 'GRU', config: { name: 'inner', zero_output_for_mask: true } };
  expect(convert('Bidirectional', { layer, mask_zero: true })).toThrow('zero_output_for_mask');
});

test('a backward layer is kept where it differs from the forward one', () => {
  const direction = (activation: string, go_backwards: boolean) => ({
    class_name: 'LSTM',
    config: { units: 2, activation, go_backwards },
  });
  const convert = (activation: string): string =>
    JSON.stringify(
      topologyFromKeras(
        'm.json',
        withLayer('Bidirectional', { layer: direction('tanh', false), backward_layer: direction(activation, true) }),
      ),
    );
  expect(convert('relu')).toContain('"backward_layer":{"class_name":"LSTM"');
  expect(convert('tanh')).toContain('"backward_layer":null');
});

test('a transposed convolution may write the output padding that it has without it', () => {
  const sizes = { kernel_size: [3, 3], strides: [2, 2], padding: 'same', output_padding: [1, 1] };
  expect(() => topologyFromKeras('m.json', withLayer('Conv2DTranspose', sizes))).not.toThrow();
});
