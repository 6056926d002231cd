import { beforeAll, expect, test } from 'vitest';
import { textCnn } from '../../../src/architectures/index.ts';
import { defineArchitecture } from '../../../src/architectures/define.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tfl, type SymbolicTensor } from '../../../src/engine/tensors.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';
import { textEncoder } from '../../../src/text/index.ts';

const encoder = textEncoder({ texts: ['one two three'], length: 4 });

beforeAll(async () => {
  await startEngine();
});

test('has a branch of filters per width, also wider than the texts', () => {
  const build = textCnn.with({ embedding: 8, widths: [2, 6], filters: 5 });
  const { model } = networkOf(build({ itemShape: [4], classes: 3, seed: 1, encoder }));
  expect(model.weights.map(({ shape }) => shape)).toEqual([[5, 8], [2, 1, 8, 5], [5], [6, 1, 8, 5], [5], [10, 3], [3]]);
});

test('refuses widths that are no numbers of tokens', () => {
  for (const widths of [[], [0], [2.5], ['3'], 3, Object.assign([3], { length: 2 })])
    expect(() => textCnn.with({ widths: widths as never })).toThrow(InvalidOptionError);
});

const dense = (name?: string) => tfl.layers.dense({ units: 2, kernelInitializer: 'zeros', ...(name && { name }) });
const branches = (name?: string) =>
  defineArchitecture({
    name: 'branches',
    accepts: { shape: 'numbers', test: () => true },
    connect: (input) => dense(name).apply(input) as SymbolicTensor,
  });

test('a network of branches needs names for its layers, which go into keys of the cache', () => {
  expect(branches('logits')({ itemShape: [3], classes: 2, seed: 1 }).classes).toBe(2);
  expect(() => branches()({ itemShape: [3], classes: 2, seed: 1 })).toThrow('which has no name of its own.');
  const accepts = { shape: 'numbers', test: () => true };
  expect(() => defineArchitecture({ name: 'nothing', accepts })).toThrow('nothing has no layers.');
});
