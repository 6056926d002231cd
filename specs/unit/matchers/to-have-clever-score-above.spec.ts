import { describe, expect, test } from 'vitest';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toHaveCleverScoreAbove', () => {
  // The margin of the logits is 20 |x − 0.5|. The score is the distance from 0.5, 0.2125 on average.
  test('compares the mean distance with the score', async () => {
    await expect(model).toHaveCleverScoreAbove(0.21);
    await expect(model).toHaveCleverScoreAbove(0.21, { norm: 'linf', radius: 1 });
    await expect(model).not.toHaveCleverScoreAbove(0.22);
  });

  test('lists the measurement when it fails', async () => {
    expect(await messageOf(expect(model).toHaveCleverScoreAbove(0.3, { norm: 'l1', radius: 0.35, seed: 7 })))
      .toMatchInlineSnapshot(`
        "expected threshold to have a clever score in l1 above 0.3, but it has 0.2

          measured  0.2, 95 % interval [0.1056, 0.2944]
          required  above 0.3
          inputs    8; median 0.2, deviation 0.1363; share 0.25 at the radius, the largest possible score
          score     clever in l1 with target runner-up, radius 0.35, batches 20, samples 32
          seed      7
          engine    wasm 4.22.0
          try       a model trained with adversarialTraining, which lowers the gradients that the score divides by
          try       a threshold below 0.2, which this model satisfies; 0.1055, the lower end of its 95 % interval, is safer

        Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-have-clever-score-above.spec.ts -t "toHaveCleverScoreAbove .*lists the measurement when it fails""
      `);
  });

  test.each([
    [-1, {}, 'the score is -1.\nExpected a distance'],
    [Number.NaN, {}, 'the score is NaN.\nExpected a distance'],
    [
      0.3,
      { norm: 'linf' },
      'the score is 0.3.\nExpected less than 0.3, because the radius in linf is the largest possible score.',
    ],
    [0.3, { atLeast: 1 }, 'there is no option "atLeast"'],
    [0.3, { target: 2 }, 'cleverScore: target is 2.'],
  ])('rejects %s with %o', async (score, options, message) => {
    expect(await messageOf(expect(model).toHaveCleverScoreAbove(score, options as object))).toContain(message);
  });
});
