import { describe, expect, test } from 'vitest';
import { fgsm, pgd } from '../../../src/attacks/index.ts';
import type { Attack } from '../../../src/attacks/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toBeRobustAgainst', () => {
  test('counts what is right before and after the attack', async () => {
    await expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.4 });
    await expect(model).not.toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.41 });
  });

  test('demands a half by default', async () => {
    await expect(model).toBeRobustAgainst(fgsm, 0.01);
    await expect(model).not.toBeRobustAgainst(fgsm, 0.25);
  });

  test('says what was measured when it fails', async () => {
    expect(
      await messageOf(
        expect(model).toBeRobustAgainst(pgd.with({ steps: 3, stepSize: 0.2 }), 0.25, { atLeast: 0.6, seed: 7 }),
      ),
    ).toMatchInlineSnapshot(`
      "expected threshold to have a robust accuracy under pgd(0.25) of at least 0.6, but it has 0.4

        measured  0.4, 95 % interval [0.1682, 0.6873]
        demanded  at least 0.6
        inputs    10; accuracy without attack 0.8, with 0.4
        attack    pgd with epsilon 0.25, steps 3, stepSize 0.2, randomStart true, restarts 1, norm linf, target none
        moved by  0.1348 on average, 0.1131 median, in linf
        seed      7
        engine    wasm 4.22.0

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-be-robust-against.spec.ts -t "toBeRobustAgainst .*says what was measured when it fails""
    `);
  });

  test('says what was measured when its opposite fails', async () => {
    expect(await messageOf(expect(model).not.toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.2 }))).toMatchInlineSnapshot(`
      "expected threshold not to have a robust accuracy under fgsm(0.25) of at least 0.2, but it has 0.4

        measured  0.4, 95 % interval [0.1682, 0.6873]
        demanded  below 0.2
        inputs    10; accuracy without attack 0.8, with 0.4
        attack    fgsm with epsilon 0.25, norm linf, target none
        moved by  0.25 on average, 0.25 median, in linf
        seed      0
        engine    wasm 4.22.0

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-be-robust-against.spec.ts -t "toBeRobustAgainst .*says what was measured when its opposite fails""
    `);
  });

  test('attacks a sample where there is a limit', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.5, { atLeast: 1, limit: 4 }))).toContain(
      'inputs    4;',
    );
  });

  test.each([0, -0.1, 76.5, Number.NaN, Number.POSITIVE_INFINITY, '0.3'])('refuses epsilon %s', async (epsilon) => {
    await expect(expect(model).toBeRobustAgainst(pgd, epsilon as number)).rejects.toThrow(InvalidOptionError);
  });

  test('explains epsilon in grey levels', async () => {
    expect(await messageOf(expect(model).toBeRobustAgainst(pgd, 76.5))).toBe(
      'toBeRobustAgainst: epsilon is 76.5.\nExpected 0 < epsilon <= 1, because the inputs of "threshold" lie in [0, 1].\nFor 8 grey levels pass 8 / 255.',
    );
  });

  test.each([undefined, 'pgd', () => pgd, {}])('refuses %s as an attack', async (attack) => {
    await expect(expect(model).toBeRobustAgainst(attack as Attack, 0.1)).rejects.toThrow('the attack is');
  });

  test('refuses options that it does not have', async () => {
    const options = { least: 0.5 } as object;
    expect(await messageOf(expect(model).toBeRobustAgainst(fgsm, 0.1, options))).toBe(
      'toBeRobustAgainst: there is no option "least".\nExpected one of: atLeast, limit, seed.\nRemove it or correct its name.',
    );
  });
});
