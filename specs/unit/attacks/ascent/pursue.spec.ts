import { beforeAll, describe, expect, test } from 'vitest';
import { pursue } from '../../../../src/attacks/ascent/pursue.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf, type Tensor } from '../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { linearClassifier } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

/** Four inputs that move up by 0.125 per step in one dimension; the predicted class changes at 0.55. */
async function walk(dropBroken: boolean, steps = 4) {
  const classifier = linearClassifier([
    [0.9, 2],
    [1.1, 0],
  ]);
  const x = tf.tensor2d([
    [0.5, 0.5],
    [0, 0.5],
    [0.25, 0.5],
    [0.75, 0.5],
  ]);
  const y = tf.tensor1d([0, 0, 0, 0], 'int32');
  const seen: number[][] = [];
  const before = tf.memory().numTensors;
  const ends = await pursue(
    { classifier, x, y, epsilon: 1, random: createRandom(1), positions: [7, 3, 5, 1], dropBroken },
    {
      steps,
      start: ({ x: clean }) => ({ current: clean.clone() }),
      step: (batch, { current }) => {
        seen.push(Array.from(batch.positions ?? []));
        const upwards = tf.tensor2d([[0.125, 0]]) as Tensor;
        return { next: { current: tf.add(current, upwards) }, logits: classifier.logits(current) };
      },
    },
  );
  const values = [...ends.dataSync()].filter((_, i) => i % 2 === 0);
  ends.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return { values, seen };
}

describe('a pursuit', () => {
  test('makes all steps if broken inputs are not dropped', async () => {
    const { values, seen } = await walk(false);
    expect(values).toEqual([1, 0.5, 0.75, 1.25]);
    expect(seen).toEqual(Array.from({ length: 4 }, () => [7, 3, 5, 1]));
  });

  test('drops an input at the first point that breaks it, and keeps the order', async () => {
    const { values, seen } = await walk(true);
    expect(values).toEqual([0.625, 0.5, 0.625, 0.75]);
    expect(seen).toEqual([
      [7, 3, 5, 1],
      [7, 3, 5],
      [3, 5],
      [3, 5],
    ]);
  });

  test('ends when all inputs are dropped', async () => {
    const { values, seen } = await walk(true, 100);
    expect(values).toEqual([0.625, 0.625, 0.625, 0.75]);
    expect(seen).toHaveLength(6);
  });
});
