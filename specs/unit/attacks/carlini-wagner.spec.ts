import { beforeAll, describe, expect, test } from 'vitest';
import { carliniWagner, deepFool, largestEpsilon } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const quick = carliniWagner.with({ searches: 5, constant: 0.2, steps: 110, stepSize: 0.012 });

describe('carliniWagner', () => {
  test('finds smaller perturbations than DeepFool', async () => {
    const { network, split } = await smallProblem(40);
    const epsilon = largestEpsilon('l2', network);
    const [thorough, fast] = [
      await quick.run(network, split, { epsilon }),
      await deepFool.run(network, split, { epsilon }),
    ];
    const both = [...thorough.broken.keys()].filter((item) => thorough.broken[item] && fast.broken[item]);
    const mean = (distances: Float64Array): number =>
      both.reduce((sum, item) => sum + distances[item], 0) / both.length;
    expect(both.length).toBeGreaterThan(20);
    expect(mean(thorough.distances)).toBeLessThan(mean(fast.distances));
  });

  test('finds smaller perturbations with more values of c, whether the first is too small or too large', async () => {
    const { network, split } = await smallProblem(20);
    const epsilon = largestEpsilon('l2', network);
    const short = quick.with({ steps: 70, stepSize: 0.04 });
    const sum = async (attack: typeof quick): Promise<number> => {
      const { distances } = await attack.run(network, split, { epsilon });
      return distances.reduce((total, distance) => total + distance, 0);
    };
    expect(await sum(short.with({ searches: 1, constant: 1e-4 }))).toBe(Infinity);
    const far = await sum(short.with({ searches: 1, constant: 1000 }));
    expect(await sum(short.with({ searches: 5, constant: 1000 }))).toBeLessThan(far);
    expect(await sum(short.with({ searches: 5, constant: 0.01 }))).toBeLessThan(far);
  });

  test('counts perturbations up to epsilon', async () => {
    const { network, split } = await smallProblem(20);
    const attack = quick.with({ searches: 1, constant: 5, steps: 80 });
    const { distances } = await attack.run(network, split, { epsilon: largestEpsilon('l2', network) });
    const { broken } = await attack.run(network, split, { epsilon: 0.5 });
    expect([...broken]).toEqual([...distances].map((distance) => Number(distance > 0 && distance <= 0.5)));
    expect([...broken].includes(1) && [...distances].some((distance) => distance > 0.5)).toBe(true);
  });
});
