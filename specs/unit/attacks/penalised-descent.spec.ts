import { beforeAll, describe, expect, test } from 'vitest';
import { penalisedDescent, type Descent } from '../../../src/attacks/penalised-descent.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

/** Runs a descent and keeps what it was told, in order, by input. */
async function record(descent: Omit<Descent, 'onBroken'>): Promise<{ point: number[]; distance: number }[][]> {
  const told = Array.from(descent.labels, (): { point: number[]; distance: number }[] => []);
  await penalisedDescent({
    ...descent,
    onBroken: (item, point, distance) => told[item].push({ point: [...point], distance }),
  });
  return told;
}

const settings = { steps: 150, stepSize: 0.01, confidence: 0, abortEarly: false };

describe('penalisedDescent', () => {
  // z_1 - z_0 = x_1 - x_0: the boundary is x_0 = x_1, nearest to (0.6, 0.4) at (0.5, 0.5)
  const diagonal = { inputs: Float32Array.of(0.6, 0.4), labels: [0] };
  const network = () =>
    linearClassifier([
      [1, 0],
      [0, 1],
    ]);

  test('comes close to the nearest point beyond the boundary', async () => {
    const [told] = await record({ ...settings, ...diagonal, classifier: network(), constants: [1] });
    const closest = told.reduce((best, entry) => (entry.distance < best.distance ? entry : best));
    expect(closest.distance).toBeCloseTo(Math.SQRT2 * 0.1, 2);
    for (const { point, distance } of told) {
      expect(point[1]).toBeGreaterThan(point[0]);
      expect(distance).toBeCloseTo(Math.hypot(point[0] - 0.6, point[1] - 0.4), 6);
    }
  });

  test('breaks nothing where c does not outweigh the distance', async () => {
    // the loss is (2 d)^2 / 2 + c (0.2 - 2 d) with d the shift of both: it is smallest at d = c / 2, short of 0.1
    const [told] = await record({ ...settings, ...diagonal, classifier: network(), constants: [0.15] });
    expect(told).toEqual([]);
  });

  test('goes beyond the boundary by the confidence', async () => {
    const [told] = await record({ ...settings, ...diagonal, confidence: 0.1, classifier: network(), constants: [2] });
    expect(told.length).toBeGreaterThan(0);
    for (const { point } of told) expect(point[1] - point[0]).toBeGreaterThan(0.1 - 1e-6);
  });

  test('does the same for an input whatever stands beside it', async () => {
    const { network: small, split } = await smallProblem(8);
    const inputs = split.inputs as Float32Array;
    const labels = [...(await small.predictions(split))];
    const shared = { ...settings, steps: 40, classifier: small };
    const together = await record({ ...shared, inputs, labels, constants: labels.map(() => 5) });
    for (const item of [0, 5]) {
      const own = inputs.slice(item * 16, (item + 1) * 16);
      const [alone] = await record({ ...shared, inputs: own, labels: [labels[item]], constants: [5] });
      expect(alone).toHaveLength(together[item].length);
      alone.forEach(({ distance }, at) => expect(distance).toBeCloseTo(together[item][at].distance, 5));
    }
  });

  test('gives an input up whose loss has stopped falling', async () => {
    let runs = 0;
    const counted = network();
    const classifier = { ...counted, logits: (x: never) => (runs++, counted.logits(x)) };
    await record({ ...settings, ...diagonal, steps: 500, classifier, constants: [1e-3], abortEarly: true });
    expect(runs).toBeLessThan(400);
    runs = 0;
    await record({ ...settings, ...diagonal, steps: 500, classifier, constants: [1e-3] });
    expect(runs).toBe(500);
  });

  test('refuses a gradient that is NaN', async () => {
    const counted = network();
    const rooted = { ...counted, logits: (x: never) => tf.sqrt(tf.mul(counted.logits(x), 0)) as never };
    const confident = { ...settings, ...diagonal, confidence: 1, constants: [1] };
    await expect(record({ ...confident, classifier: rooted })).rejects.toThrow('with respect to the input is NaN');
  });
});
