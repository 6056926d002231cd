import { beforeAll, describe, expect, test } from 'vitest';
import { pgd } from '../../../src/attacks/index.ts';
import { inBlocks } from '../../../src/budget.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../../src/evaluation/index.ts';
import { startSequentialTest } from '../../../src/evaluation/sequential.ts';
import { createRandom } from '../../../src/random/index.ts';
import { smallProblem } from '../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

/** Runs a test on draws with a true share, up to `most` inputs. @returns the inputs that it took, and its side of the threshold */
async function simulate(share: number, threshold: number, most: number, seed: number): Promise<[number, -1 | 0 | 1]> {
  const random = createRandom(seed);
  const sequential = startSequentialTest('simulate', { threshold });
  if (!sequential) throw new Error('no test');
  let successes = 0;
  const order = Array.from({ length: most }, (_, i) => i);
  const done = await inBlocks(order, { isDecided: sequential.isDecided }, async (block, before) => {
    successes += block.filter(() => random.uniform() < share).length;
    sequential.observe(successes, before + block.length);
  });
  const { low, high } = sequential.interval();
  return [done, low > threshold ? 1 : high < threshold ? -1 : 0];
}

describe('over 2,000 simulated runs', () => {
  test.each([0.5, 0.9, 0.99])('one in twenty at most excludes the true share %f, wherever it stops', async (share) => {
    const runs = await Promise.all(Array.from({ length: 2000 }, (_, seed) => simulate(share, share, 500, seed)));
    const wrong = runs.filter(([, side]) => side !== 0).length / runs.length;
    expect(wrong).toBeLessThanOrEqual(0.05);
  });

  test.each([
    [0.6, 0.5, 1],
    [0.4, 0.5, -1],
    [0.9, 0.8, 1],
    [0.7, 0.8, -1],
  ] as const)(
    'with the share %f for a threshold of %f, fewer than a fifth of 2,000 inputs decide',
    async (share, threshold, side) => {
      const runs = await Promise.all(Array.from({ length: 2000 }, (_, seed) => simulate(share, threshold, 2000, seed)));
      const mean = runs.reduce((sum, [done]) => sum + done, 0) / runs.length;
      expect(mean).toBeLessThan(2000 / 5);
      expect(runs.filter(([, found]) => found === side).length / runs.length).toBeGreaterThanOrEqual(0.95);
    },
  );
});

describe('a sequential measurement', () => {
  const attack = pgd.with({ steps: 2 });
  const epsilon = 0.02;

  test('of robust accuracy stops at the same inputs for the same seed, with the results that they have in a full one', async () => {
    const { network, split } = await smallProblem(600);
    const options = { epsilon, seed: 3, keepAdversarial: true };
    const { adversarial: all } = await evaluateRobustness(network, split, attack, options);
    const sequential = { threshold: 0.3 };
    const { adversarial, ...part } = await evaluateRobustness(network, split, attack, { ...options, sequential });
    expect(part.inputs).toBeLessThan(200);
    expect(part.sequential).toEqual({ threshold: 0.3, inputs: 600 });
    expect(part.interval.low).toBeGreaterThan(0.3);
    expect(part.interval.low).toBeLessThan(part.value);
    expect(part.interval.high).toBeGreaterThan(part.value);
    expect(part.unfinished).toBeUndefined();
    const positions = [...(adversarial?.positions ?? [])];
    expect(positions).toHaveLength(part.inputs);
    expect(positions.map((_, row) => [adversarial?.correct[row], adversarial?.broken[row]])).toEqual(
      positions.map((at) => [all?.correct[at], all?.broken[at]]),
    );
    const again = await evaluateRobustness(network, split, attack, { ...options, sequential });
    expect(again.adversarial?.positions).toEqual(adversarial?.positions);
    expect(again.interval).toEqual(part.interval);
  });

  test('of an attack success rate compares the rate among correctly classified inputs', async () => {
    const { network, split } = await smallProblem(600);
    const sequential = { threshold: 0.9, of: 'attackSuccessRate' } as const;
    const part = await evaluateRobustness(network, split, attack, { epsilon, seed: 3, sequential });
    expect(part.inputs).toBeLessThan(200);
    expect(part.interval.high).toBeLessThan(0.9);
    expect(part.interval.low).toBeLessThanOrEqual(part.attackSuccessRate as number);
    expect(part.interval.high).toBeGreaterThanOrEqual(part.attackSuccessRate as number);
  });

  test('takes all inputs if they do not decide, with the same value and a wider interval than Wilson’s', async () => {
    const { network, split } = await smallProblem(100);
    const plain = await evaluateAccuracy(network, split);
    const full = await evaluateAccuracy(network, split, { sequential: { threshold: 0.8 } });
    expect(full.inputs).toBe(100);
    expect(full.value).toBe(plain.value);
    expect(full.interval.low).toBeLessThan(plain.interval.low);
    expect(full.interval.high).toBeGreaterThan(plain.interval.high);
  });

  test('of accuracy stops early, for classifiers and predictors alike', async () => {
    const { network, split } = await smallProblem(2000);
    const options = { seed: 2, sequential: { threshold: 0.5 } };
    const part = await evaluateAccuracy(network, split, options);
    expect(part.inputs).toBeLessThan(200);
    expect(part.sequential).toEqual({ threshold: 0.5, inputs: 2000 });
    const asked: number[] = [];
    const predictor = {
      name: network.name,
      predict: (inputs: Float32Array, count: number) => {
        asked.push(count);
        return network.predict(inputs, count);
      },
    };
    expect({ ...(await evaluateAccuracy(predictor, split, options)), seconds: 0 }).toEqual({ ...part, seconds: 0 });
    expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(part.inputs + 10);
  });

  test('under a budget that is spent first is unfinished', async () => {
    const { network, split } = await smallProblem(400);
    const options = { epsilon, seed: 3, seconds: 1e-9, sequential: { threshold: 0.3 } };
    const { unfinished, inputs, interval } = await evaluateRobustness(network, split, attack, options);
    expect({ unfinished, inputs }).toEqual({ unfinished: { seconds: 1e-9, inputs: 400 }, inputs: 0 });
    expect(interval).toEqual({ low: 0, high: 1, confidence: 0.95 });
  });

  test.each([
    [{ threshold: 2 }, 'evaluateRobustness: sequential: threshold is 2'],
    [{}, 'threshold'],
    [{ threshold: 0.5, of: 'accuracy' }, "of is 'accuracy'"],
    [{ treshold: 0.5 }, 'Did you mean threshold?'],
    [true, 'sequential is true'],
  ])('is refused by %o', async (sequential, message) => {
    const { network, split } = await smallProblem();
    const measured = evaluateRobustness(network, split, attack, { epsilon, sequential: sequential as never });
    await expect(measured).rejects.toThrow(InvalidOptionError);
    await expect(measured).rejects.toThrow(message);
  });
});
