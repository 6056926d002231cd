import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { acquisitionFunctions, bald, variationRatio, type AcquisitionFunction } from '../../src/acquisition/index.ts';
import { computeSignals, type View } from '../../src/signals/index.ts';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { readReferences } from './adversarial-golden.ts';
import golden from './golden/acquisition-signals.json' with { type: 'json' };

// golden/acquisition-signals.json: python -P specs/reference/generators/acquisition-signals.py
const folder = fileURLToPath(new URL('golden', import.meta.url));
const classes = 10;

/**
 * Expects two lists to agree except at a few inputs. If the inputs of a max pooling tie, single precision may send a gradient
 * to another pixel than double precision.
 */
function expectAlike(values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  const apart = expected.map((value, i) => Math.abs(values[i] - value) / Math.abs(value)).sort((a, b) => a - b);
  const figures = `half within ${apart[30]}, 57 of 60 within ${apart[56]}, all within ${apart[59]}`;
  if (process.env.DNN_FIGURES) process.stdout.write(`${expect.getState().currentTestName}: ${figures}\n`);
  expect(apart[30], figures).toBeLessThan(2e-5);
  expect(apart[56], figures).toBeLessThan(2e-5);
  expect(apart[59], figures).toBeLessThan(5e-2);
}

describe('scores of draws equal those of baal, scikit-activeml, modAL, SciPy and NumPy', () => {
  const bytes = Buffer.from(golden.samples, 'base64');
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const size = golden.inputs * classes;
  const posteriorSamples = Array.from({ length: golden.draws }, (_, draw) => ({
    data: values.slice(draw * size, (draw + 1) * size),
    rows: golden.inputs,
    columns: classes,
  }));
  const options = { scores: { average: 'scores' }, disagreement: { estimator: 'disagreement' } };

  test.each(Object.entries(golden.scores))('%s', async (named, expected) => {
    const [name, option] = named.split(' ') as ['dropoutEntropy', 'scores' | undefined];
    const acquisition: AcquisitionFunction = acquisitionFunctions[name].with(option ? (options[option] as object) : {});
    const scores = (await acquisition.scores?.({ size: golden.inputs, posteriorSamples })) ?? [];
    expect(scores).toHaveLength(golden.inputs);
    for (const [i, score] of expected.entries()) expect(Math.abs(scores[i] - score)).toBeLessThan(1e-7); // SciPy divides each row by its sum
  });

  test('and differ between inputs, so that these tests can fail', () => {
    expect(new Set(golden.scores.bald.map((score) => score.toFixed(6))).size).toBeGreaterThan(40);
    expect(new Set(variationRatio.scores?.({ size: golden.inputs, posteriorSamples })).size).toBeGreaterThan(4);
    expect(bald.scores?.({ size: golden.inputs, posteriorSamples })).not.toEqual(
      bald.with({ estimator: 'disagreement' }).scores?.({ size: golden.inputs, posteriorSamples }),
    );
  });
});

describe.each(Object.keys(golden.networks) as (keyof typeof golden.networks)[])('on the %s network', (network) => {
  const expected = golden.networks[network];
  let view: View;

  beforeAll(async () => {
    await startEngine();
    const reference = readReferences(folder).find((candidate) => candidate.network === network);
    if (!reference) throw new Error(`There is no network "${network}" in ${folder}.`);
    const { classifier, split } = reference;
    const pool = Int32Array.from({ length: golden.inputs }, (_, i) => i);
    view = { classifier, split, pool, labelled: subset(split, []), stage: 1, count: 6, random: createRandom(1) };
  });

  test.each(['parameters', 'inputs', 'lastLayer'] as const)(
    'expected gradient lengths of the %s equal those of autograd per input and class, even for a confident network',
    async (of) => {
      const { gradientLengths } = await computeSignals({ gradientLengths: { of } }, view);
      expectAlike(gradientLengths, expected.gradientLengths[of]);
    },
  );

  test.each([
    ['', false, expected.boundaryDistances],
    [' within the range of the inputs', true, expected.clippedBoundaryDistances],
  ])("distances to the boundary%s equal those of foolbox's DeepFool", async (_, clip, distances) => {
    const request = { candidates: golden.inputs, twins: false, steps: 50, overshoot: 0.02, clip };
    const { boundaryDistances } = await computeSignals({ boundaryDistances: request }, view);
    expectAlike(boundaryDistances.distances, distances);
  });

  test('distances by steps along the sign of the gradient equal those of a loop over single inputs', async () => {
    const { bimDistances } = await computeSignals({ bimDistances: { step: 0.05, steps: 50 } }, view);
    expectAlike(bimDistances, expected.bimDistances);
  });
});

test('draws by dropout have the mean and standard deviation of those of PyTorch', async () => {
  const reference = readReferences(folder)[0];
  const few = golden.posterior.mean.length;
  const draws = 400;
  const view: View = {
    ...{
      classifier: reference.classifier,
      split: reference.split,
      labelled: subset(reference.split, []),
      stage: 1,
      count: 1,
    },
    ...{ pool: Int32Array.from({ length: few }, (_, i) => i), random: createRandom(1) },
  };
  const request = { draws, dropoutRate: golden.rate };
  const { posteriorSamples } = await computeSignals({ posteriorSamples: request }, view);
  const deviations = { ours: 0, theirs: 0 };
  for (let i = 0; i < few * classes; i++) {
    const [row, column] = [Math.floor(i / classes), i % classes];
    const ours = posteriorSamples.map(({ data }) => data[i]);
    const mean = ours.reduce((a, b) => a + b) / draws;
    const deviation = golden.posterior.deviation[row][column];
    expect(Math.abs(mean - golden.posterior.mean[row][column])).toBeLessThan((5 * deviation) / Math.sqrt(draws) + 1e-3);
    deviations.ours += Math.sqrt(ours.reduce((sum, p) => sum + (p - mean) ** 2, 0) / draws);
    deviations.theirs += deviation;
  }
  expect(deviations.ours / deviations.theirs).toBeCloseTo(1, 1);
});
