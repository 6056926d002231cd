import { adversarialTraining, leNet5, mnist, pgd, standardTraining, test as base, trained } from 'vitest-dnn';

/** Madry's attacker on MNIST: each pixel may change by 0.3, in 40 steps of 0.01. */
const attacker = pgd.with({ steps: 40, stepSize: 0.01 });
const architecture = leNet5;

const test = base
  .extend(
    'standard',
    { scope: 'file' },
    trained(() => ({ name: 'standard', dataset: mnist(), architecture, training: standardTraining({ epochs: 6 }) })),
  )
  .extend(
    'robust',
    { scope: 'file' },
    trained(() => ({
      name: 'robust',
      dataset: mnist(),
      architecture,
      training: adversarialTraining(pgd.with({ steps: 7, stepSize: 0.1 }), 0.3, {
        epochs: 5,
        warmup: 1,
        learningRate: 0.002,
      }),
    })),
  );

test('LeNet-5 learns MNIST', async ({ standard, expect }) => {
  await expect(standard).toReachAccuracy(0.985);
});

test('LeNet-5 without a defence is not robust against PGD', async ({ standard, expect }) => {
  await expect(standard).not.toBeRobustAgainst(attacker, 0.3, { atLeast: 0.05, limit: 1000 });
});

test('LeNet-5 with adversarial training is robust against PGD', async ({ robust, expect }) => {
  await expect(robust).toBeRobustAgainst(attacker, 0.3, { atLeast: 0.75, limit: 1000 });
});
