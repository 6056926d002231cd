// Compiled, never run: the public types as a user's spec sees them, with Vitest 4 and Vitest 5.
import { expect as hostExpect } from 'vitest';
import {
  acquisitionFunctions,
  activeLearning,
  adversarialTraining,
  attacks,
  bim,
  compress,
  deepGini,
  dre,
  evaluateCompressions,
  evaluateRobustness,
  expect,
  fgsm,
  glyphs,
  leNet5,
  multilayerPerceptron,
  pgd,
  pretrained,
  prune,
  pruneNeurons,
  quantize,
  saveCompressed,
  standardTraining,
  test as base,
  trained,
  type AcquisitionFunction,
  type Attack,
  type Classifier,
  type Dataset,
  type Split,
  type TrainedModel,
} from 'vitest-dnn';

const dataset: Dataset = glyphs({ train: 100, test: 100 });

const test = base
  .extend(
    'model',
    { scope: 'file' },
    activeLearning({
      dataset,
      architecture: leNet5,
      acquisition: dre,
      initial: 10,
      query: 10,
      stages: 1,
      training: adversarialTraining(pgd.with({ steps: 5 }), 0.3, { epochs: 2 }),
    }),
  )
  .extend(
    'whole',
    { scope: 'file' },
    trained({
      dataset,
      architecture: multilayerPerceptron.with({ hidden: [32] }),
      training: standardTraining({ epochs: 1 }),
    }),
  )
  .extend('old', { scope: 'file' }, pretrained('models/old', { dataset }));

base.extend<{ ofFile: TrainedModel; ofTest: TrainedModel }>({
  ofFile: [trained({ dataset, architecture: multilayerPerceptron }), { scope: 'file' }],
  ofTest: pretrained('models/old', { dataset }),
})('the object form takes fixtures', async ({ ofFile, ofTest, expect }) => {
  await expect(ofFile).toReachAccuracy(0.9);
  await expect(ofTest).toReachAccuracy(0.9);
});

test.beforeAll(({ model, whole, old }) => void [model, whole, old], 600_000);

test('every matcher accepts a model of a fixture', async ({ model, expect }) => {
  const done: Promise<void> = expect(model).toReachAccuracy(0.9);
  await done;
  await expect(model).toBeRobustAgainst(pgd, 0.3);
  await expect(model).toBeRobustAgainst(fgsm, 8 / 255, { atLeast: 0.6 });
  await expect(model).toHaveAttackSuccessRateBelow(bim.with({ steps: 3 }), 0.1, 0.2);
  await expect(model).toBeRobustUpTo(0.1, { attack: pgd, atLeast: 0.6 });
  await expect(model).toHaveCleverScoreAbove(0.1, { norm: 'linf', target: 'untargeted' });
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.01 });
  await expect(model).toRetainAccuracyAfter([quantize(4, { scheme: 'kmeans' }), quantize.float16(), prune(0.5)]);
  await expect(model).toRetainRobustnessAfter(compress(prune(0.5), quantize(8)), pgd, 0.3, {
    within: 0.02,
    limit: 100,
  });
  await expect(model).toFitIn(64 * 1024, { after: quantize.int8({ calibration: dataset.train }) });
  await expect(model).toKeepQuality({ attacks: [[pgd, 0.1]], compressions: [quantize(8)], within: 0.02, limit: 100 });
  await expect(model).not.toReachAccuracy(0.99);
  await expect.soft(model).toReachAccuracy(0.9);
});

test('every matcher accepts a classifier and a split', async ({ model }) => {
  const { classifier, split }: { classifier: Classifier; split: Split } = model;
  await expect({ classifier, split }).toReachAccuracy(0.9);
  await hostExpect({ classifier, split }).toBeRobustAgainst(pgd, 0.1);
});

test('wrong arguments are type errors', async ({ model, expect }) => {
  // @ts-expect-error -- the threshold is missing
  await expect(model).toReachAccuracy();
  // @ts-expect-error -- a threshold is a number
  await expect(model).toReachAccuracy('90 %');
  // @ts-expect-error -- the attack itself, not its name
  await expect(model).toBeRobustAgainst('pgd', 0.3);
  // @ts-expect-error -- a compression is not an attack
  await expect(model).toBeRobustAgainst(quantize(8), 0.3);
  // @ts-expect-error -- unknown option
  await expect(model).toBeRobustAgainst(pgd, 0.3, { atleast: 0.6 });
  // @ts-expect-error -- the rate is missing
  await expect(model).toHaveAttackSuccessRateBelow(pgd, 0.3);
  // @ts-expect-error -- the attack is missing
  await expect(model).toBeRobustUpTo(0.1, { atLeast: 0.6 });
  // @ts-expect-error -- unknown norm
  await expect(model).toHaveCleverScoreAbove(0.1, { norm: 'l0' });
  // @ts-expect-error -- an attack is not a compression
  await expect(model).toRetainAccuracyAfter(pgd, { within: 0.01 });
  // @ts-expect-error -- unknown matcher
  await expect(model).toBeAccurate(0.9);
});

// @ts-expect-error -- unknown option of the attack
pgd.with({ iterations: 5 });
// @ts-expect-error -- an option of the wrong type
dre.with({ bins: 'many' });
// @ts-expect-error -- the acquisition function itself, not its name
activeLearning({ dataset, architecture: leNet5, acquisition: 'dre', initial: 10, query: 10, stages: 1 });
// @ts-expect-error -- stages are missing
activeLearning({ dataset, architecture: leNet5, acquisition: deepGini, initial: 10, query: 10 });
// @ts-expect-error -- bits is a number
quantize('8');
// @ts-expect-error -- unknown scheme
quantize(8, { scheme: 'logarithmic' });
// @ts-expect-error -- the calibration split is missing
quantize.int8({});
// @ts-expect-error -- the split that chooses the neurons is missing
pruneNeurons(0.5);

export const byName: readonly AcquisitionFunction[] = Object.values(acquisitionFunctions);
export const attack: Attack = attacks.pgd;

export async function measure(classifier: Classifier): Promise<number> {
  const measurement = await evaluateRobustness(classifier, dataset.test, pgd, { epsilon: 0.1 });
  return measurement.robustAccuracy + measurement.interval.low;
}

export async function shrink(classifier: Classifier): Promise<number> {
  const [{ change, steps }] = await evaluateCompressions(classifier, dataset.test, [
    compress(prune.structured(0.3, { finetune: { epochs: 1, split: dataset.train } }), quantize.dynamic()),
  ]);
  const { bytes } = await saveCompressed(quantize(8, { granularity: 'tensor' }).compress(classifier), 'small');
  return bytes + change + steps.length;
}
