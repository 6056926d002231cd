import { describe, expect, test } from 'vitest';
import {
  badge,
  coreSet,
  determinantalPointProcess,
  distanceSurprise,
  kMultisectionNeuronCoverage,
  likelihoodSurprise,
  mcp,
  neuronCoverage,
  type Activations,
} from '../../src/acquisition/index.ts';
import { averageLinkage } from '../../src/geometry/average-linkage.ts';
import { cutTree } from '../../src/geometry/cut-tree.ts';
import { lloyd } from '../../src/geometry/k-means.ts';
import { rowsAt, type Matrix } from '../../src/matrix/matrix.ts';
import { createRandom } from '../../src/random/index.ts';
import golden from './golden/acquisition-diversity.json' with { type: 'json' };

const { poolSize: size, labelledSize, layers } = golden;
const [firstLayer, columns] = layers;
const neurons = firstLayer + columns;
const probabilities = unpacked(golden.probabilities, size);
const outputs = unpacked(golden.activations, size);
const features = columnsFrom(outputs, firstLayer);
const labelledFeatures = unpacked(golden.labelledFeatures, labelledSize);
const labelledPredictions = Int32Array.from(golden.labelledPredictions);
const pool = { size, probabilities, features, labelledFeatures, labelledPredictions };
const random = createRandom(0);

const activations: Activations = {
  neurons,
  layers: [
    { name: 'first', start: 0, end: firstLayer },
    { name: 'second', start: firstLayer, end: neurons },
  ],
  low: Float32Array.from(golden.low),
  high: Float32Array.from(golden.high),
  batches: async function* () {
    for (let start = 0; start < size; start += 100) {
      yield rowsAt(
        outputs,
        Array.from({ length: Math.min(100, size - start) }, (_, i) => start + i),
      );
    }
  },
};

function unpacked(text: string, rows: number): Matrix {
  const bytes = Buffer.from(text, 'base64');
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return { data, rows, columns: data.length / rows };
}

function columnsFrom(matrix: Matrix, first: number): Matrix {
  const width = matrix.columns - first;
  const data = Float32Array.from({ length: matrix.rows * width }, (_, at) => {
    return matrix.data[Math.floor(at / width) * matrix.columns + first + (at % width)];
  });
  return { data, rows: matrix.rows, columns: width };
}

/** Renumbers clusters in the order of their first occurrence, so that partitions can be compared. */
function renumbered(clusters: ArrayLike<number>): number[] {
  const numbers = new Map<number, number>();
  return Array.from(clusters, (cluster) => {
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return numbers.get(cluster) ?? -1;
  });
}

function expectClose(values: ArrayLike<number>, expected: number[], digits: number): void {
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(values[i] - value) / Math.max(1, Math.abs(value)), `value ${i}`).toBeLessThan(10 ** -digits);
  });
}

describe('core-set', () => {
  const few = { ...labelledFeatures, rows: golden.coreSet.start };
  few.data = few.data.subarray(0, few.rows * columns);

  test('queries in the order of the k-center greedy of DeepAL+', async () => {
    const { order } = golden.coreSet;
    const selected = await coreSet.select({ ...pool, labelledFeatures: few }, order.length, random);
    expect(Array.from(selected)).toEqual(order);
  });

  test('queries in the same order on the principal components of scikit-learn', async () => {
    const { components: pca, pcaOrder } = golden.coreSet;
    const selected = await coreSet.with({ pca }).select({ ...pool, labelledFeatures: few }, pcaOrder.length, random);
    expect(Array.from(selected)).toEqual(pcaOrder);
  });
});

