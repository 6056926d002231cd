import { beforeAll, describe, expect, test } from 'vitest';
import { bim, fgsm, madry2018, momentum, pgd, type Attack } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

describe('pgd', () => {
  test('equals BIM with the same steps if there is no random start', async () => {
    const { network, split } = await smallProblem();
    const fixed = await pgd.with({ randomStart: false }).run(network, split, { epsilon: 0.3 });
    const walked = await bim.with({ steps: 40 }).run(network, split, { epsilon: 0.3 });
    expect(fixed.adversarial).toEqual(walked.adversarial);
  });

  test('starts at another point with another seed and in another restart', async () => {
    const { network, split } = await smallProblem();
    const attack = pgd.with({ steps: 1, stepSize: 1e-6 });
    const first = await attack.run(network, split, { epsilon: 0.01, seed: 1 });
    const second = await attack.run(network, split, { epsilon: 0.01, seed: 2 });
    const restarted = await attack.with({ restarts: 2 }).run(network, split, { epsilon: 0.01, seed: 1 });
    expect(first.adversarial).not.toEqual(second.adversarial);
    expect(first.adversarial).not.toEqual(restarted.adversarial);
  });

  test('breaks more inputs with restarts, and keeps those that an earlier restart broke', async () => {
    const { network, split } = await smallProblem(120);
    const weak = pgd.with({ steps: 1, stepSize: 1e-6 }); // hardly more than its random start
    const once = await weak.run(network, split, { epsilon: 0.15, seed: 3 });
    const often = await weak.with({ restarts: 8 }).run(network, split, { epsilon: 0.15, seed: 3 });
    const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
    expect(count(often.broken)).toBeGreaterThan(count(once.broken));
    expect(once.broken.every((flag, item) => !flag || often.broken[item] === 1)).toBe(true);
  });

  test('computes its step size from epsilon', () => {
    const rest = { randomStart: true, restarts: 1, norm: 'linf', target: 'none' };
    expect(pgd.parameters(0.3)).toEqual({ steps: 40, stepSize: 0.01875, ...rest });
    expect(pgd.with({ steps: 5 }).parameters(0.3)).toMatchObject({ stepSize: 0.15 });
    expect(madry2018.parameters(0.3)).toEqual({ steps: 40, stepSize: 0.01, ...rest });
    expect(pgd.options).toEqual({ steps: 40, stepSize: null, ...rest });
  });

  test.each([0.05, 0.1, 0.2])(
    'breaks at least as many inputs as one step of FGSM at %f, also in few steps',
    async (epsilon) => {
      const { network, split } = await smallProblem(200);
      const unbroken = async (attack: Attack): Promise<number> =>
        (await attack.run(network, split, { epsilon, seed: 1 })).broken.filter((flag) => flag === 0).length;
      const step = await unbroken(fgsm);
      for (const attack of [pgd, pgd.with({ steps: 5 }), bim, bim.with({ steps: 3 })])
        expect(await unbroken(attack), attack.name).toBeLessThanOrEqual(step);
      if (epsilon > 0.05) expect(await unbroken(madry2018.with({ steps: 5 }))).toBeGreaterThan(step);
    },
  );

  test('warns of steps that cannot cross the ball', () => {
    expect(pgd.warnings?.(0.3)).toEqual([]);
    expect(pgd.with({ steps: 20, stepSize: 0.03 }).warnings?.(0.3)).toEqual([]);
    expect(madry2018.warnings?.(0.3)).toEqual([
      'the steps are too short: 40 × 0.01 is 1.33 epsilon, but from a random start the ball extends over 2 epsilon',
    ]);
    expect(madry2018.with({ randomStart: false }).warnings?.(0.3)).toEqual([]);
    expect(bim.with({ steps: 2, stepSize: 0.1 }).warnings?.(0.3)).toEqual([
      'the steps are too short: 2 × 0.1 is 0.667 epsilon, but from the clean input the ball extends over 1 epsilon',
    ]);
    for (const attack of [fgsm, bim, momentum]) expect(attack.warnings?.(0.3)).toEqual([]);
  });

  test('rejects restarts without a random start', () => {
    expect(() => pgd.with({ restarts: 3, randomStart: false })).toThrow('pgd: restarts is 3 without a random start.');
  });
});
