import { describe, expect, test } from 'vitest';
import { evaluateAccuracy, evaluateCalibration } from '../../src/evaluation/index.ts';
import type { Predictor } from '../../src/models/contract.ts';
import { quantileRanks } from '../../src/statistics/quantile-ranks.ts';
import golden from './golden/predictions.json' with { type: 'json' };

// golden/predictions.json: python specs/reference/generators/predictions.py

const bytes = Uint8Array.from(Buffer.from(golden.probabilities, 'base64'));
const probabilities = new Float32Array(bytes.buffer);
const size = golden.labels.length;
const classes = probabilities.length / size;

/** Input i is the number i, for which the model answers row i of the probabilities. */
const split = {
  inputs: Float32Array.from({ length: size }, (_, i) => i),
  itemShape: [1],
  labels: Int32Array.from(golden.labels),
  size,
};
const model: Predictor = {
  inputRange: [0, size],
  predict: (inputs, count) =>
    Array.from({ length: count }, (_, row) => probabilities.slice(inputs[row] * classes, (inputs[row] + 1) * classes)),
};
const slices = {
  even: (_: unknown, index: number) => index % 2 === 0,
  'label above 2': ({ label }: { label: number }) => label > 2,
  'first ten': ({ values }: { values: ArrayLike<number> }) => values[0] < 10,
};

describe(`scikit-learn ${golden.sklearn}`, () => {
  test('confusion matrix, accuracy by class and by slice', async () => {
    const measured = await evaluateAccuracy(model, split, { perClass: true, slices });
    expect(measured.confusion?.counts).toEqual(golden.confusion);
    expect(measured.value).toBeCloseTo(golden.accuracy, 12);
    const byName = (parts: typeof measured.slices) =>
      Object.fromEntries((parts ?? []).map(({ name, value }) => [name, value]));
    golden.perClass.forEach((value, label) => expect(byName(measured.perClass)[label]).toBeCloseTo(value, 12));
    expect(Object.keys(byName(measured.slices)).sort()).toEqual(Object.keys(golden.slices).sort());
    for (const [name, value] of Object.entries(golden.slices))
      expect(byName(measured.slices)[name]).toBeCloseTo(value, 12);
  });
});

describe(`netcal ${golden.netcal}, torchmetrics ${golden.torchmetrics}`, () => {
  test.each(golden.calibration)('expected calibration error with $bins bins', async (expected) => {
    const { value, maximumError } = await evaluateCalibration(model, split, { bins: expected.bins });
    expect(Math.abs(value - expected.netcal)).toBeLessThan(1e-9);
    expect(Math.abs(maximumError - expected.maximum)).toBeLessThan(1e-9);
    expect(Math.abs(value - expected.torchmetrics)).toBeLessThan(1e-6); // in single precision
  });
});

describe(`NumPy ${golden.numpy}, SciPy ${golden.scipy}`, () => {
  test.each(golden.quantiles)('quantile $share and its interval at $confidence', ({ share, confidence, ...ranks }) => {
    expect(quantileRanks(share, 137, confidence)).toEqual(ranks);
  });
});
