import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl, type SymbolicTensor } from '../../../../src/engine/tensors.ts';
import { sourceOf } from '../../../../src/models/network/graph.ts';
import { lastSymbolsOf } from '../../../../src/models/network/outputs.ts';

beforeAll(() => startEngine());

test('the last layer is found behind 30 sums of two paths, which visits no value twice', () => {
  const input = tfl.input({ shape: [2] });
  const dense = tfl.layers.dense({ units: 2, kernelInitializer: 'zeros', name: 'last' });
  let output = dense.apply(input) as SymbolicTensor;
  for (let i = 0; i < 30; i++) {
    const other = tfl.layers.reLU().apply(output) as SymbolicTensor;
    output = tfl.layers.add().apply([output, other]) as SymbolicTensor;
  }
  const model = tfl.model({ inputs: input, outputs: output });
  expect(lastSymbolsOf(model).map((symbol) => sourceOf(symbol).name)).toEqual(['last']);
  model.dispose();
});
