import { beforeAll, describe, expect, test } from 'vitest';
import { deepFool, largestEpsilon } from '../../../src/attacks/index.ts';
import { nearestCrossing } from '../../../src/boundaries/nearest-crossing.ts';
import { startEngine } from '../../../src/engine/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import type { Classifier } from '../../../src/models/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const item = (...values: number[]): Split => ({
  inputs: Float32Array.from(values),
  itemShape: [values.length],
  labels: Int32Array.of(0),
  size: 1,
});

describe('deepFool', () => {
  // f = z_1 - z_0 = -0.7 x_0 + 2.4 x_1; the length of its gradient is 2.5 in L2 and 3.1 in L1
  const tilted = (): Classifier =>
    linearClassifier([
      [0.7, 0],
      [0, 2.4],
    ]);

  test('moves straight to the boundary of a linear network and slightly beyond', async () => {
    const { adversarial, broken, distances } = await deepFool.run(tilted(), item(0.9, 0.1), { epsilon: 1 });
    const length = 1.02 * ((0.7 * 0.9 - 2.4 * 0.1) / 2.5 + 1e-4);
    expect(broken).toEqual(Uint8Array.of(1));
    expect(distances[0]).toBeCloseTo(length, 6);
    expect(adversarial[0]).toBeCloseTo(0.9 - (length * 0.7) / 2.5, 6);
    expect(adversarial[1]).toBeCloseTo(0.1 + (length * 2.4) / 2.5, 6);
  });

  test('moves every value by the same amount in L-inf', async () => {
    const attack = deepFool.with({ norm: 'linf' });
    const { adversarial, distances } = await attack.run(tilted(), item(0.9, 0.1), { epsilon: 1 });
    const length = 1.02 * ((0.7 * 0.9 - 2.4 * 0.1) / 3.1 + 1e-4);
    expect([attack.norm, deepFool.norm]).toEqual(['linf', 'l2']);
    expect(distances[0]).toBeCloseTo(length, 6);
    expect([...adversarial]).toEqual([expect.closeTo(0.9 - length, 6), expect.closeTo(0.1 + length, 6)]);
  });

  test('takes another step if the input range cuts a step short', async () => {
    const { crossed, steps, adversarial } = await nearestCrossing(
      linearClassifier([
        [0, 3],
        [4, 0],
        [0, 1],
      ]),
      Float32Array.of(1, 0.9, 0.2),
    );
    expect([crossed[0], adversarial[0]]).toEqual([1, 1]);
    expect(steps[0]).toBeGreaterThan(1); // without the input range, one step is enough on a linear network
  });

  test('does not count perturbations beyond epsilon, and finds the same ones below', async () => {
    const { network: small, split } = await smallProblem();
    const unbounded = await deepFool.run(small, split, { epsilon: largestEpsilon('l2', small) });
    const reached = [...unbounded.distances].filter((distance) => distance > 0 && distance < Infinity);
    const median = reached.sort((a, b) => a - b)[reached.length >> 1] + 1e-4;
    const { broken, distances } = await deepFool.run(small, split, { epsilon: median });
    expect([...broken]).toEqual([...unbounded.distances].map((distance) => Number(distance > 0 && distance <= median)));
    distances.forEach((distance, at) => {
      expect(distance).toBe(unbounded.distances[at] <= median ? unbounded.distances[at] : Infinity);
    });
  });

  test('needs larger perturbations if only the runner-up is considered', async () => {
    const { network: small, split } = await smallProblem(60, 3);
    const distance = async (attack: typeof deepFool): Promise<number> => {
      const { distances } = await attack.run(small, split, { epsilon: largestEpsilon('l2', small) });
      return [...distances].reduce((sum, value) => sum + value, 0);
    };
    expect(await distance(deepFool.with({ candidates: 2 }))).toBeGreaterThan(await distance(deepFool));
  });
});
