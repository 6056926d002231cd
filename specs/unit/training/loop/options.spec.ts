import { expect, test } from 'vitest';
import { pgd } from '../../../../src/attacks/index.ts';
import { InvalidOptionError } from '../../../../src/errors.ts';
import { adversarialTraining, standardTraining } from '../../../../src/training/index.ts';

test('trainings record their complete options as plain JSON', () => {
  const standard = standardTraining();
  expect(standard).toMatchObject({
    name: 'standardTraining',
    options: { epochs: 20, batchSize: 128, learningRate: 0.001 },
  });
  expect(standardTraining({ earlyStopping: {} }).options.earlyStopping).toEqual({
    patience: 5,
    minDelta: 0,
    restoreBest: true,
    heldOut: 0.1,
  });
  const adversarial = adversarialTraining(pgd.with({ steps: 7 }), 0.3, { epochs: 5, warmup: 2 });
  expect(adversarial.name).toBe('adversarialTraining');
  expect(adversarial.options).toMatchObject({ attack: { name: 'pgd', steps: 7 }, epsilon: 0.3, warmup: 2, epochs: 5 });
  expect(JSON.parse(JSON.stringify(adversarial.options))).toEqual(adversarial.options);
});

test.each([
  [() => standardTraining({ epochs: 0 }), 'standardTraining: epochs is 0.\nExpected an integer of at least 1.'],
  [
    () => standardTraining({ batchSize: 1.5 }),
    'standardTraining: batchSize is 1.5.\nExpected an integer of at least 1.',
  ],
  [
    () => standardTraining({ learningRate: -1 }),
    'standardTraining: learningRate is -1.\nExpected a finite number above 0.',
  ],
  [() => standardTraining({ epoch: 3 } as object), 'standardTraining: there is no option "epoch".'],
  [() => standardTraining({ earlyStopping: { patience: 0 } }), 'standardTraining: earlyStopping: patience is 0.'],
  [() => standardTraining({ earlyStopping: { heldOut: 1 } }), 'Expected a number above 0 and below 1.'],
  [() => adversarialTraining(pgd, 0), 'adversarialTraining: epsilon is 0.\nExpected a positive number'],
  [
    () => adversarialTraining(pgd, 0.3, { epochs: 2, warmup: 3 }),
    'adversarialTraining: warmup is 3.\nExpected 0 <= warmup <= 2',
  ],
])('rejects %s', (create, message) => {
  expect(create).toThrow(InvalidOptionError);
  expect(create).toThrow(message);
});
