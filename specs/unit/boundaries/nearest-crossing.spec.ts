import { beforeAll, describe, expect, test } from 'vitest';
import { nearestCrossing } from '../../../src/boundaries/nearest-crossing.ts';
import { signedCrossing } from '../../../src/boundaries/signed-crossing.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { linearClassifier, smallProblem } from '../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

describe('nearestCrossing', () => {
  test('leaves the predicted class, and returns distances and numbers of steps', async () => {
    const { network, split } = await smallProblem(30);
    const inputs = split.inputs as Float32Array;
    const before = await network.predictions(split);
    const { adversarial, crossed, distances, steps } = await nearestCrossing(network, inputs);
    const after = await network.predictions({ ...split, inputs: adversarial });
    expect([...crossed]).toEqual([...after].map((label, at) => Number(label !== before[at])));
    expect(crossed.includes(1)).toBe(true);
    distances.forEach((distance, at) => {
      const shift = [...adversarial.subarray(at * 16, (at + 1) * 16)].map((value, i) => value - inputs[at * 16 + i]);
      expect(distance).toBeCloseTo(Math.hypot(...shift), 6);
      expect(steps[at]).toBeGreaterThan(0);
      expect(steps[at]).toBeLessThanOrEqual(50);
    });
  });

  test('does not move inputs outside the class that they must leave', async () => {
    const { network, split } = await smallProblem(30);
    const { adversarial, crossed, steps } = await nearestCrossing(network, split.inputs as Float32Array, {
      labels: split.labels,
    });
    for (let at = 4; at < 30; at += 5) {
      expect(adversarial.slice(at * 16, (at + 1) * 16)).toEqual(split.inputs.slice(at * 16, (at + 1) * 16));
      expect([crossed[at], steps[at]]).toEqual([1, 0]);
    }
  });

  test('gives an input the same result in any batch', async () => {
    const { network, split } = await smallProblem(20);
    const inputs = split.inputs as Float32Array;
    const together = await nearestCrossing(network, inputs);
    for (const at of [0, 7, 19]) {
      const alone = await nearestCrossing(network, inputs.slice(at * 16, (at + 1) * 16));
      expect(alone.distances[0]).toBeCloseTo(together.distances[at], 6);
      expect(alone.steps[0]).toBe(together.steps[at]);
    }
  });

  test('gives the same bits if inputs join one after the other, as signedCrossing does', async () => {
    const { network, split } = await smallProblem(20);
    const inputs = split.inputs as Float32Array;
    const together = await nearestCrossing(network, inputs);
    expect(await nearestCrossing(network, inputs, { atOnce: 6 })).toEqual(together);
    const signed = { step: 0.05, steps: 20 };
    expect(await signedCrossing(network, inputs, { ...signed, atOnce: 6 })).toEqual(
      await signedCrossing(network, inputs, signed),
    );
  });

  test('needs one step on a linear network without clipping', async () => {
    const network = linearClassifier([
      [0, 3],
      [4, 0],
      [0, 1],
    ]);
    const { steps, adversarial, distances } = await nearestCrossing(network, Float32Array.of(1, 0.9, 0.2), {
      clip: false,
    });
    expect(steps[0]).toBe(1);
    expect(adversarial[0]).toBeGreaterThan(1); // f = 4 x₁ - 3 x₀ - x₂ and its gradient, of length √26
    expect(distances[0]).toBeCloseTo(1.02 * (Math.abs(3 - 3.6 + 0.2) / Math.sqrt(26) + 1e-4), 6);
  });

  test('stops at the maximum number of steps, and if the gradient is 0', async () => {
    const { network, split } = await smallProblem(20);
    const { steps } = await nearestCrossing(network, split.inputs as Float32Array, { steps: 1 });
    expect([...steps]).toEqual(new Array(20).fill(1));
    const flat = linearClassifier([
      [1, 1],
      [1, 1],
    ]);
    const stuck = await nearestCrossing(flat, Float32Array.of(0.5, 0.5));
    expect([stuck.crossed[0], stuck.steps[0], stuck.distances[0]]).toEqual([0, 0, 0]);
  });

  test('leaks no tensor', async () => {
    const { network, split } = await smallProblem(20);
    const before = tf.memory().numTensors;
    await nearestCrossing(network, split.inputs as Float32Array, { norm: 'linf' });
    expect(tf.memory().numTensors).toBe(before);
  });
});
