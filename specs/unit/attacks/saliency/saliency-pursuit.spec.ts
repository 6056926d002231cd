import { beforeAll, describe, expect, test } from 'vitest';
import { saliencyPursuit, type SaliencyPursuit } from '../../../../src/attacks/saliency/saliency-pursuit.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { linearClassifier, smallProblem } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

describe('saliencyPursuit', () => {
  /** Scores towards class 1: (2 + 3) · (1 + 2) for values 0 and 1, 6 for 0 and 2, 12 for 1 and 2; value 3 lowers class 1. */
  const pursuit = (change: Partial<SaliencyPursuit> = {}): SaliencyPursuit => ({
    classifier: linearClassifier([
      [-1, 2],
      [-2, 3],
      [-1, 1],
      [3, -1],
    ]),
    inputs: Float32Array.of(0, 0, 0, 1),
    labels: Int32Array.of(0),
    targets: Int32Array.of(1),
    anyClass: false,
    gamma: 1,
    theta: 1,
    ...change,
  });

  test('changes the most salient pair, and stops in the target class', async () => {
    expect([...(await saliencyPursuit(pursuit()))]).toEqual([1, 1, 0, 1]);
  });

  test('changes each value once, and stops if no pair is left', async () => {
    const points = await saliencyPursuit(pursuit({ theta: 0.25 }));
    expect([...points]).toEqual([0.25, 0.25, 0, 1]);
  });

  test('lowers values with a negative theta', async () => {
    const change = { inputs: Float32Array.of(1, 1, 0, 1), labels: Int32Array.of(1), targets: Int32Array.of(0) };
    expect([...(await saliencyPursuit(pursuit({ ...change, theta: -1 })))]).toEqual([0, 0, 0, 1]);
  });

  test('skips values close to their border', async () => {
    const points = await saliencyPursuit(pursuit({ inputs: Float32Array.of(0.995, 0, 0, 1) }));
    expect([...points]).toEqual([Math.fround(0.995), 1, 1, 1]);
  });

  test('changes at most the share gamma, stops in any class if anyClass is set, and leaks no tensor', async () => {
    const { network: classifier, split } = await smallProblem(60);
    const inputs = split.inputs as Float32Array;
    const labels = await classifier.predictions(split);
    const targets = labels.map((label) => (label + 1) % 3);
    const shared = { classifier, inputs, labels, targets, theta: 0.3 };
    const changed = (points: Float32Array): number[] =>
      Array.from(labels, (_, item) => {
        return points.subarray(item * 16, (item + 1) * 16).filter((value, i) => value !== inputs[item * 16 + i]).length;
      });
    const short = pursuit({ ...shared, gamma: 0.2 }); // 3.2 of 16 values: two steps
    const before = tf.memory().numTensors;
    const some = changed(await saliencyPursuit(short));
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.max(...some)).toBe(4);
    const aimed = changed(await saliencyPursuit(pursuit(shared)));
    const free = changed(await saliencyPursuit(pursuit({ ...shared, anyClass: true })));
    free.forEach((count, item) => expect(count).toBeLessThanOrEqual(aimed[item]));
    expect(free).not.toEqual(aimed);
  });

  test('gives an input the same result in any batch', async () => {
    const { network: classifier, split } = await smallProblem(10);
    const inputs = split.inputs as Float32Array;
    const labels = await classifier.predictions(split);
    const targets = labels.map((label) => (label + 2) % 3);
    const together = await saliencyPursuit(pursuit({ classifier, inputs, labels, targets }));
    for (const item of [0, 6]) {
      const [from, to] = [item * 16, (item + 1) * 16];
      const alone = {
        inputs: inputs.slice(from, to),
        labels: labels.slice(item, item + 1),
        targets: targets.slice(item, item + 1),
      };
      expect(await saliencyPursuit(pursuit({ classifier, ...alone }))).toEqual(together.slice(from, to));
    }
  });
});
