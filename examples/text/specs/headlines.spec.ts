import {
  classifier,
  deepWordBug,
  headlines,
  pwws,
  quantize,
  standardTraining,
  test as base,
  trained,
} from 'vitest-dnn';
import type { Encoder } from 'vitest-dnn';
import { initializers, layers, sequential } from 'vitest-dnn/layers';

/** An LSTM that reads token ids and skips padding. */
function lstm({ classes, seed, encoder }: { classes: number; seed: number; encoder?: Encoder }) {
  const { vocabularySize: inputDim, length: inputLength } = encoder as Encoder;
  const uniform = (layer: number) => initializers.randomUniform({ minval: -0.1, maxval: 0.1, seed: 10 * seed + layer });
  return classifier(
    sequential({
      name: 'lstm',
      layers: [
        layers.embedding({ inputDim, inputLength, outputDim: 32, maskZero: true, embeddingsInitializer: uniform(1) }),
        layers.lstm({
          units: 32,
          recurrentActivation: 'sigmoid',
          kernelInitializer: uniform(2),
          recurrentInitializer: uniform(3),
        }),
        layers.dense({ units: classes, kernelInitializer: uniform(4) }),
      ],
    }),
    { encoder, inputRange: [0, inputDim - 1] },
  );
}

const dataset = headlines({ train: 2000, test: 300 }); // drawn by code; imdb, tsv, csv and others read files
const training = standardTraining({ epochs: 8, batchSize: 32, learningRate: 0.005 });
const test = base.extend('model', { scope: 'file' }, trained({ dataset, architecture: lstm, training }));

test('tells the topic of a headline', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.95);
});
test('keeps the topic if synonyms replace a third of the words', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pwws.with({ synonyms: 'headlines' }), 0.34, { atLeast: 0.9 });
});
test('is seldom misled by two typing errors', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(deepWordBug.with({ typos: ['swap', 'delete'] }), 2, 0.2, {
    limit: 100,
  });
});
test('keeps its accuracy in 8 bits', async ({ model, expect }) => {
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.02 });
});
