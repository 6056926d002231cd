import { beforeAll, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, tfl, type SymbolicTensor, type Tensor } from '../../../../src/engine/tensors.ts';

beforeAll(() => startEngine('wasm'));

test('a value that one layer reads twice is still there for the layers behind it', () => {
  const x = tfl.input({ shape: [2] });
  const h = tfl.layers.dense({ units: 2, kernelInitializer: 'ones' }).apply(x) as SymbolicTensor;
  const square = tfl.layers.multiply().apply([h, h]) as SymbolicTensor;
  const cube = tfl.layers.multiply().apply([h, square]) as SymbolicTensor;
  const model = tfl.model({ inputs: x, outputs: tfl.layers.add().apply([h, cube]) as SymbolicTensor });
  const values = tf.tensor2d([[1, 2]]);
  for (const run of [(input: Tensor) => model.predict(input), (input: Tensor) => model.apply(input)])
    expect(Array.from(tf.tidy(() => (run(values) as Tensor).dataSync()))).toEqual([30, 30]);
  expect(model.layers.map((layer) => (layer as { stateful?: boolean }).stateful ?? false)).not.toContain(true);
});
