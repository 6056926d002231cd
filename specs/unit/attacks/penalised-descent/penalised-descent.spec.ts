import { beforeAll, describe, expect, test } from 'vitest';
import { penalisedDescent, type Descent } from '../../../../src/attacks/penalised-descent/penalised-descent.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { linearClassifier, smallProblem } from '../sample.ts';
import type { Network } from '../../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

interface Problem {
  readonly classifier: Network;
  readonly inputs: ArrayLike<number>;
  readonly labels: readonly number[];
}

/** The closest point of a descent for each input, with its distance. */
async function closestPoints({ classifier, inputs, labels }: Problem, descent: Descent) {
  const x = tf.tensor(Float32Array.from(inputs), [labels.length, ...classifier.itemShape]);
  const y = tf.tensor1d([...labels], 'int32');
  const closest = await penalisedDescent({ classifier, x, y, epsilon: 1, random: createRandom(1) }, descent);
  const values = closest.dataSync();
  tf.dispose([x, y, closest]);
  const length = inputs.length / labels.length;
  return labels.map((_, item) => {
    const point = [...values.subarray(item * length, (item + 1) * length)];
    return { point, distance: Math.hypot(...point.map((value, i) => value - inputs[item * length + i])) };
  });
}

const settings = { steps: 60, stepSize: 0.02, confidence: 0, abortEarly: false };

describe('penalisedDescent', () => {
  // z_1 - z_0 = x_1 - x_0: the boundary is x_0 = x_1, nearest to (0.6, 0.4) at (0.5, 0.5)
  const inputs = Float32Array.of(0.6, 0.4);
  const classifier = () =>
    linearClassifier([
      [1, 0],
      [0, 1],
    ]);
  const diagonal = () => ({ inputs, labels: [0], classifier: classifier() });

  test('approaches the nearest point beyond the boundary', async () => {
    const [{ point, distance }] = await closestPoints(diagonal(), { ...settings, constants: [1] });
    expect(distance).toBeCloseTo(Math.SQRT2 * 0.1, 2);
    expect(point[1]).toBeGreaterThan(point[0]);
  });

  test('breaks no input if c does not outweigh the distance', async () => {
    // with d the shift of both values, the loss is (2 d)^2 / 2 + c (0.2 - 2 d): smallest at d = c / 2, below 0.1
    const [{ point }] = await closestPoints(diagonal(), { ...settings, constants: [0.15] });
    expect(point).toEqual([...inputs]);
  });

  test('exceeds the boundary by the confidence', async () => {
    const [{ point }] = await closestPoints(diagonal(), { ...settings, confidence: 0.1, constants: [2] });
    expect(point[1] - point[0]).toBeGreaterThan(0.1 - 1e-6);
  });

  test('gives an input the same result in any batch', async () => {
    const { network, split } = await smallProblem(8);
    const labels = [...(await network.predictions(split))];
    const shared = { ...settings, steps: 20 };
    const all = { classifier: network, inputs: split.inputs, labels };
    const together = await closestPoints(all, { ...shared, constants: labels.map(() => 5) });
    expect(together.some(({ distance }) => distance > 0)).toBe(true);
    for (const item of [0, 5]) {
      const single = split.inputs.slice(item * 16, (item + 1) * 16);
      const [alone] = await closestPoints(
        { ...all, inputs: single, labels: [labels[item]] },
        { ...shared, constants: [5] },
      );
      expect(alone.distance).toBeCloseTo(together[item].distance, 5);
    }
  });

  test('drops an input when its loss stops falling', async () => {
    let runs = 0;
    const counted = classifier();
    const counting = { ...diagonal(), classifier: { ...counted, logits: (x: never) => (runs++, counted.logits(x)) } };
    await closestPoints(counting, { ...settings, steps: 200, constants: [1e-3], abortEarly: true });
    expect(runs).toBeLessThan(160);
    runs = 0;
    await closestPoints(counting, { ...settings, steps: 200, constants: [1e-3] });
    expect(runs).toBe(200);
  });

  test('rejects a gradient that is NaN', async () => {
    const sound = classifier();
    const rooted = { ...sound, logits: (x: never) => tf.sqrt(tf.mul(sound.logits(x), 0)) as never };
    const problem = { ...diagonal(), classifier: rooted };
    await expect(closestPoints(problem, { ...settings, confidence: 1, constants: [1] })).rejects.toThrow(
      'with respect to the input is NaN',
    );
  });
});
