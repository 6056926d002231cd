import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../../src/errors.ts';
import { messageOf, registerMatchers } from './register.ts';
import { split, thresholdModel } from './threshold-model.ts';

registerMatchers();
const model = { classifier: await thresholdModel(), split };

describe('toReachAccuracy', () => {
  test('passes at a threshold equal to the accuracy', async () => {
    await expect(model).toReachAccuracy(0.8);
    await expect(model).not.toReachAccuracy(0.81);
  });

  test('lists the measurement when it fails', async () => {
    expect(await messageOf(expect(model).toReachAccuracy(0.9))).toMatchInlineSnapshot(`
      "expected threshold to have an accuracy of at least 0.9, but it has 0.8

        measured   0.8, 95 % interval [0.4902, 0.9433]
        required   at least 0.9
        undecided  the 95 % interval holds the threshold; by its value it fails; about 25 more inputs would decide it at the present rate
        inputs     10
        seed       0
        engine     wasm 4.22.0
        try        more training data or epochs, or a larger architecture; check that the inputs are scaled as in training
        try        a threshold of 0.8, which this model satisfies; 0.4901, the lower end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-reach-accuracy.spec.ts -t "toReachAccuracy .*lists the measurement when it fails""
    `);
  });

  test('lists the measurement when its negation fails', async () => {
    expect(await messageOf(expect(model).not.toReachAccuracy(0.5))).toMatchInlineSnapshot(`
      "expected threshold not to have an accuracy of at least 0.5, but it has 0.8

        measured   0.8, 95 % interval [0.4902, 0.9433]
        required   below 0.5
        undecided  the 95 % interval holds the threshold; by its value it fails; about 1 more input would decide it at the present rate
        inputs     10
        seed       0
        engine     wasm 4.22.0
        try        a threshold above 0.8, which this model satisfies; 0.9434, the upper end of its 95 % interval, is safer

      Reproduce: npx vitest run --project "unit" specs/unit/matchers/to-reach-accuracy.spec.ts -t "toReachAccuracy .*lists the measurement when its negation fails""
    `);
  });

  test.each([-0.1, 1.1, 80, Number.NaN, '0.9', undefined])('rejects the threshold %s', async (threshold) => {
    await expect(expect(model).toReachAccuracy(threshold as number)).rejects.toThrow(InvalidOptionError);
  });

  test('suggests a share for a percentage', async () => {
    expect(await messageOf(expect(model).toReachAccuracy(80))).toBe(
      'toReachAccuracy: the threshold is 80.\nExpected a share from 0 to 1.\nFor 80 % pass 0.8.',
    );
  });

  test('rejects an empty split', async () => {
    const empty = { inputs: new Float32Array(0), itemShape: [1], labels: new Int32Array(0), size: 0 };
    await expect(expect({ ...model, split: empty }).toReachAccuracy(0.5)).rejects.toThrow(InvalidDataError);
  });

  test('rejects inputs that are not finite', async () => {
    const inputs = Float32Array.from(split.inputs).fill(Number.NaN, 0, 1);
    await expect(expect({ ...model, split: { ...split, inputs } }).toReachAccuracy(0.5)).rejects.toThrow(
      InvalidDataError,
    );
  });
});
