import { beforeAll, expect, test } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { linearClassifier } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const split = { inputs: Float32Array.of(0.5, 0.5, 0.5), itemShape: [3], labels: Int32Array.of(0), size: 1 };

test('moves every value by epsilon against the true class, and not at all where the gradient is 0', async () => {
  const network = linearClassifier([
    [3, 0],
    [0, 1],
    [2, 2],
  ]);
  const { adversarial, broken } = await fgsm.run(network, split, { epsilon: 0.125 });
  expect([...adversarial]).toEqual([0.375, 0.625, 0.5]);
  expect([...broken]).toEqual([0]);
});

test('breaks an input once epsilon crosses its margin', async () => {
  // Margin of the logits 3 * 0.5 - 1 * 0.5 = 1; a step of epsilon lowers it by 4 * epsilon.
  const network = linearClassifier([
    [3, 0],
    [0, 1],
    [2, 2],
  ]);
  const robust = async (epsilon: number) => (await fgsm.run(network, split, { epsilon })).broken[0] === 0;
  expect([await robust(0.249), await robust(0.251)]).toEqual([true, false]);
});

test('stays inside the input range', async () => {
  const network = linearClassifier(
    [
      [3, 0],
      [0, 1],
      [2, 2],
    ],
    [0.4, 0.6],
  );
  const { adversarial } = await fgsm.run(network, split, { epsilon: 0.2 });
  expect([...adversarial]).toEqual([...Float32Array.of(0.4, 0.6, 0.5)]);
});

test('has no options', () => {
  expect(() => fgsm.with({ steps: 2 } as object)).toThrow(
    'fgsm: there is no option "steps".\nExpected no options: it has none.',
  );
});
