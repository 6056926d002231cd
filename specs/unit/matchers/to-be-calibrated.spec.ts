import { describe, expect, test, type TestContext } from 'vitest';
import type { RunningTest } from '../../../matchers/pending/task.ts';
import { InvalidOptionError } from '../../../src/errors.ts';
import { validateTaskMeta } from '../../../src/report/validate.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };
const sure = { classifier: await thresholdModel(1000), split };

describe('toBeCalibrated', () => {
  test('passes if the error is small enough', async ({ task }: TestContext) => {
    await expect(model).toBeCalibrated(1);
    await expect(sure).not.toBeCalibrated(0.1);
    const { gates } = validateTaskMeta((task as RunningTest).meta.dnn, 'the gates');
    expect(gates[1].measurement).toMatchObject({ kind: 'calibration', accuracy: 0.8, inputs: 10 });
  });

  test('lists the measurement when it fails', async () => {
    const message = await messageOf(expect(sure).toBeCalibrated(0.05, { bins: 5, seed: 2 }));
    expect(message).toContain('to have an expected calibration error of at most 0.05, but it has 0.2');
    expect(message).toContain('10; accuracy 0.8, mean confidence 1, largest error of a bin 0.2');
    expect(message).toContain('(0.8, 1] confidence 1, accuracy 0.8 of 10');
    expect(message).toContain('divided by a temperature above 1');
  });

  test.each([-0.1, 5, '0.1'])('rejects the error %s', async (within) => {
    await expect(expect(model).toBeCalibrated(within as number)).rejects.toThrow(InvalidOptionError);
  });
});
