import { describe, expect, test } from 'vitest';
import { deepFool, fgsm } from '../../../src/attacks/index.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toBeRobustUpTo', () => {
  // Inputs break at 0.05, 0.05, 0.1, 0.1, 0.3, 0.3, 0.4 and 0.4; two are wrong from the start.
  test.each([fgsm, deepFool.with({ norm: 'linf' })])(
    'compares robust accuracy in every ball up to epsilon with the share, $name',
    async (attack) => {
      await expect(model).toBeRobustUpTo(0.2, { attack, atLeast: 0.4 });
      await expect(model).toBeRobustUpTo(0.04, { attack, atLeast: 0.8 });
      await expect(model).not.toBeRobustUpTo(0.2, { attack });
      await expect(model).not.toBeRobustUpTo(0.35, { attack, atLeast: 0.3 });
    },
  );

  test('lists robust accuracy by size of the ball when it fails', async () => {
    expect(await messageOf(expect(model).toBeRobustUpTo(0.32, { attack: fgsm, atLeast: 0.5 }))).toMatchInlineSnapshot(`
      "expected threshold to have a robust accuracy up to fgsm(0.32) of at least 0.5, but it has 0.2

        measured      0.2, 95 % interval [0.0567, 0.5098]
        required      at least 0.5
        undecided     the 95 % interval holds the threshold; by its value it fails; about 1 more input would decide it at the present rate
        inputs        10; clean accuracy 0.8, robust accuracy 0.2
        attack        fgsm with epsilon 0.32, norm linf, target none
        perturbation  mean 0.1867, median 0.16 in linf
        curve         0.6 at 0.08, 0.4 at 0.16, 0.4 at 0.24, 0.2 at 0.32
        seed          0
        engine        wasm 4.22.0
        try           a model trained with adversarialTraining(fgsm, 0.32), or for more epochs if it already is
        try           a threshold of 0.2, which this model satisfies; 0.0566, the lower end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-be-robust-up-to.spec.ts -t "toBeRobustUpTo .*lists robust accuracy by size of the ball when it fails""
    `);
  });

  test.each([
    [0.1, {}, 'the attack is undefined'],
    [2, { attack: fgsm }, 'toBeRobustUpTo: epsilon is 2.\nExpected 0 < epsilon <= 1'],
    [
      2,
      { attack: fgsm.with({ norm: 'l2' }) },
      'Expected 0 < epsilon <= 1, because the inputs of "threshold" lie in [0, 1].\nIn L2',
    ],
    [0.1, { attack: fgsm, atLeast: 2 }, 'atLeast is 2'],
    [0.1, { attack: fgsm, within: 2 }, 'there is no option "within"'],
  ])('rejects %s with %o', async (epsilon, options, message) => {
    expect(await messageOf(expect(model).toBeRobustUpTo(epsilon, options as never))).toContain(message);
  });
});
