import { beforeAll, expect, test } from 'vitest';
import { retrain } from '../../../../src/active-learning/index.ts';
import { fgsm } from '../../../../src/attacks/index.ts';
import { prune, pruneNeurons, quantize } from '../../../../src/compression/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { InvalidDataError } from '../../../../src/errors.ts';
import { evaluateAccuracy, evaluateCompression } from '../../../../src/evaluation/index.ts';
import { type Classifier } from '../../../../src/models/index.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { standardTraining } from '../../../../src/training/index.ts';
import { sampleSplit } from '../sample.ts';

const fitting = sampleSplit({ itemShape: [2, 3], size: 6 });
/** The same number of values per item, so that only the shape differs. */
const odd = sampleSplit({ itemShape: [3, 2], size: 6 });
const training = standardTraining({ epochs: 1 });
let classifier: Classifier;

beforeAll(async () => {
  await startEngine('wasm');
  classifier = multilayerPerceptron.with({ hidden: [5] })({ itemShape: [2, 3], classes: 3, seed: 1 });
});

test.each<[string, string, () => unknown]>([
  ['accuracy', 'the split', () => evaluateAccuracy(classifier, odd)],
  ['compression', 'the split to evaluate on', () => evaluateCompression(classifier, odd, prune(0.5))],
  ['int8', 'the calibration split', () => quantize.int8({ calibration: odd }).compress(classifier)],
  ['pruneNeurons', 'the split that chooses the units', () => pruneNeurons(0.2, odd).compress(classifier)],
  ['fit', 'the training split', () => training.fit(classifier, odd, { random: createRandom(1) })],
  [
    'validation',
    'the validation split',
    () => training.fit(classifier, fitting, { random: createRandom(1), validation: odd }),
  ],
  [
    'retrain',
    'the selected inputs',
    () => retrain(classifier, { train: fitting, selected: odd, attack: fgsm, epsilon: 0.1 }),
  ],
])('%s rejects items of another shape', async (_, what, work) => {
  const before = tf.memory().numTensors;
  const refused = (async () => work())();
  await expect(refused).rejects.toThrow(InvalidDataError);
  await expect(refused).rejects.toThrow(
    `The items of ${what} have the shape [3, 2].\nExpected [2, 3], the input of the model "multilayerPerceptron".`,
  );
  expect(tf.memory().numTensors).toBe(before);
});
