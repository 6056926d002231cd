import { describe, expect, test } from 'vitest';
import { fgsm } from '../../../src/attacks/index.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { subset } from '../../../src/splits/index.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split as ten, thresholdModel } from './threshold-model.ts';

registerMatchers();
/** The ten inputs a hundred times: an accuracy of 0.8, a robust accuracy of 0.4 and a success rate of 0.5 at 0.25. */
const split = subset(
  ten,
  Array.from({ length: 1000 }, (_, item) => item % 10),
);
const model = { classifier: await thresholdModel(), split };
const factOf = (name: string, message: string): string | undefined =>
  new RegExp(`^  ${name} +(.*)$`, 'm').exec(message)?.[1];

describe('with sequential', () => {
  test('an accuracy far below the threshold fails after a part of the inputs', async () => {
    const message = await messageOf(expect(model).toReachAccuracy(0.95, { sequential: true, seed: 1 }));
    expect(factOf('decided', message)).toMatch(/^after \d{2,3} of 1000 inputs: its interval lies below the threshold$/);
    expect(Number(factOf('inputs', message))).toBeLessThan(300);
  });

  test('a robust accuracy far above the threshold passes', async () => {
    await expect(model).toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.2, sequential: true });
    await expect(model).not.toBeRobustAgainst(fgsm, 0.25, { atLeast: 0.7, sequential: true });
  });

  test('a success rate is that among the correctly classified inputs', async () => {
    await expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.7, { sequential: true });
    const failed = expect(model).toHaveAttackSuccessRateBelow(fgsm, 0.25, 0.3, { sequential: true, seed: 1 });
    const message = await messageOf(failed);
    expect(factOf('decided', message)).toMatch(/^after \d{2,3} of 1000 inputs: its interval lies above the threshold$/);
    expect(factOf('measured', message)).toMatch(/^0\.\d+, 95 % interval \[0\.3/);
  });

  test('a robust accuracy up to a radius is that at the radius', async () => {
    const decided = { attack: fgsm, sequential: true, seed: 1 };
    await expect(model).toBeRobustUpTo(0.25, { ...decided, atLeast: 0.2 });
    const message = await messageOf(expect(model).toBeRobustUpTo(0.25, { ...decided, atLeast: 0.7 }));
    expect(factOf('decided', message)).toMatch(/^after \d{2,3} of 1000 inputs: its interval lies below the threshold$/);
    expect(factOf('curve', message)).toMatch(/at 0\.0625, .* at 0\.25$/);
  });

  test('a value too near to the threshold is compared when all inputs are done', async () => {
    const message = await messageOf(expect(model).toReachAccuracy(0.801, { sequential: true }));
    expect(factOf('decided', message)).toBe('by all 1000 inputs: its interval still holds the threshold');
    expect(factOf('measured', message)).toMatch(/^0\.8, 95 % interval \[0\.7\d+, 0\.8\d+\]$/);
  });

  test('any other value than true or false is refused', async () => {
    const options = { sequential: 'yes' } as never;
    await expect(expect(model).toReachAccuracy(0.5, options)).rejects.toThrow(InvalidOptionError);
    await expect(expect(model).toReachAccuracy(0.5, options)).rejects.toThrow("toReachAccuracy: sequential is 'yes'.");
  });
});
