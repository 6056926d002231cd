// Compiled, never run: what the assertions accept as their subject, with Vitest 4 and Vitest 5.
import { expect } from 'vitest';
import {
  classifier,
  deepWordBug,
  evaluateRobustness,
  fgsm,
  glyphs,
  leNet5,
  pgd,
  pruneNeurons,
  pwws,
  quantize,
  square,
  trained,
  test as base,
  type Attack,
  type Classifier,
  type ConfigurableAttack,
  type PgdOptions,
  type Predictor,
  type Split,
  type TestedModel,
  type TrainedModel,
} from 'vitest-dnn';
import { sequential, type Network } from 'vitest-dnn/layers';

declare const trainedModel: TrainedModel;
declare const network: Network;
declare const predictor: Predictor;
declare const split: Split;
declare const anyAttack: Attack;
// oxlint-disable-next-line typescript/no-explicit-any -- a fixture without types
declare const untyped: any;
const asked = { classifier: predictor, split };
const answered = { classifier: { predict: () => [[0, 1]] }, split };

export async function models(): Promise<void> {
  const done: Promise<void> = expect(trainedModel).toReachAccuracy(0.9);
  await done;
  const model: TestedModel = { classifier: classifier(sequential()), split };
  await expect(model).not.toReachAccuracy(0.9);
  await expect({ classifier: network, split }, 'a message').toFitIn(1024);
  await expect(await Promise.resolve(trainedModel)).to.toReachAccuracy(0.9);
  await expect(Promise.resolve(trainedModel)).resolves.toReachAccuracy(0.9);
  await expect(Promise.resolve(trainedModel)).resolves.toBeRobustAgainst(pgd, 0.1, { atLeast: 0.5 });
  await expect(untyped).toRetainAccuracyAfter(quantize(8));
  await expect.soft(trainedModel).toBeRobustUpTo(0.1, { attack: fgsm, atLeast: 0.5 });
  await expect(trainedModel).toBeRobustAgainst(anyAttack, 0.1);
}

base.extend(
  'small',
  { scope: 'file' },
  trained({ dataset: glyphs({ train: 10, test: 10 }), architecture: leNet5 }),
)('a fixture of any name', async ({ small, expect: inTest }) => {
  await inTest(small).toReachAccuracy(0.9);
  await inTest.soft(small).not.toHaveCleverScoreAbove(0.1);
});

export async function texts(): Promise<void> {
  const predict = (some: readonly string[]) => some.map(() => [0, 1]);
  const served = { classifier: { predict }, split: { texts: ['a good film'], labels: [1] } };
  await expect(served).toBeRobustAgainst(pwws, 0.2, { atLeast: 0.5 });
  await expect(served).toReachAccuracy(0.9);
  await expect(trainedModel).toBeRobustUpTo(5, { attack: deepWordBug });
  await expect(trainedModel).toKeepQuality({ attacks: [[pwws.with({ queryLimit: 100 }), 0.2]] });
  const { adversarial } = await evaluateRobustness(network, split, pwws, { epsilon: 0.2, keepAdversarial: true });
  const changed: readonly string[] | undefined = adversarial?.adversarial;
  void changed;
}

export async function predictors(): Promise<void> {
  await expect(asked).toReachAccuracy(0.9);
  await expect(asked).toReachAccuracy(0.9, {
    perClass: true,
    slices: { dark: ({ values, label, id }, index) => values[0] < 0.5 && label > 0 && id !== undefined && index > 0 },
    decide: 'interval',
    confidence: 0.99,
  });
  await expect(asked).toBeCalibrated(0.05, { bins: 10, undecided: 'fail' });
  await expect(asked).not.toAnswerWithin(20, { percentile: 99, batch: 8 });
  await expect(answered).toReachAccuracy(0.9);
  await expect(answered).toBeRobustAgainst(square, 0.1);
  await expect(asked).toBeRobustAgainst(square.with({ queries: 10 }), 0.1);
  await expect(asked).toBeRobustUpTo(0.1, { attack: square, atLeast: 0.5 });
  await expect(asked).toHaveAttackSuccessRateBelow(square, 0.1, 0.5);
  await expect(asked).toBeRobustAgainst(anyAttack, 0.1);
  await square.run(predictor, split, { epsilon: 0.1 });
  await evaluateRobustness(predictor, split, square, { epsilon: 0.1 });
  await evaluateRobustness(predictor, split, anyAttack, { epsilon: 0.1 });
}

export async function data(): Promise<void> {
  const dataset = glyphs({ train: 10, test: 10 });
  await expect(dataset).toBeBalanced({ ratio: 0.5 });
  await expect(split).not.toBeBalanced();
  await expect(untyped).toHaveConsistentLabels({ atMost: 0.05 * split.size });
  await expect.soft(dataset).toHaveInputsInRange({ inputRange: [0, [1, 2]] });
  // @ts-expect-error -- a model is no data set
  await expect(trainedModel).toBeBalanced();
  // @ts-expect-error -- nor is a number
  await expect(5).toHaveConsistentLabels();
}

export const general: ConfigurableAttack<PgdOptions> = pgd.with({ steps: 3 });
export const attacks: readonly Attack[] = [pgd, square, general];

export async function wrong(bare: Classifier): Promise<void> {
  // @ts-expect-error -- a number is no model
  await expect(5).toReachAccuracy(0.9);
  // @ts-expect-error -- nor softly
  await expect.soft('model').toReachAccuracy(0.9);
  // @ts-expect-error -- nor negated
  await expect(5).not.toReachAccuracy(0.9);
  // @ts-expect-error -- the fixture is missing
  await expect(undefined).toFitIn(1024);
  // @ts-expect-error -- the split is missing
  await expect(bare).toReachAccuracy(0.9);
  // @ts-expect-error -- an attack without its epsilon
  await expect(model).toKeepQuality({ attacks: [pgd] });
  await expect(asked).toKeepQuality({ attacks: [[square, 0.1]], seed: 1, name: 'asked' });
  // @ts-expect-error -- the promise is not awaited
  await expect(Promise.resolve(trainedModel)).toReachAccuracy(0.9);
  // @ts-expect-error -- a slice says whether an input belongs
  await expect(asked).toReachAccuracy(0.9, { slices: { dark: ({ label }) => label } });
  // @ts-expect-error -- a predictor has no gradients
  await expect(asked).toBeRobustAgainst(pgd, 0.1);
  // @ts-expect-error -- nor with other options
  await expect(answered).toBeRobustAgainst(pgd.with({ steps: 3 }), 0.1);
  // @ts-expect-error -- nor in other assertions
  await expect(asked).toBeRobustUpTo(0.1, { attack: fgsm, atLeast: 0.5 });
  // @ts-expect-error -- nor in other assertions
  await expect(asked).toHaveAttackSuccessRateBelow(fgsm, 0.1, 0.5);
  // @ts-expect-error -- a predictor has no weights
  await expect(asked).toRetainAccuracyAfter(quantize(8));
  // @ts-expect-error -- a predictor has no weights
  await expect(asked).toRetainRobustnessAfter(pruneNeurons(0.1, split), square, 0.1);
  // @ts-expect-error -- a predictor has no weights
  await expect(asked).toFitIn(1024);
  // @ts-expect-error -- a predictor has no gradients
  await expect(asked).toHaveCleverScoreAbove(0.1);
  // @ts-expect-error -- a predictor has no gradients
  await pgd.run(predictor, split, { epsilon: 0.1 });
  // @ts-expect-error -- a predictor has no gradients
  await evaluateRobustness(predictor, split, pgd, { epsilon: 0.1 });
}
