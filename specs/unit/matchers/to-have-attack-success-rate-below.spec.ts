import { describe, expect, test } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { InvalidModelError } from '../../../src/errors.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toHaveAttackSuccessRateBelow', () => {
  test('counts the correctly classified inputs, and is strict', async () => {
    await expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.51); // 4 of 8 break
    await expect(model).not.toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.5);
  });

  test('lists the measurement when it fails', async () => {
    expect(await messageOf(expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.1))).toMatchInlineSnapshot(`
      "expected threshold to have an attack success rate of fgsm(0.25) below 0.1, but it has 0.5

        measured      0.5, 95 % interval [0.2152, 0.7848]
        required      below 0.1
        inputs        8; clean accuracy 0.8, robust accuracy 0.4
        attack        fgsm with epsilon 0.25, norm linf, target none
        perturbation  mean 0.25, median 0.25 in linf
        seed          0
        engine        wasm 4.22.0
        try           a model trained with adversarialTraining(fgsm, 0.25), or for more epochs if it already is
        try           a threshold above 0.5, which this model satisfies; 0.7848, the upper end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-have-attack-success-rate-below.spec.ts -t "toHaveAttackSuccessRateBelow .*lists the measurement when it fails""
    `);
  });

  test('lists the measurement when its negation fails', async () => {
    expect(await messageOf(expect(model).not.toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.9))).toMatchInlineSnapshot(`
      "expected threshold not to have an attack success rate of fgsm(0.25) below 0.9, but it has 0.5

        measured      0.5, 95 % interval [0.2152, 0.7848]
        required      at least 0.9
        inputs        8; clean accuracy 0.8, robust accuracy 0.4
        attack        fgsm with epsilon 0.25, norm linf, target none
        perturbation  mean 0.25, median 0.25 in linf
        seed          0
        engine        wasm 4.22.0
        try           a threshold of 0.5, which this model satisfies; 0.2152, the lower end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-have-attack-success-rate-below.spec.ts -t "toHaveAttackSuccessRateBelow .*lists the measurement when its negation fails""
    `);
  });

  test.each([-1, 2, Number.NaN])('rejects the rate %s', async (rate) => {
    await expect(expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.1, rate)).rejects.toThrow('the rate is');
  });

  test('rejects a model that classifies no input correctly', async () => {
    const labels = split.labels.map((label, at) => (at < 8 ? 1 - label : label));
    await expect(
      expect({ ...model, split: { ...split, labels } }).toHaveAttackSuccessRateBelow(fgsm, 0.1, 0.5),
    ).rejects.toThrow(InvalidModelError);
  });
});
