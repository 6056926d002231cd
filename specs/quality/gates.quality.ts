import {
  activeLearning,
  adversarialTraining,
  dre,
  fgsm,
  glyphs,
  leNet5,
  pgd,
  quantize,
  test as base,
} from 'vitest-dnn';

/** A LeNet-5 that reads digits and survives an attacker who may change every pixel by up to 0.1. */
const test = base.extend(
  'model',
  { scope: 'file' },
  activeLearning({
    name: 'digits',
    dataset: glyphs(),
    architecture: leNet5,
    acquisition: dre,
    initial: 400,
    query: 400,
    stages: 2,
    training: adversarialTraining(pgd.with({ steps: 5, stepSize: 0.03 }), 0.1, {
      epochs: 15,
      batchSize: 64,
      learningRate: 0.002,
    }),
  }),
);

test('reads digits', async ({ model, expect }) => {
  await expect(model).toReachAccuracy(0.95);
});

test('survives PGD at 0.1', async ({ model, expect }) => {
  await expect(model).toBeRobustAgainst(pgd, 0.1, { atLeast: 0.7, limit: 500 });
});

test('is rarely fooled by a single step', async ({ model, expect }) => {
  await expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.1, 0.25);
});

test('keeps its accuracy on an 8-bit device', async ({ model, expect }) => {
  await expect(model).toRetainAccuracyAfter(quantize(8), { within: 0.01 });
});

test('loses too much with 2 bits per weight', async ({ model, expect }) => {
  await expect(model).not.toRetainAccuracyAfter(quantize(2), { within: 0.01 });
});
