import { describe, expect, test } from 'vitest';
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

describe('a model from Keras is refused', () => {
  test.each<[string, string, object, RegExp]>([
    [
      'that augments its inputs',
      'RandomFlip',
      {},
      /The layer "odd" of m\.json has the class RandomFlip, .*\n.*\nRemove it before saving/,
    ],
    [
      'that normalises its inputs',
      'Normalization',
      {},
      /class Normalization, .*\n.*\nReplace it by a Rescaling or BatchNormalization/,
    ],
    ['with code in Python', 'Lambda', {}, /class Lambda, .*\n.*\nReplace it by standard layers; code in Python/],
    ['with a layer of the user', 'MyLayer', {}, /class MyLayer, .*\n.*\n.*registerClass/],
    [
      'with an activation that differs',
      'Dense',
      { activation: 'hard_sigmoid' },
      /"odd" \(Dense\) of m\.json uses hard_sigmoid/,
    ],
    ['with an unknown activation', 'Dense', { activation: 'celu' }, /uses the activation celu/],
    ['with groups of channels', 'Conv2D', { groups: 2 }, /uses 2 groups/],
    ['with a pooling that keeps its axes', 'GlobalAveragePooling2D', { keepdims: true }, /uses keepdims: true/],
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
    ['with a ReLU that leaks', 'ReLU', { negative_slope: 0.1 }, /a slope below 0/],
  ])('%s', (_, kind, config, message) => {
    const convert = (): object => topologyFromKeras('m.json', withLayer(kind, config));
    expect(convert).toThrow(InvalidModelError);
    expect(convert).toThrow(message);
  });
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
