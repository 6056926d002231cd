import { beforeAll, describe, expect, test } from 'vitest';
import { penalisedDescent, type Descent } from '../../../../src/attacks/penalised-descent/penalised-descent.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { linearClassifier, smallProblem } from '../sample.ts';
import type { Network } from '../../../../src/models/network/contract.ts';

beforeAll(() => startEngine('wasm'));

interface Given {
  readonly classifier: Network;
  readonly inputs: ArrayLike<number>;
  readonly labels: readonly number[];
}

/** What a descent found for each input, and how far away. */
async function found({ classifier, inputs, labels }: Given, descent: Descent) {
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

  test('comes close to the nearest point beyond the boundary', async () => {
    const [{ point, distance }] = await found(diagonal(), { ...settings, constants: [1] });
    expect(distance).toBeCloseTo(Math.SQRT2 * 0.1, 2);
    expect(point[1]).toBeGreaterThan(point[0]);
  });

  test('breaks nothing where c does not outweigh the distance', async () => {
    // the loss is (2 d)^2 / 2 + c (0.2 - 2 d) with d the shift of both: it is smallest at d = c / 2, short of 0.1
    const [{ point }] = await found(diagonal(), { ...settings, constants: [0.15] });
    expect(point).toEqual([...inputs]);
  });

  test('goes beyond the boundary by the confidence', async () => {
    const [{ point }] = await found(diagonal(), { ...settings, confidence: 0.1, constants: [2] });
    expect(point[1] - point[0]).toBeGreaterThan(0.1 - 1e-6);
  });

  test('does the same for an input whatever stands beside it', async () => {
    const { network, split } = await smallProblem(8);
    const labels = [...(await network.predictions(split))];
    const shared = { ...settings, steps: 20 };
    const all = { classifier: network, inputs: split.inputs, labels };
    const together = await found(all, { ...shared, constants: labels.map(() => 5) });
    expect(together.some(({ distance }) => distance > 0)).toBe(true);
    for (const item of [0, 5]) {
      const own = split.inputs.slice(item * 16, (item + 1) * 16);
      const [alone] = await found({ ...all, inputs: own, labels: [labels[item]] }, { ...shared, constants: [5] });
      expect(alone.distance).toBeCloseTo(together[item].distance, 5);
    }
  });

  test('gives an input up whose loss has stopped falling', async () => {
    let runs = 0;
    const counted = classifier();
    const counting = { ...diagonal(), classifier: { ...counted, logits: (x: never) => (runs++, counted.logits(x)) } };
    await found(counting, { ...settings, steps: 200, constants: [1e-3], abortEarly: true });
    expect(runs).toBeLessThan(160);
    runs = 0;
    await found(counting, { ...settings, steps: 200, constants: [1e-3] });
    expect(runs).toBe(200);
  });

  test('refuses a gradient that is NaN', async () => {
    const sound = classifier();
    const rooted = { ...sound, logits: (x: never) => tf.sqrt(tf.mul(sound.logits(x), 0)) as never };
    const given = { ...diagonal(), classifier: rooted };
    await expect(found(given, { ...settings, confidence: 1, constants: [1] })).rejects.toThrow(
      'with respect to the input is NaN',
    );
  });
});
