import { describe, expect, test } from 'vitest';
import { fgsm, pgd } from '../../../src/attacks/index.ts';
import type { Attack } from '../../../src/attacks/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toBeRobustAgainst', () => {
  test('counts inputs that are classified correctly with and without the attack', async () => {
    await expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.4 });
    await expect(model).not.toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.41 });
  });

  test('requires a robust accuracy of 0.5 by default', async () => {
    await expect(model).toBeRobustAgainst(fgsm, 0.01);
    await expect(model).not.toBeRobustAgainst(fgsm, 0.25);
  });

  test('lists the measurement when it fails', async () => {
    expect(
      await messageOf(
        expect(model).toBeRobustAgainst(pgd.with({ steps: 3, stepSize: 0.2 }), 0.25, { atLeast: 0.6, seed: 7 }),
      ),
    ).toMatchInlineSnapshot(`
      "expected threshold to have a robust accuracy under pgd(0.25) of at least 0.6, but it has 0.4

        measured      0.4, 95 % interval [0.1682, 0.6873]
        required      at least 0.6
        undecided     the 95 % interval holds the threshold; by its value it fails; about 14 more inputs would decide it at the present rate
        inputs        10; clean accuracy 0.8, robust accuracy 0.4
        attack        pgd with epsilon 0.25, steps 3, stepSize 0.2, randomStart true, restarts 1, norm linf, target none
        perturbation  mean 0.1348, median 0.1131 in linf
        seed          7
        engine        wasm 4.22.0
        try           a model trained with adversarialTraining(pgd, 0.25), or for more epochs if it already is
        try           a threshold of 0.4, which this model satisfies; 0.1681, the lower end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-be-robust-against.spec.ts -t "toBeRobustAgainst .*lists the measurement when it fails""
    `);
  });

  test('lists the measurement when its negation fails', async () => {
    expect(await messageOf(expect(model).not.toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.2 }))).toMatchInlineSnapshot(`
      "expected threshold not to have a robust accuracy under fgsm(0.25) of at least 0.2, but it has 0.4

        measured      0.4, 95 % interval [0.1682, 0.6873]
        required      below 0.2
        undecided     the 95 % interval holds the threshold; by its value it fails; about 6 more inputs would decide it at the present rate
        inputs        10; clean accuracy 0.8, robust accuracy 0.4
        attack        fgsm with epsilon 0.25, norm linf, target none
        perturbation  mean 0.25, median 0.25 in linf
        seed          0
        engine        wasm 4.22.0
        try           a threshold above 0.4, which this model satisfies; 0.6874, the upper end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-be-robust-against.spec.ts -t "toBeRobustAgainst .*lists the measurement when its negation fails""
    `);
  });

  test('attacks a sample if there is a limit', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.5, { atLeast: 1, limit: 4 }))).toContain(
      'inputs        4;',
    );
  });

  test.each([0, -0.1, 76.5, Number.NaN, Number.POSITIVE_INFINITY, '0.3'])('rejects epsilon %s', async (epsilon) => {
    await expect(expect(model).toBeRobustAgainst(pgd, epsilon as number)).rejects.toThrow(InvalidOptionError);
  });

  test('suggests an epsilon in grey levels', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(pgd, 76.5))).toBe(
      'toBeRobustAgainst: epsilon is 76.5.\nExpected 0 < epsilon <= 1, because the inputs of "threshold" lie in [0, 1].\nFor 8 grey levels pass 8 / 255.',
    );
  });

  test.each([undefined, 'pgd', () => pgd, {}])('rejects %s as an attack', async (attack) => {
    await expect(expect(model).toBeRobustAgainst(attack as Attack, 0.1)).rejects.toThrow('the attack is');
  });

  test('rejects unknown options', async () => {
    const options = { least: 0.5 } as object;
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.1, options))).toBe(
      'toBeRobustAgainst: there is no option "least".\nExpected one of: atLeast, limit, seed, seconds, confidence, decide, undecided, sequential.\nRemove it or correct its name.',
    );
  });
});
