import { describe, expect, test } from 'vitest';
import { kMultisectionNeuronCoverage, neuronCoverage, type Activations } from '../../src/acquisition/index.ts';
import { kernelDensity } from '../../src/geometry/kernel-density.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';
import { createRandom } from '../../src/random/index.ts';
import golden from './golden/coverage-and-surprise.json' with { type: 'json' };

// golden/coverage-and-surprise.json: python -P specs/reference/generators/coverage-and-surprise.py

const matrixOf = (rows: number[][]): Matrix => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0].length,
});

describe(`dnn-tip ${golden['made with']['dnn-tip']}, with neurons that never vary`, () => {
  const { outputs, low, high, sections, active, inside, greedy } = golden.coverage;
  const [size, neurons] = [outputs.length, low.length];
  const activations: Activations = {
    neurons,
    layers: [{ name: 'hidden', start: 0, end: neurons }],
    low: Float32Array.from(low),
    high: Float32Array.from(high),
    batches: async function* () {
      yield matrixOf(outputs);
    },
  };

  test('kMultisectionNeuronCoverage scores the share of covered sections, and no section of a neuron that never varied', async () => {
    const scores = await kMultisectionNeuronCoverage.with({ sections }).scores({ size, activations });
    expect(Array.from(scores, (share) => share * sections * neurons)).toEqual(
      inside.map((count) => expect.closeTo(count, 9)),
    );
  });

  test('its greedy selection covers as many sections after each query', async () => {
    const order = await kMultisectionNeuronCoverage
      .with({ sections, greedy: true })
      .select({ size, activations }, size, createRandom(0));
    const covered = (queries: ArrayLike<number>): number[] => {
      const seen = new Set<string>();
      return Array.from(queries, (query) => {
        outputs[query].forEach((output, j) => {
          if (low[j] < high[j] && output >= low[j] && output <= high[j])
            seen.add(`${j} ${Math.floor(((output - low[j]) / (high[j] - low[j])) * sections)}`);
        });
        return seen.size;
      });
    };
    expect(covered(order)).toEqual(covered(greedy));
  });

  test('neuronCoverage counts the neurons above the threshold', async () => {
    const scores = await neuronCoverage.with({ threshold: 0.5 }).scores({ size, activations });
    expect(Array.from(scores, (share) => share * neurons)).toEqual(active.map((count) => expect.closeTo(count, 9)));
  });
});

describe(`SciPy ${golden['made with'].scipy}`, () => {
  test.each(golden.densities)(
    'kernel density of $points.length points in $points.0.length columns',
    async ({ points, at, logDensities }) => {
      const density = await kernelDensity(matrixOf(points));
      density(matrixOf(at)).forEach((value, i) => {
        expect(Math.abs(value / logDensities[i] - 1), `${value} for ${logDensities[i]}`).toBeLessThan(2e-9);
      });
    },
  );
});
