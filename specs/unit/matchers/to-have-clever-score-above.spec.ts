import { describe, expect, test } from 'vitest';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toHaveCleverScoreAbove', () => {
  // The lead grows by 20 a unit, and is 20 |x − 0.5|: the score is the distance from 0.5, on average 0.2125.
  test('holds the mean distance against the score', async () => {
    await expect(model).toHaveCleverScoreAbove(0.21);
    await expect(model).toHaveCleverScoreAbove(0.21, { norm: 'linf', radius: 1 });
    await expect(model).not.toHaveCleverScoreAbove(0.22);
  });

  test('says what was measured when it fails', async () => {
    expect(await messageOf(expect(model).toHaveCleverScoreAbove(0.3, { norm: 'l1', radius: 0.35, seed: 7 })))
      .toMatchInlineSnapshot(`
        "expected threshold to have a clever score in l1 above 0.3, but it has 0.2

          measured  0.2, 95 % interval [0.1056, 0.2944]
          demanded  above 0.3
          inputs    8; median 0.2, deviation 0.1363; 0.25 of them at the radius, the largest score there is
          score     clever in l1 with target runner-up, radius 0.35, batches 20, samples 32
          seed      7
          engine    wasm 4.22.0

        Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-have-clever-score-above.spec.ts -t "toHaveCleverScoreAbove .*says what was measured when it fails""
      `);
  });

  test.each([
    [-1, {}, 'the score is -1.\nExpected a distance'],
    [Number.NaN, {}, 'the score is NaN.\nExpected a distance'],
    [0.3, { norm: 'linf' }, 'the score is 0.3.\nExpected less than 0.3, the radius in linf'],
    [0.3, { atLeast: 1 }, 'there is no option "atLeast"'],
    [0.3, { target: 2 }, 'cleverScore: target is 2.'],
  ])('refuses %s with %o', async (score, options, message) => {
    expect(await messageOf(expect(model).toHaveCleverScoreAbove(score, options as object))).toContain(message);
  });
});
