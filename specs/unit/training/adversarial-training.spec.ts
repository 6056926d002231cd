import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Attack, AttackedBatch } from '../../../src/attacks/contract.ts';
import { pgd } from '../../../src/attacks/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { readWeights } from '../../../src/models/network/weights.ts';
import { createRandom } from '../../../src/random/index.ts';
import { adversarialTraining, standardTraining, type Training } from '../../../src/training/index.ts';
import { sampleSplit } from '../models/sample.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(async () => {
  await startEngine('wasm');
});

const build = () => networkOf(multilayerPerceptron.with({ hidden: [16] })({ itemShape: [4], classes: 3, seed: 1 }));
const split = sampleSplit({ itemShape: [4], size: 100 });

/** PGD that records the batches it receives. */
function observed(): Attack & { readonly batches: AttackedBatch[] } {
  const batches: AttackedBatch[] = [];
  const attack = pgd.with({ steps: 2 });
  return { ...attack, batches, craft: (batch) => (batches.push(batch), attack.craft(batch)) };
}

describe('adversarialTraining', () => {
  test('attacks every batch again, each with its own random stream', async () => {
    const attack = observed();
    await adversarialTraining(attack, 0.1, { epochs: 2, batchSize: 40 }).fit(build(), split, {
      random: createRandom(1),
    });
    expect(attack.batches.map(({ x, epsilon }) => [x.shape[0], epsilon])).toEqual(
      [40, 40, 20, 40, 40, 20].map((size) => [size, 0.1]),
    );
    expect(new Set(attack.batches.map(({ random }) => random.uniform())).size).toBe(6);
  });

  test('increases epsilon over the warm-up', async () => {
    const attack = observed();
    await adversarialTraining(attack, 0.4, { epochs: 3, batchSize: 50, warmup: 2 }).fit(build(), split, {
      random: createRandom(1),
    });
    expect(attack.batches.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.2, expect.closeTo(0.3), 0.4, 0.4]);
  });

  test('is repeatable bit for bit and leaks no tensor', async () => {
    const train = async () => {
      const classifier = build();
      const before = tf.memory().numTensors;
      await adversarialTraining(pgd.with({ steps: 3 }), 0.1, { epochs: 2, batchSize: 40 }).fit(classifier, split, {
        random: createRandom(1),
      });
      expect(tf.memory().numTensors).toBe(before);
      return readWeights(classifier.model);
    };
    expect(await train()).toEqual(await train());
  });

  test('learns to rely on the features that the attack cannot flip', async () => {
    const data = temptingSplit(300);
    const options = { epochs: 15, batchSize: 50, learningRate: 0.05 };
    const accuracyUnderAttack = async (training: Training) => {
      const classifier = multilayerPerceptron.with({ hidden: [] })({ itemShape: data.itemShape, classes: 2, seed: 1 });
      await training.fit(classifier, data, { random: createRandom(1) });
      const { correct, broken } = await pgd.run(classifier, data, { epsilon: 0.1, seed: 1 });
      return correct.filter((hit, i) => hit && !broken[i]).length / data.size;
    };
    expect(await accuracyUnderAttack(standardTraining(options))).toBeLessThan(0.3);
    expect(await accuracyUnderAttack(adversarialTraining(pgd.with({ steps: 5 }), 0.1, options))).toBeGreaterThan(0.8);
  });
});

test.each([[undefined], ['pgd'], [{}]])('is not restored with %o in place of the attacks', (attackOf) => {
  const { options } = adversarialTraining(pgd, 0.1, { epochs: 1 });
  expect(() => adversarialTraining.fromOptions(options, attackOf as never)).toThrow(
    'adversarialTraining.fromOptions: attackOf is',
  );
});

test('is not restored with a promise of the attack, whose rejection ends nothing', async () => {
  const { options } = adversarialTraining(pgd, 0.1, { epochs: 1 });
  const attackOf = () => Promise.reject(new Error('no attack')) as never;
  expect(() => adversarialTraining.fromOptions({ ...options, epochs: 0.5 }, attackOf)).toThrow(
    'adversarialTraining.fromOptions: the result of attackOf is',
  );
  await setImmediate();
});

/**
 * One feature shows the class in 9 of 10 items, by a margin of 0.25. A hundred others always show it together, by 0.05.
 * @see Tsipras et al. 2019, arXiv:1805.12152, section 2.1
 */
function temptingSplit(size: number): Split {
  const random = createRandom(2);
  const labels = Int32Array.from({ length: size }, (_, i) => i % 2);
  const inputs = new Float32Array(size * 101);
  labels.forEach((label, i) => {
    const side = 2 * label - 1;
    inputs[101 * i] = 0.5 + (random.uniform() < 0.9 ? 0.25 : -0.25) * side;
    for (let j = 1; j < 101; j++) inputs[101 * i + j] = 0.5 + 0.05 * side + 0.05 * random.normal();
  });
  return { inputs, labels, itemShape: [101], size };
}
