import { describe, expect, test } from 'vitest';
import { square } from '../../../src/attacks/index.ts';
import { evaluateAccuracy, evaluateRobustness } from '../../../src/evaluation/index.ts';
import { createRandom } from '../../../src/random/index.ts';
import { messageOf, registerMatchers } from '../matchers/register.ts';
import { split, thresholdModel } from '../matchers/threshold-model.ts';

registerMatchers();

/** A model that adds noise to its scores, as random defences do. */
function noisyModel() {
  const random = createRandom(1);
  return {
    predict: (inputs: Float32Array, count: number) =>
      Array.from({ length: count }, (_, row) => [0.5 - inputs[row] + 0.01 * random.normal(), inputs[row] - 0.5]),
  };
}

const warning = /^the model is random: asked twice, it answers differently for 10 of 10 inputs/;

describe('a model whose answers differ between two identical calls', () => {
  test('is named in the measurement of accuracy', async () => {
    const { warnings } = await evaluateAccuracy(noisyModel(), split, { diagnose: true });
    expect(warnings).toEqual([expect.stringMatching(warning)]);
  });

  test('is named by an assertion about accuracy', async () => {
    const model = { name: 'noisy', classifier: noisyModel(), split };
    expect(await messageOf(expect(model).toReachAccuracy(1))).toContain('the model is random: asked twice');
  });

  test('is named in a measurement under attack', async () => {
    const options = { epsilon: 0.1, diagnose: true };
    const { warnings } = await evaluateRobustness(noisyModel(), split, square.with({ queries: 5 }), options);
    expect(warnings).toEqual(expect.arrayContaining([expect.stringMatching(warning)]));
  });

  test('is told from one that answers the same', async () => {
    expect((await evaluateAccuracy(await thresholdModel(), split, { diagnose: true })).warnings).toBeUndefined();
  });
});
