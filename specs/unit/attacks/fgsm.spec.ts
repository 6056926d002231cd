import { beforeAll, expect, test } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { linearClassifier } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const split = { inputs: Float32Array.of(0.5, 0.5, 0.5), itemShape: [3], labels: Int32Array.of(0), size: 1 };

test('moves every value by epsilon against the true class, and does not move values with a gradient of 0', async () => {
  const network = linearClassifier([
    [3, 0],
    [0, 1],
    [2, 2],
  ]);
  const { adversarial, broken } = await fgsm.run(network, split, { epsilon: 0.125 });
  expect([...adversarial]).toEqual([0.375, 0.625, 0.5]);
  expect([...broken]).toEqual([0]);
});

test('breaks an input if epsilon exceeds its margin', async () => {
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

test('steps along the gradient in L2', async () => {
  const network = linearClassifier([
    [3, 0],
    [0, 1],
    [2, 2],
  ]);
  const { adversarial } = await fgsm.with({ norm: 'l2' }).run(network, split, { epsilon: 0.25 });
  const length = Math.hypot(3, 1);
  [0.5 - (0.25 * 3) / length, 0.5 + 0.25 / length, 0.5].forEach((value, i) =>
    expect(adversarial[i]).toBeCloseTo(value, 6),
  );
});

test('steps towards its target', async () => {
  const network = linearClassifier([
    [3, 0, 0],
    [0, 1, 0],
    [0, 0, 2],
  ]); // logits of the input: 1.5, 0.5, 1
  const towards = async (target: 'least-likely' | 'second-likely' | number) => {
    const { adversarial } = await fgsm.with({ target }).run(network, split, { epsilon: 0.125 });
    return [...adversarial];
  };
  expect(await towards(1)).toEqual([0.375, 0.625, 0.375]);
  expect(await towards('least-likely')).toEqual([0.375, 0.625, 0.375]);
  expect(await towards('second-likely')).toEqual([0.375, 0.375, 0.625]);
  expect(await towards(0)).toEqual(await towards('second-likely')); // the label itself
});

test('rejects a target that the model does not have', async () => {
  const two = linearClassifier([
    [3, 0],
    [0, 1],
    [2, 2],
  ]);
  const three = linearClassifier([
    [3, 0, 0],
    [0, 1, 0],
    [0, 0, 2],
  ]);
  await expect(fgsm.with({ target: 'least-likely' }).run(two, split, { epsilon: 0.1 })).rejects.toThrow(
    `fgsm: the target is 'least-likely', and "linear" has 2 classes.\nExpected at least 3`,
  );
  await expect(fgsm.with({ target: 3 }).run(three, split, { epsilon: 0.1 })).rejects.toThrow(
    'fgsm: the target is 3.\nExpected a class from 0 to 2',
  );
  expect(() => fgsm.with({ target: 'unlikely' as never })).toThrow("fgsm: target is 'unlikely'.\nExpected 'none',");
});
