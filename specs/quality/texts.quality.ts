import { classifier, deepWordBug, headlines, pwws, standardTraining, test as base, trained } from 'vitest-dnn';
import type { Encoder } from 'vitest-dnn';
import { initializers, layers, sequential } from 'vitest-dnn/layers';

/** An LSTM that reads token ids and skips padding. */
function lstm({ classes, seed, encoder }: { classes: number; seed: number; encoder?: Encoder }) {
  const { vocabularySize: inputDim, length: inputLength } = encoder as Encoder;
  const uniform = (layer: number) => initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed: 10 * seed + layer });
  const [embeddingsInitializer, kernelInitializer, recurrentInitializer] = [uniform(1), uniform(2), uniform(3)];
  return classifier(
    sequential({
      name: 'lstm',
      layers: [
        layers.embedding({ inputDim, inputLength, outputDim: 32, maskZero: true, embeddingsInitializer }),
        layers.lstm({ units: 32, recurrentActivation: 'sigmoid', kernelInitializer, recurrentInitializer }),
        layers.dense({ units: classes, kernelInitializer: uniform(4) }),
      ],
    }),
    { encoder, inputRange: [0, inputDim - 1] },
  );
}

const dataset = headlines({ train: 2000, test: 300 }); // drawn by code
const training = standardTraining({ epochs: 8, batchSize: 32, learningRate: 0.005 });
const test = base.extend('model', { scope: 'file' }, trained({ name: 'texts', dataset, architecture: lstm, training }));

test('tells the topic of a headline', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.95);
});

test('keeps the topic if synonyms replace a third of the words', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pwws.with({ synonyms: 'headlines' }), 0.34, { atLeast: 0.9 });
});

test('is seldom misled by two typing errors', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(deepWordBug.with({ typos: ['swap', 'delete'] }), 2, 0.2);
});
