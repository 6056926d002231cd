import { beforeAll, describe, expect, test } from 'vitest';
import { carliniWagner, deepFool, fab, pgd } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { classifier } from '../../../src/models/index.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { dense, network, sampleSplit } from '../models/sample.ts';

beforeAll(() => startEngine('wasm'));

const inputs = sampleSplit({ itemShape: [4], size: 24 });

/** A network whose logits for the inputs are 0 on average, plus an offset that all classes share. */
function shifted(offset: number): Network {
  const model = network(dense(8, 'relu'), dense(3));
  tf.tidy(() => {
    const [hidden, hiddenBias, kernel, bias] = model.getWeights();
    const mean = tf.mean(classifier(model).logits(tf.tensor(inputs.inputs, [24, 4])), 0);
    model.setWeights([hidden, hiddenBias, tf.mul(kernel, 3), tf.add(tf.mul(tf.sub(bias, mean), 3), offset)]);
  });
  return classifier(model);
}

describe('an offset that all logits share changes no attack', () => {
  test.each([
    fab.with({ steps: 40 }),
    fab.with({ norm: 'l2', steps: 40 }),
    deepFool,
    carliniWagner.with({ steps: 40, searches: 3 }),
    pgd,
  ])('$name', async (attack) => {
    const [plain, offset] = [shifted(0), shifted(10_000)];
    const split = { ...inputs, labels: await offset.predictions(inputs) };
    const options = { epsilon: 0.15, seed: 1 };
    const expected = await attack.run(plain, split, options);
    const { broken, distances } = await attack.run(offset, split, options);
    const both = [...broken.keys()].filter((item) => broken[item] && expected.broken[item]);
    const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
    expect(count(expected.broken)).toBeGreaterThan(9);
    expect(Math.abs(count(broken) - count(expected.broken))).toBeLessThanOrEqual(1);
    for (const item of both) expect(Math.abs(distances[item] - expected.distances[item])).toBeLessThan(0.03);
  });
});
