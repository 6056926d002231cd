import { beforeAll, describe, expect, test } from 'vitest';
import { hopSkipJump, largestEpsilon, square } from '../../../src/attacks/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { evaluateRobustness } from '../../../src/evaluation/index.ts';
import type { Predictor } from '../../../src/models/contract.ts';
import { linearClassifier, margins, smallProblem } from './sample.ts';

beforeAll(() => startEngine('wasm'));

const quick = hopSkipJump.with({ queries: 600 });

describe('hopSkipJump', () => {
  test.each(['l2', 'linf'] as const)('finds the distances to the boundary of a linear network in %s', async (norm) => {
    const { network, split } = margins();
    const { distances, correct, broken } = await quick.with({ norm }).run(network, split, {
      epsilon: largestEpsilon(norm, network),
      seed: 1,
    });
    expect([...correct]).toEqual([1, 1, 1, 0]);
    expect([...broken]).toEqual([1, 1, 1, 0]);
    const factor = norm === 'l2' ? Math.SQRT2 : 1;
    [0.05, 0.15, 0.25].forEach((distance, item) => {
      expect(distances[item]).toBeGreaterThanOrEqual(distance * factor - 1e-6);
      expect(distances[item]).toBeLessThan(distance * factor * 1.03);
    });
  });

  test('needs only labels, and counts its queries', async () => {
    const { network, split } = await smallProblem(10);
    const labelsOf: Predictor = {
      predict: async (inputs, count) => {
        const { data, columns } = await network.predict(inputs, count);
        return Array.from({ length: count }, (_, row) => {
          const scores = data.subarray(row * columns, (row + 1) * columns);
          return scores.indexOf(Math.max(...scores));
        });
      },
      classes: 3,
    };
    let queries = 0;
    const counting: Predictor = {
      ...labelsOf,
      predict: async (inputs, count) => {
        queries += count;
        return labelsOf.predict(inputs, count);
      },
    };
    const attack = hopSkipJump.with({ queries: 300 });
    const [labels, scores] = [
      await attack.run(counting, split, { epsilon: 4, seed: 2 }),
      await attack.run(network, split, { epsilon: 4, seed: 2 }),
    ];
    expect(labels.adversarial).toEqual(scores.adversarial);
    expect(labels.broken.filter(Boolean)).toHaveLength(8);
    const others = 2 * split.size + 8; // clean inputs, the count of the classes, and candidates
    expect(queries).toBeGreaterThan(8 * (300 - 32));
    expect(queries).toBeLessThanOrEqual(8 * 300 + others);
    await expect(square.run(counting, split, { epsilon: 0.1 })).rejects.toThrow('answers labels, but no scores');
  });

  test('gets closer with more queries', async () => {
    const { network, split } = await smallProblem(20);
    const medianOf = async (queries: number): Promise<number> => {
      const { distances, correct } = await hopSkipJump.with({ queries }).run(network, split, { epsilon: 4, seed: 3 });
      const sorted = [...distances].filter((_, item) => correct[item]).toSorted((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)];
    };
    const [few, more, many] = [await medianOf(60), await medianOf(300), await medianOf(1200)];
    expect(more).toBeLessThan(0.8 * few);
    expect(many).toBeLessThan(more);
  });

  test('breaks the same inputs whatever epsilon is, if they are within it', async () => {
    const { network, split } = await smallProblem(12);
    const free = await quick.run(network, split, { epsilon: 4, seed: 4 });
    const bound = await quick.run(network, split, { epsilon: 0.3, seed: 4, batchSize: 5 });
    free.distances.forEach((distance, item) => {
      expect(bound.distances[item]).toBe(distance <= 0.3 ? distance : Infinity);
    });
  });

  test('leaves an input alone of which no random point is misclassified', async () => {
    const network = linearClassifier([
      [1, 0],
      [1, 0],
    ]);
    const split = { inputs: Float32Array.of(0.5, 0.5), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const measured = await evaluateRobustness(network, split, quick, { epsilon: 1, seed: 1 });
    expect(measured.value).toBe(1);
  });

  test('keeps values whose bounds are equal', async () => {
    const network = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const fixed = {
      ...network,
      inputRange: [
        [0, 0.3],
        [1, 0.3],
      ] as const,
    };
    const split = { inputs: Float32Array.of(0.4, 0.3), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const { adversarial, distances } = await quick.run(
      { name: 'fixed', classes: 2, inputRange: fixed.inputRange, predict: network.predict },
      split,
      { epsilon: 1, seed: 1 },
    );
    expect(adversarial[1]).toBeCloseTo(0.3, 7);
    expect(distances[0]).toBeCloseTo(0.1, 2);
  });

  test('finds the boundary in an open range, far from the input too', async () => {
    const { predict } = linearClassifier([
      [1, 0],
      [0, 1],
    ]);
    const split = { inputs: Float32Array.of(40, -1), itemShape: [2], labels: Int32Array.of(0), size: 1 };
    const open = { name: 'open', classes: 2, inputRange: [-Infinity, Infinity] as const, predict };
    const { distances } = await quick.run(open, split, { epsilon: Infinity, seed: 1 });
    expect(distances[0]).toBeGreaterThan(20.5 * Math.SQRT2);
    expect(distances[0]).toBeLessThan(20.5 * Math.SQRT2 * 1.05);
  });
});
