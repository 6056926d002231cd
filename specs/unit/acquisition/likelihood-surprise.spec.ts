import { expect, test } from 'vitest';
import { likelihoodSurprise } from '../../../src/acquisition/index.ts';
import { matrixOf } from './matrix.ts';
import { normalMatrix, randomPool } from './pool.ts';

const scores = async (signals: object, options = {}): Promise<number[]> =>
  Array.from((await likelihoodSurprise.with(options).scores?.({ size: 0, ...signals })) ?? []);

/** Returns -log of the density of two kernels at -1 and 1: variance 2, Scott's factor 2^(-1/5). */
function byHand(x: number): number {
  const variance = 2 * 2 ** (-2 / 5);
  const kernel = (centre: number): number =>
    Math.exp(-((x - centre) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  return -Math.log((kernel(-1) + kernel(1)) / 2);
}

const labelled = { labelledFeatures: matrixOf([[-1], [1]]), labelledPredictions: Int32Array.of(0, 0) };
const certain = matrixOf([[1, 0], [1, 0], [0, 1]]); // prettier-ignore
const pool = { size: 3, features: matrixOf([[0], [5], [2]]), probabilities: certain };

test('is the negative log density of the predicted class, or of all classes if that class is too small', async () => {
  expect(await scores({ ...labelled, ...pool })).toEqual([0, 5, 2].map((x) => expect.closeTo(byHand(x), 9)));
});

test('distinguishes densities that would underflow', async () => {
  const far = { size: 2, features: matrixOf([[1e4], [2e4]]), probabilities: matrixOf([[1, 0], [1, 0]]) }; // prettier-ignore
  const [near, further] = await scores({ ...labelled, ...far });
  expect(Number.isFinite(further)).toBe(true);
  expect(further).toBeGreaterThan(near);
});

test('ignores features that are constant in any class', async () => {
  const with0 = {
    labelledFeatures: matrixOf([[-1, 3], [1, 3], [0, 1], [2, 5]]), // prettier-ignore
    labelledPredictions: Int32Array.of(0, 0, 1, 1),
    size: 1,
    features: matrixOf([[0, 100]]),
    probabilities: matrixOf([[1, 0]]),
  };
  expect(await scores(with0)).toEqual([expect.closeTo(byHand(0), 9)]);
});

test("ignores only a class's own constant features if every feature is constant in some class", async () => {
  const crossed = {
    labelledFeatures: matrixOf([[-1, 3], [1, 3], [7, -1], [7, 1]]), // prettier-ignore
    labelledPredictions: Int32Array.of(0, 0, 1, 1),
    size: 2,
    features: matrixOf([[5, 0], [0, 5]]), // prettier-ignore
    probabilities: matrixOf([[1, 0], [0, 1]]), // prettier-ignore
  };
  expect(await scores(crossed)).toEqual([expect.closeTo(byHand(5), 9), expect.closeTo(byHand(5), 9)]);
});

test('compares with all classes if every feature of the predicted class is constant', async () => {
  const mixed = {
    labelledFeatures: matrixOf([[-1], [1], [0], [0]]), // prettier-ignore
    labelledPredictions: Int32Array.of(0, 0, 1, 1),
    size: 2,
    features: matrixOf([[0], [3]]), // prettier-ignore
    probabilities: matrixOf([[0, 1], [0, 1]]), // prettier-ignore
  };
  const [near, far] = await scores(mixed);
  expect(near).toBeGreaterThan(0);
  expect(far).toBeGreaterThan(near);
});

test('takes seconds for thousands of features and few training inputs', async () => {
  const many = {
    size: 8,
    probabilities: matrixOf(Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? [1, 0] : [0, 1]))),
    features: normalMatrix(8, 2048, 1),
    labelledFeatures: normalMatrix(8, 2048, 2),
    labelledPredictions: Int32Array.from({ length: 8 }, (_, i) => i % 2),
  };
  const start = performance.now();
  const values = await scores(many);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(new Set(values).size).toBe(8);
});

test('is finite with fewer training inputs than features, and larger outside their span', async () => {
  const random = randomPool(20, 3);
  const few = { labelledFeatures: normalMatrix(4, 6, 1), labelledPredictions: Int32Array.of(0, 0, 0, 0) };
  const values = await scores({ ...random, ...few });
  expect(values.every(Number.isFinite)).toBe(true);
  const inside = { ...random, ...few, size: 4, features: few.labelledFeatures, probabilities: matrixOf([[1, 0], [1, 0], [1, 0], [1, 0]]) }; // prettier-ignore
  expect(Math.max(...(await scores(inside)))).toBeLessThan(Math.min(...values));
});

test('is 0 without a labelled set', async () => {
  const none = {
    labelledFeatures: { data: new Float32Array(0), rows: 0, columns: 1 },
    labelledPredictions: new Int32Array(0),
  };
  expect(await scores({ ...pool, ...none })).toEqual([0, 0, 0]);
});

test('rejects a negative least variance', () => {
  expect(() => likelihoodSurprise.with({ leastVariance: -1 })).toThrow('Expected a finite number of at least 0.');
});
