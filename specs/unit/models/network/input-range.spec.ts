import { beforeAll, describe, expect, test } from 'vitest';
import { randomSampling } from '../../../../src/acquisition/index.ts';
import { identifyRun, retrain, selectForRetraining } from '../../../../src/active-learning/index.ts';
import { multilayerPerceptron } from '../../../../src/architectures/index.ts';
import { fgsm, pgd } from '../../../../src/attacks/index.ts';
import { pruneNeurons, quantize } from '../../../../src/compression/index.ts';
import type { Split } from '../../../../src/datasets/index.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { InvalidDataError } from '../../../../src/errors.ts';
import {
  cleverScore,
  evaluateAccuracy,
  evaluateCompression,
  evaluateRobustness,
} from '../../../../src/evaluation/index.ts';
import { classifier } from '../../../../src/models/index.ts';
import { assertInRange } from '../../../../src/models/network/input-range.ts';
import { networkOf } from '../../../../src/models/network/network-of.ts';
import { readWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { adversarialTraining, standardTraining } from '../../../../src/training/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import { sampleSplit } from '../sample.ts';

beforeAll(() => startEngine());

const narrow = multilayerPerceptron.with({ hidden: [6] });
const build = (architecture = narrow) => architecture({ itemShape: [4], classes: 3, seed: 1 });
const inRange = sampleSplit({ itemShape: [4], size: 30 });
/** The inputs standardised: mean 0, deviation about 1. */
const standardised: Split = { ...inRange, inputs: inRange.inputs.map((value) => 4 * (value - 0.5)) };
const dataset = {
  name: 'own',
  classNames: ['a', 'b', 'c'],
  kind: 'image',
  train: inRange,
  test: standardised,
} as const;
const learning = {
  architecture: narrow,
  acquisition: randomSampling,
  initial: 5,
  query: 2,
  stages: 1,
  cache: false,
} as const;
const random = createRandom(1);

describe('a split outside the input range is refused', () => {
  test.for<[by: string, work: () => unknown]>([
    ['attacks', () => pgd.run(build(), standardised, { epsilon: 0.1 })],
    ['evaluateAccuracy', () => evaluateAccuracy(build(), standardised)],
    ['evaluateCompression', () => evaluateCompression(build(), standardised, quantize(8))],
    ['evaluateRobustness', () => evaluateRobustness(build(), standardised, fgsm, { epsilon: 0.1 })],
    ['cleverScore', () => cleverScore(build(), standardised)],
    ['selectForRetraining', () => selectForRetraining(build(), standardised, { budget: 2 })],
    [
      'selectForRetraining, as labelled set',
      () => selectForRetraining(build(), inRange, { budget: 2, labelled: standardised }),
    ],
    ['standard training', () => standardTraining({ epochs: 1 }).fit(build(), standardised, { random })],
    [
      'adversarial training',
      () => adversarialTraining(fgsm, 1e-6, { epochs: 1 }).fit(build(), standardised, { random }),
    ],
    [
      'training, as validation split',
      () => standardTraining({ epochs: 1 }).fit(build(), inRange, { random, validation: standardised }),
    ],
    ['retrain', () => retrain(build(), { train: inRange, selected: standardised, attack: fgsm, epsilon: 0.1 })],
    ['active learning', () => identifyRun({ ...learning, dataset })],
    ['pruneNeurons', () => pruneNeurons(0.5, standardised).compress(build())],
    ['quantize.int8', () => quantize.int8({ calibration: standardised }).compress(build())],
  ])('by %s', async ([, work]) => {
    const error: unknown = await (async () => work())().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidDataError);
    expect((error as Error).message).toMatch(
      /: item \d+ contains -?\d.* \(value \d of 4\)\.\nExpected values in \[0, 1\], the input range of "multilayerPerceptron"\. Scale the inputs, or set the inputRange/,
    );
  });

  test('unless the architecture has the range of the data; the clean network then learns the same', async () => {
    const trainedBy = async (inputRange: readonly [number, number], adversarial: boolean) => {
      const model = build(narrow.with({ inputRange }));
      const training = adversarial ? adversarialTraining(fgsm, 1e-6, { epochs: 2 }) : standardTraining({ epochs: 2 });
      const { loss } = await training.fit(model, standardised, { random: createRandom(2) });
      return { loss, weights: readWeights(networkOf(model).model) };
    };
    const standard = await trainedBy([-2, 2], false);
    expect(await trainedBy([-Infinity, Infinity], false)).toEqual(standard);
    const adversarial = await trainedBy([-2, 2], true);
    expect(adversarial.loss[1]).toBeCloseTo(standard.loss[1], 4); // on clipped data it differs in the second digit
  });

  test('with a hint for bytes, and with the bounds of the value', () => {
    const bytes = { ...inRange, inputs: inRange.inputs.map((value) => Math.round(255 * value)) };
    expect(() => assertInRange('check', bytes, build())).toThrow('Scale the inputs (divide bytes by 255)');
    const model = build(narrow.with({ inputRange: [0, [1, 1, 1, 0.01]] }));
    expect(() => assertInRange('check', inRange, model)).toThrow(
      /check: item \d+ contains \S+ \(value 3 of 4\)\.\nExpected values in \[0, 0\.01\], the input range of "multilayerPerceptron" for this value\./,
    );
  });

  test('of integers too, unless the network reads them as ids', () => {
    const ids = { ...inRange, inputs: Int32Array.from(inRange.inputs, (_, i) => i % 7) };
    expect(() => assertInRange('check', ids, build())).toThrow('check: item 0 contains 2');
    const layers = [
      tfl.layers.embedding({ inputDim: 7, outputDim: 2, inputLength: 4, embeddingsInitializer: 'zeros' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 3, kernelInitializer: 'zeros' }),
    ];
    expect(() => assertInRange('check', ids, classifier(tfl.sequential({ layers })))).not.toThrow();
  });
});