describe('clusters', () => {
  const margins = Float64Array.from({ length: size }, (_, i) => {
    const [first, second] = rowsAt(probabilities, [i]).data.toSorted().reverse();
    return first - second;
  });

  test.each(['plain', 'weighted'] as const)(
    'of %s k-means equal those of scikit-learn from the same seeds',
    async (how) => {
      const { labels, centroids } = golden.kMeans[how];
      const weights = how === 'weighted' ? margins.map((margin) => 1 - margin) : undefined;
      const clusters = await lloyd(features, rowsAt(features, golden.kMeans.seeds), { weights });
      expect(Array.from(clusters.assigned)).toEqual(labels);
      expectClose(clusters.centroids.data, centroids, 5);
    },
  );

  test('of average linkage equal those of SciPy at every height', async () => {
    const merges = await averageLinkage(features);
    expectClose(
      merges.map(({ height }) => height),
      golden.averageLinkage.heights,
      5,
    );
    for (const [count, clusters] of Object.entries(golden.averageLinkage.clusters)) {
      expect(renumbered(cutTree(merges, size, { count: Number(count) }))).toEqual(renumbered(clusters));
    }
  });
});

test('badge starts with the longest gradient, then draws with the probabilities of the published code', async () => {
  const { first, chances } = golden.badge;
  const draws = 1200;
  const drawn = new Float64Array(size);
  for (let seed = 0; seed < draws; seed++) {
    const selected = await badge.select(pool, 2, createRandom(seed));
    expect(selected[0]).toBe(first);
    drawn[selected[1]]++;
  }
  let [chiSquare, cells, rareDrawn, rareExpected] = [0, 0, 0, 0];
  drawn.forEach((times, i) => {
    const expected = draws * chances[i];
    if (expected < 5) [rareDrawn, rareExpected] = [rareDrawn + times, rareExpected + expected];
    else [chiSquare, cells] = [chiSquare + (times - expected) ** 2 / expected, cells + 1];
  });
  chiSquare += (rareDrawn - rareExpected) ** 2 / rareExpected;
  expect(cells).toBeGreaterThan(30);
  expect(Math.abs(chiSquare - cells) / Math.sqrt(2 * cells)).toBeLessThan(4);
});

test("determinantalPointProcess selects in the order of the authors' fast greedy algorithm", async () => {
  const expected = golden.determinantalPointProcess;
  const selected = await determinantalPointProcess.select(pool, expected.length, random);
  expect(Array.from(selected)).toEqual(expected);
});

test.each(Object.entries(golden.mcp))('mcp selects the same %s inputs as the code of Hu et al.', (count, expected) => {
  const selected = mcp.select(pool, Number(count), random);
  expect(Array.from(selected).sort((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
});

test.each(Object.entries(golden.neuronCoverage))(
  'neuronCoverage counts the same neurons above %s as dnn-tip',
  async (threshold, active) => {
    const scores = await neuronCoverage.with({ threshold: Number(threshold) }).scores?.({ size, activations });
    expect(Array.from(scores ?? [], (share) => Math.round(share * neurons))).toEqual(active);
  },
);

describe('k-multisection neuron coverage', () => {
  const { sections, covered, greedy } = golden.kMultisectionNeuronCoverage;
  const acquisition = kMultisectionNeuronCoverage.with({ sections });
  const varying = {
    ...activations,
    low: activations.low.map((low, j) => (activations.high[j] > low ? low : Infinity)),
  };

  test('ranks by the section counts of dnn-tip', async () => {
    const selected = await acquisition.select({ size, activations: varying }, size, random);
    for (let k = 1; k < size; k++) expect(covered[selected[k]]).toBeLessThanOrEqual(covered[selected[k - 1]]);
  });

  test('selects greedily in the order of the coverage-additional method of dnn-tip', async () => {
    const selected = await acquisition.with({ greedy: true }).select({ size, activations: varying }, size, random);
    expect(Array.from(selected.slice(0, greedy.length))).toEqual(greedy);
    const rest = Array.from(selected.slice(greedy.length), (index) => covered[index]);
    expect(rest).toEqual(rest.toSorted((a, b) => b - a));
  });
});

describe('surprise adequacy', () => {
  test('by likelihood equals the kernel densities of SciPy, with features ignored as by the authors', async () => {
    expectClose((await likelihoodSurprise.scores?.(pool)) ?? [], golden.likelihoodSurprise, 6);
  });

  test('by distance equals that of dnn-tip', async () => {
    expectClose((await distanceSurprise.scores?.(pool)) ?? [], golden.distanceSurprise, 5);
  });
});
