import { describe, expect, test } from 'vitest';
import { withItemShape } from '../../../../src/models/files/free-sizes.ts';

const itemShape = [8, 6, 3];
const input = (shape: readonly (number | null)[], key = 'batch_shape'): object => ({
  class_name: 'InputLayer',
  config: { name: 'image', [key]: shape },
});
const functional = (shape: readonly (number | null)[]): object => ({
  class_name: 'Functional',
  config: {
    name: 'net',
    layers: [
      { class_name: 'ReLU', config: { name: 'other' } },
      { ...input(shape), name: 'image' },
    ],
    input_layers: [['image', 0, 0]],
  },
});

describe('free sizes of a described input', () => {
  test.each([
    ['a functional model', functional([null, null, null, 3]), functional([null, 8, 6, 3])],
    [
      'a sequential model in the layers format',
      {
        model_config: {
          class_name: 'Sequential',
          config: { layers: [input([null, null, 6, 3], 'batch_input_shape')] },
        },
      },
      { model_config: { class_name: 'Sequential', config: { layers: [input([null, 8, 6, 3], 'batch_input_shape')] } } },
    ],
    [
      'a nested model',
      { class_name: 'Sequential', config: { layers: [functional([null, null, 6, 3])] } },
      { class_name: 'Sequential', config: { layers: [functional([null, 8, 6, 3])] } },
    ],
  ])('are filled in %s', (_, topology, expected) => {
    const before = structuredClone(topology);
    expect(withItemShape(topology, { itemShape })).toEqual(expected);
    expect(topology).toEqual(before);
  });

  test('are filled in the order of the network, if the data have their channels first', () => {
    const filled = withItemShape(functional([null, null, null, 3]), { itemShape: [3, 8, 6], layout: 'nchw' });
    expect(filled).toEqual(functional([null, 8, 6, 3]));
  });

  test.each([
    ['no size is free', functional([null, 9, 9, 3])],
    ['the input has another number of sizes', functional([null, null, 3])],
    ['there are no layers', { config: null }],
  ])('stay where %s', (_, topology) => expect(withItemShape(topology, { itemShape })).toBe(topology));
});
