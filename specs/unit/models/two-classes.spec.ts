import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectedGradientLength, maxEntropy } from '../../../src/acquisition/index.ts';
import { selectForRetraining } from '../../../src/active-learning/index.ts';
import { deepFool, fab, jsma, pgd, square } from '../../../src/attacks/index.ts';
import { prune, quantize, saveCompressed } from '../../../src/compression/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf, type LayersModel, type Tensor } from '../../../src/engine/tensors.ts';
import { evaluateAccuracy, evaluateCompression, evaluateRobustness } from '../../../src/evaluation/index.ts';
import { classifier, loadClassifier } from '../../../src/models/index.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { createRandom } from '../../../src/random/index.ts';
import { standardTraining } from '../../../src/training/index.ts';
import { dense, largestDifference, network, sampleSplit } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const split = sampleSplit({ itemShape: [4], size: 60, classes: 2 });

/** A network with one sigmoid unit that is 0.5 for the mean of its outputs. */
function sigmoid(): LayersModel {
  const model = network(dense(8, 'relu'), dense(1, 'sigmoid'));
  tf.tidy(() => {
    const p = model.predict(tf.tensor(split.inputs, [60, 4])) as Tensor;
    const [hidden, hiddenBias, kernel, bias] = model.getWeights();
    model.setWeights([hidden, hiddenBias, kernel, tf.sub(bias, tf.mean(tf.log(tf.div(p, tf.sub(1, p)))))]);
  });
  return model;
}

/** The same network with two units whose logits are -s / 2 and s / 2. */
function twoUnits(model: LayersModel): Network {
  const same = network(dense(8, 'relu'), dense(2));
  tf.tidy(() => {
    const [hidden, hiddenBias, kernel, bias] = model.getWeights();
    const both = (weight: Tensor): Tensor => tf.concat([tf.mul(weight, -0.5), tf.mul(weight, 0.5)], weight.rank - 1);
    same.setWeights([hidden, hiddenBias, both(kernel), both(bias)]);
  });
  return classifier(same);
}

describe('a network with one sigmoid unit has two classes', () => {
  test('whose probabilities are 1 - p and p', async () => {
    const model = sigmoid();
    const single = classifier(model);
    const p = (model.predict(tf.tensor(split.inputs, [60, 4])) as Tensor).dataSync();
    const { data } = await single.probabilities(split);
    expect(single.classes).toBe(2);
    expect(
      largestDifference(
        data,
        Array.from(p).flatMap((value) => [1 - value, value]),
      ),
    ).toBeLessThan(1e-6);
    expect(await single.predictions(split)).toEqual(Int32Array.from(p, (value) => Number(value > 0.5)));
  });

  test('and is trained and measured', async () => {
    const single = classifier(sigmoid());
    const { loss } = await standardTraining({ epochs: 30, batchSize: 10, learningRate: 0.01 }).fit(single, split, {
      random: createRandom(1),
    });
    expect(loss[29]).toBeLessThan(loss[0] / 2);
    expect((await evaluateAccuracy(single, split)).value).toBeGreaterThan(0.9);
    const { agreement } = await evaluateCompression(single, split, quantize.int8({ calibration: split }));
    expect(agreement).toBeGreaterThan(0.9);
  });

  test.each([pgd, fab, deepFool, jsma, square.with({ queries: 100 })])(
    'and is attacked as with two units: $name',
    async (attack) => {
      const model = sigmoid();
      const epsilon = attack === jsma ? 2 : 0.2;
      const robust = async (subject: Network): Promise<number> =>
        (
          await evaluateRobustness(subject, { ...split, labels: await subject.predictions(split) }, attack, {
            epsilon,
            seed: 1,
          })
        ).value;
      const expected = await robust(twoUnits(model));
      expect(expected).toBeLessThan(1);
      expect(await robust(classifier(model))).toBeCloseTo(expected, 5);
    },
  );

  test.each([maxEntropy, expectedGradientLength.with({ of: 'inputs' })])(
    'and is selected from as with two units: $name',
    async (acquisition) => {
      const model = sigmoid();
      const options = { acquisition, budget: 5, seed: 1 };
      const { positions } = await selectForRetraining(classifier(model), split, options);
      expect(positions).toEqual((await selectForRetraining(twoUnits(model), split, options)).positions);
    },
  );

  test('and keeps them when saved, compressed and loaded', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmoid-'));
    try {
      const single = classifier(sigmoid());
      await single.save(folder);
      const { data } = await single.probabilities(split);
      expect((await (await loadClassifier(folder)).probabilities(split)).data).toEqual(data);
      const smaller = await prune.structured(0.5, { layers: [single.model.layers[1].name] }).compress(single);
      await saveCompressed(smaller, folder);
      const loaded = await loadClassifier(folder);
      expect(loaded.classes).toBe(2);
      expect((await loaded.probabilities(split)).data).toEqual((await smaller.classifier.probabilities(split)).data);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('one linear unit is refused', () => {
  expect(() => classifier(network(dense(1)))).toThrow(/The output of the model ".*" is \[n, 1\]\.\n.*one sigmoid unit/);
});
