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
    [
      'with another layer backwards',
      'Bidirectional',
      {
        layer: { class_name: 'LSTM', config: { units: 2, activation: 'tanh' } },
        backward_layer: { class_name: 'LSTM', config: { units: 2, activation: 'relu', go_backwards: true } },
      },
      /uses another layer backwards/,
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
