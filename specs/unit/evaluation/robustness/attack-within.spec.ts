import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { defineAttack, pgd } from '../../../../src/attacks/index.ts';
import { quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import {
  evaluateCompressedRobustness,
  evaluateRobustness,
  evaluateRobustnessCurve,
} from '../../../../src/evaluation/index.ts';
import { smallProblem } from '../../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

const epsilon = 0.1;
const attack = pgd.with({ steps: 3, restarts: 2 });

/** The attack, with 50 ms per batch. */
const slow = defineAttack({
  name: 'slow',
  norm: 'linf',
  access: 'white-box',
  defaults: {},
  perturb: async (batch) => {
    await sleep(50);
    return attack.craft(batch);
  },
});

const withoutTime = <T extends { seconds: number }>(measurement: T): object => ({ ...measurement, seconds: 0 });

describe('a budget of seconds', () => {
  test('that is not reached changes nothing', async () => {
    const { network, split } = await smallProblem();
    const options = { epsilon, seed: 3, keepAdversarial: true, diagnose: true };
    const plain = await evaluateRobustness(network, split, attack, options);
    const within = await evaluateRobustness(network, split, attack, { ...options, seconds: 600 });
    expect(withoutTime(within)).toEqual(withoutTime(plain));
  });

  test('that is not reached changes no curve and no robustness after a compression', async () => {
    const { network, split } = await smallProblem();
    const options = { epsilon, seed: 3 };
    const limited = { ...options, seconds: 600 };
    const radii = { epsilons: [0.02, 0.05, epsilon], seed: 3 };
    const curve = await evaluateRobustnessCurve(network, split, attack, radii);
    expect(withoutTime(await evaluateRobustnessCurve(network, split, attack, { ...radii, seconds: 600 }))).toEqual(
      withoutTime(curve),
    );
    const compressed = await evaluateCompressedRobustness(network, split, quantize(2), attack, options);
    const within = await evaluateCompressedRobustness(network, split, quantize(2), attack, limited);
    expect(withoutTime(within)).toEqual(withoutTime(compressed));
  });

  test('leaves the inputs that are done, each with the result it has without a budget', async () => {
    const { network, split } = await smallProblem();
    const options = { epsilon, seed: 3, keepAdversarial: true };
    const { adversarial: all } = await evaluateRobustness(network, split, slow, options);
    const { adversarial, ...part } = await evaluateRobustness(network, split, slow, { ...options, seconds: 0.08 });
    expect(part.unfinished).toEqual({ seconds: 0.08, inputs: split.size });
    expect(part.inputs).toBeLessThan(split.size);
    const positions = [...(adversarial?.positions ?? [])];
    expect(positions).toHaveLength(part.inputs);
    expect([...(adversarial?.distances ?? [])]).toEqual(positions.map((at) => all?.distances[at]));
    expect([...(adversarial?.predicted ?? [])]).toEqual(positions.map((at) => all?.predicted[at]));
    expect(part.interval.low).toBeLessThanOrEqual(part.value);
    expect(part.interval.high).toBeGreaterThanOrEqual(part.value);
  });

  test('may end before the first input is done', async () => {
    const { network, split } = await smallProblem();
    const measured = await evaluateRobustness(network, split, slow, { epsilon, seconds: 1e-9, diagnose: true });
    expect(measured).toMatchObject({ value: 0, inputs: 0, interval: { low: 0, high: 1 }, attackSuccessRate: null });
    const curve = await evaluateRobustnessCurve(network, split, slow, { epsilons: [epsilon], seconds: 1e-9 });
    expect(curve.curve).toEqual([{ epsilon, robustAccuracy: 0 }]);
    const options = { epsilon, seconds: 1e-9 };
    expect(await evaluateCompressedRobustness(network, split, quantize(8), slow, options)).toMatchObject({
      inputs: 0,
      robustAccuracyBefore: 0,
    });
  });

  test.each([0, -1, Number.NaN, '60'])('of %j is rejected', async (seconds) => {
    const { network, split } = await smallProblem();
    const options = { epsilon, seconds: seconds as number };
    await expect(evaluateRobustness(network, split, attack, options)).rejects.toThrow(InvalidOptionError);
  });

  test('reports the progress over all inputs', async () => {
    const { network, split } = await smallProblem();
    const shares: number[] = [];
    const progress = ({ done = 0, total = 1 }): void => void shares.push(done / total);
    await evaluateRobustness(network, split, attack, { epsilon, seconds: 600, progress });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
