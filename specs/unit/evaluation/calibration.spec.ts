import { describe, expect, test } from 'vitest';
import { evaluateCalibration } from '../../../src/evaluation/index.ts';
import { errorInterval, reliabilityOf } from '../../../src/evaluation/reliability.ts';
import { InvalidModelError, InvalidOptionError } from '../../../src/errors.ts';
import { createRandom } from '../../../src/random/index.ts';
import { split, thresholdModel } from '../matchers/threshold-model.ts';

describe('evaluateCalibration', () => {
  test('of a classifier compares its softmax with its accuracy', async () => {
    const network = await thresholdModel();
    const measured = await evaluateCalibration(network, split, { bins: 10 });
    const { data } = await network.probabilities(split);
    const confidences = Array.from(split.labels, (_, item) => Math.max(data[2 * item], data[2 * item + 1]));
    const mean = confidences.reduce((sum, value) => sum + value, 0) / 10;
    expect(measured.meanConfidence).toBeCloseTo(mean, 12);
    expect(measured).toMatchObject({ kind: 'calibration', accuracy: 0.8, inputs: 10, parameters: { bins: 10 } });
    expect(measured.reliability).toHaveLength(10);
    expect(measured.reliability.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(10);
    expect(measured.interval.low).toBeLessThanOrEqual(measured.value);
  });

  test.each<[unknown, string]>([
    [[2, -1], 'scores that sum to 1 for input 0, from -1 to 2'],
    [[3, 1], 'scores that sum to 4 for input 0, from 1 to 3'],
  ])('refuses the scores %j', async (row, message) => {
    const predictor = { predict: (_: Float32Array, count: number) => Array.from({ length: count }, () => row) };
    const measured = evaluateCalibration(predictor as never, split);
    await expect(measured).rejects.toThrow(InvalidModelError);
    await expect(measured).rejects.toThrow(message);
  });

  test('refuses labels alone, and bins that are no number', async () => {
    const predictor = { predict: (_: Float32Array, count: number) => new Int32Array(count) };
    await expect(evaluateCalibration(predictor, split)).rejects.toThrow('answers labels alone');
    await expect(evaluateCalibration(predictor, split, { bins: 0 })).rejects.toThrow(InvalidOptionError);
  });
});

describe('the reliability diagram', () => {
  test('puts an edge into the bin below, and 0 into the first', () => {
    const bins = reliabilityOf(Float64Array.of(0, 0.2, 0.2000001, 1), [true, false, true, true], 5);
    expect(bins.map(({ inputs }) => inputs)).toEqual([2, 1, 0, 0, 1]);
    expect(bins[0]).toEqual({ from: 0, to: 0.2, inputs: 2, confidence: 0.1, accuracy: 0.5 });
    expect(bins[2]).toMatchObject({ confidence: null, accuracy: null });
  });
});

/** Draws confidences, and answers that are right with the probability `truth` of them. */
function simulate(seed: number, truth: (confidence: number) => number): { error: number; low: number; high: number } {
  const random = createRandom(seed);
  const confidences = Float64Array.from({ length: 500 }, () => 0.5 + random.uniform() / 2);
  const correct = Array.from(confidences, (confidence) => random.uniform() < truth(confidence));
  const bins = reliabilityOf(confidences, correct, 10);
  const error = bins.reduce((sum, { inputs, ...bin }) => {
    return sum + (inputs / 500) * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0));
  }, 0);
  return { error, ...errorInterval(error, confidences, correct, { bins: 10, level: 0.95, seed }) };
}

describe('the interval of the error, over 150 simulated models', () => {
  test('holds 0 in 95 % for calibrated models, whose estimate is never 0', () => {
    const runs = Array.from({ length: 150 }, (_, seed) => simulate(seed, (confidence) => confidence));
    expect(runs.every(({ error }) => error > 0)).toBe(true);
    expect(runs.filter(({ low }) => low === 0).length / 150).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 150));
  });

  test('holds the true error of overconfident models in 95 %', () => {
    const runs = Array.from({ length: 150 }, (_, seed) => simulate(seed, (confidence) => confidence - 0.2));
    expect(runs.filter(({ low, high }) => low <= 0.2 && 0.2 <= high).length / 150).toBeGreaterThan(
      0.95 - 3 * Math.sqrt((0.95 * 0.05) / 150),
    );
    expect(runs.filter(({ low }) => low > 0).length).toBe(150);
  });
});
