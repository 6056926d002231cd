import { beforeAll, describe, expect, test } from 'vitest';
import { jsma, largestEpsilon } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { linearClassifier, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

describe('jsma', () => {
  test('aims at the most likely other class, until the predicted class changes', async () => {
    const { network, split } = await smallProblem(40);
    const epsilon = largestEpsilon('l0', network);
    const generous = jsma.with({ gamma: 1 });
    const free = await generous.run(network, split, { epsilon });
    const aimed = await generous.with({ target: 'second-likely' }).run(network, split, { epsilon });
    free.distances.forEach((count, item) => expect(count).toBeLessThanOrEqual(aimed.distances[item]));
    expect([...free.broken].includes(1)).toBe(true);
    expect([...free.distances].every((count) => count === Infinity || Number.isInteger(count))).toBe(true);
  });

  test('reaches its target on some inputs', async () => {
    const { network, split } = await smallProblem(40);
    const { predicted, broken } = await jsma
      .with({ gamma: 1, target: 2 })
      .run(network, split, { epsilon: largestEpsilon('l0', network) });
    const reached = [...predicted.keys()].filter(
      (item) => broken[item] && split.labels[item] !== 2 && predicted[item] === 2,
    );
    expect(reached.length).toBeGreaterThan(5);
  });

  test('counts changed values up to epsilon', async () => {
    const { network, split } = await smallProblem(40);
    const attack = jsma.with({ gamma: 1, theta: 0.3 });
    const { distances } = await attack.run(network, split, { epsilon: largestEpsilon('l0', network) });
    const { broken } = await attack.run(network, split, { epsilon: 2 });
    expect([attack.norm, attack.minimal]).toEqual(['l0', true]);
    expect([...broken]).toEqual([...distances].map((count) => Number(count > 0 && count <= 2)));
    expect([...broken].includes(1) && [...distances].some((count) => count > 2 && count < Infinity)).toBe(true);
  });

  test('rejects a gamma or theta that changes nothing, and a target for a model of two classes', async () => {
    expect(() => jsma.with({ gamma: 0 })).toThrow('jsma: gamma is 0.\nExpected a share above 0 and at most 1.');
    expect(() => jsma.with({ gamma: 1.1 })).toThrow('jsma: gamma is 1.1.');
    expect(() => jsma.with({ theta: 0 })).toThrow('jsma: theta is 0.\nExpected a finite number other than 0.');
    const two = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(0.9, 0.1), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    await expect(jsma.with({ target: 1 }).run(two, split, { epsilon: 2 })).rejects.toThrow('jsma: the target is 1');
  });
});
