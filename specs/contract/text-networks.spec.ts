import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acquisitionFunctions, dfal } from '../../src/acquisition/index.ts';
import { selectForRetraining } from '../../src/active-learning/index.ts';
import { gru, lstm, textCnn } from '../../src/architectures/index.ts';
import { fgsm } from '../../src/attacks/index.ts';
import { prune, pruneNeurons, quantize } from '../../src/compression/index.ts';
import { headlines } from '../../src/datasets/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { DnnError, InvalidDataError } from '../../src/errors.ts';
import { cleverScore, evaluateAccuracy, evaluateCompression } from '../../src/evaluation/index.ts';
import type { Classifier } from '../../src/models/contract.ts';
import { createRandom } from '../../src/random/index.ts';
import { adversarialTraining, standardTraining } from '../../src/training/index.ts';

/** Every family on every network of texts. */
const { train, test: pool, encoder } = headlines({ train: 300, test: 40 });

const networks = {
  lstm: lstm.with({ units: 16, embedding: 16 }),
  'gru in both directions': gru.with({ units: 8, embedding: 16, bidirectional: true }),
  textCnn: textCnn.with({ embedding: 16, filters: 8 }),
};
const compressions = [
  quantize(8),
  quantize(8, { scheme: 'kmeans' }),
  quantize.float16(),
  quantize.dynamic(),
  prune(0.3),
];
const functions = Object.entries(acquisitionFunctions);

describe.each(Object.entries(networks))('%s', (_, architecture) => {
  let model: Classifier;
  let accuracy: number;
  beforeAll(async () => {
    await startEngine();
    model = architecture({ itemShape: train.itemShape, classes: 4, seed: 1, encoder });
    await standardTraining({ epochs: 8, batchSize: 16, learningRate: 0.01 }).fit(model, train, {
      random: createRandom(1),
    });
    accuracy = (await evaluateAccuracy(model, pool, { seed: 1 })).value;
  });
  afterAll(() => model.dispose());

  test('learns more than chance', () => {
    expect(accuracy).toBeGreaterThan(0.5);
  });

  test.each(functions)('%s selects texts', async (__, acquisition) => {
    const { positions } = await selectForRetraining(model, pool, { acquisition, budget: 5, seed: 1, labelled: train });
    expect(new Set(positions).size).toBe(5);
  });

  test('dfal says that its twins are no texts', async () => {
    const acquisition = dfal.with({ twins: true });
    const selection = selectForRetraining(model, pool, { acquisition, budget: 5, seed: 1, labelled: train });
    await expect(selection).rejects.toThrow('where a twin is no text');
  });

  test.each(compressions.map((compression) => [compression.name, compression] as const))(
    '%s keeps its accuracy within ten points',
    async (__, compression) => {
      const measured = await evaluateCompression(model, pool, compression, { seed: 1 });
      expect(measured.accuracyAfter).toBeGreaterThan(accuracy - 0.1);
      expect(measured.bytesAfter).toBeLessThan(measured.bytesBefore);
    },
  );

  test.each([
    ['prune.structured', prune.structured(0.25)],
    ['pruneNeurons', pruneNeurons(0.25, train)],
    ['quantize.int8', quantize.int8({ calibration: train })],
  ] as const)('%s has a result, or an error that says what to use', async (__, compression) => {
    const outcome = await evaluateCompression(model, pool, compression, { seed: 1 }).catch((error: unknown) => error);
    if (outcome instanceof DnnError) expect(outcome.message).toMatch(/Expected .+\n.+prune/s);
    else expect(outcome).toMatchObject({ accuracyAfter: expect.any(Number) });
  });

  test('has a CLEVER score at its embedding', async () => {
    const { value } = await cleverScore(model, pool, {
      limit: 3,
      batches: 4,
      samples: 4,
      radius: 5,
      seed: 1,
    });
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(5);
  });

  test('adversarial training with an attack on numbers is refused before it starts', async () => {
    const fitted = adversarialTraining(fgsm, 0.1, { epochs: 1 }).fit(model, train, { random: createRandom(1) });
    await expect(fitted).rejects.toThrow(InvalidDataError);
    await expect(fitted).rejects.toThrow('token ids');
  });
});
