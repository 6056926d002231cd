import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { NumericalError } from '../../../src/errors.ts';
import { predictionsOfAll } from '../../../src/evaluation/predictions.ts';
import { linearClassifier, smallProblem } from '../attacks/sample.ts';

beforeAll(() => startEngine('wasm'));

describe('predictionsOfAll', () => {
  test('returns the predictions of each classifier, over several batches, and leaks no tensor', async () => {
    const { network, split } = await smallProblem(300);
    const { network: other } = await smallProblem(1, 2);
    const alone = [await network.predictions(split), await other.predictions(split)];
    const before = tf.memory().numTensors;
    expect(await predictionsOfAll([network, other], split)).toEqual(alone);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('rejects a logit that is not finite, and names the classifier and the input', async () => {
    const weights = [
      [1, 0],
      [0, 1],
    ];
    const fine = linearClassifier(weights);
    const steep = { ...linearClassifier(weights.map((row) => row.map((value) => value * 3e38))), name: 'steep' };
    const inputs = Float32Array.of(0.5, 0.25, 1, 2);
    const split = { inputs, itemShape: [2], labels: new Int32Array(2), size: 2 };
    const attempt = predictionsOfAll([fine, steep], split);
    await expect(attempt).rejects.toThrow(NumericalError);
    await expect(attempt).rejects.toThrow('The logits of "steep" for input 1 are not finite.');
  });
});
