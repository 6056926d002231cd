import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dfal } from '../../../src/acquisition/index.ts';
import { computeSignals, type View } from '../../../src/signals/index.ts';
import { startEngine } from '../../../src/engine/index.ts';
import { tf } from '../../../src/engine/tensors.ts';
import { multilayerPerceptron } from '../../../src/architectures/index.ts';
import { small, trace } from '../active-learning/clusters.ts';
import { viewOf } from './view.ts';
import { networkOf } from '../../../src/models/network/network-of.ts';

beforeAll(() => startEngine('wasm'));

let view: View;
afterEach(() => view.classifier.dispose());

/** A linear model of two classes; their logits differ by 3 x + 4 y - 3.5. */
function linearView(options: Partial<View> = {}): View {
  const classifier = networkOf(multilayerPerceptron.with({ hidden: [] })({ itemShape: [2], classes: 2, seed: 1 }));
  classifier.model.setWeights([tf.tensor2d([0, 3, 0, 4], [2, 2]), tf.tensor1d([0, -3.5])]);
  return { ...viewOf(), classifier, ...options };
}

const item = ({ split, pool }: View, index: number): Float32Array =>
  split.inputs.slice(2 * pool[index], 2 * pool[index] + 2) as Float32Array;
const logitDifference = ([a, b]: ArrayLike<number> & Iterable<number>): number => 3 * a + 4 * b - 3.5;

describe('boundaryDistances', () => {
  const request = { candidates: null, twins: false, steps: 50, overshoot: 0.02, clip: false };

  test('are the distances to the plane of a linear model, plus the overshoot', async () => {
    view = linearView({ count: 10 });
    const { boundaryDistances } = await computeSignals({ boundaryDistances: request }, view);
    expect(boundaryDistances.indices).toEqual(Int32Array.from({ length: 100 }, (_, i) => i)); // 10 × 10 candidates, the whole pool
    boundaryDistances.distances.forEach((distance, index) => {
      expect(distance / (1.02 * (Math.abs(logitDifference(item(view, index))) / 5 + 1e-4))).toBeCloseTo(1, 3);
    });
  });

  test('draw ten candidates per selected input, the same for the same seed', async () => {
    view = linearView({ count: 3 });
    const { boundaryDistances } = await computeSignals({ boundaryDistances: request }, view);
    expect(boundaryDistances.indices).toHaveLength(30);
    expect(boundaryDistances.indices).toEqual(boundaryDistances.indices.toSorted());
    expect((await computeSignals({ boundaryDistances: request }, view)).boundaryDistances).toEqual(boundaryDistances);
    const other = await computeSignals({ boundaryDistances: request }, { ...view, random: view.random.fork('other') });
    expect(other.boundaryDistances.indices).not.toEqual(boundaryDistances.indices);
  });

  test('include twins on the other side of the boundary if requested', async () => {
    view = linearView();
    const before = tf.memory().numTensors;
    const { boundaryDistances } = await computeSignals({ boundaryDistances: { ...request, twins: true } }, view);
    const { twins, indices } = boundaryDistances;
    expect(tf.memory().numTensors).toBe(before);
    indices.forEach((index, row) => {
      const twin = twins?.data.slice(2 * row, 2 * row + 2) ?? [];
      expect(Math.sign(logitDifference(twin))).toBe(-Math.sign(logitDifference(item(view, index))));
    });
  });

  test('reject fewer candidates than inputs to select, and token ids', async () => {
    view = linearView({ count: 10 });
    await expect(computeSignals({ boundaryDistances: { ...request, candidates: 9 } }, view)).rejects.toThrow(
      'There are 9 candidates, but 10 inputs are to be selected.',
    );
    const split = { ...view.split, inputs: Int32Array.from(view.split.inputs) };
    await expect(computeSignals({ boundaryDistances: request }, { ...view, split })).rejects.toThrow(
      'The inputs are sequences of 2 token ids, which cannot be perturbed slightly.',
    );
  });
});

describe('bimDistances', () => {
  test('are the distances at the first step that changes the class', async () => {
    view = linearView();
    const { bimDistances } = await computeSignals({ bimDistances: { step: 0.05, steps: 50 } }, view);
    bimDistances.forEach((distance, index) => {
      const steps = Math.floor(Math.abs(logitDifference(item(view, index))) / (7 * 0.05)) + 1; // a step changes z by 7 × 0.05
      expect(distance).toBeCloseTo(steps * 0.05 * Math.SQRT2, 4);
    });
  });

  test('are out of reach if there are too few steps or the gradient is 0', async () => {
    view = linearView();
    const few = await computeSignals({ bimDistances: { step: 1e-4, steps: 3 } }, view);
    expect(few.bimDistances.filter((distance) => distance === Number.MAX_VALUE).length).toBeGreaterThan(90);
    view.classifier.model.setWeights([tf.zeros([2, 2]), tf.zeros([2])]);
    const none = await computeSignals({ bimDistances: { step: 0.05, steps: 50 } }, view);
    expect(none.bimDistances.every((distance) => distance === Number.MAX_VALUE)).toBe(true);
  });
});

test('a run of dfal with twins trains on both and is the same for the same seed', async () => {
  view = viewOf();
  const run = { ...small, acquisition: dfal.with({ twins: true }) };
  const stages = await trace(run);
  expect(await trace(run)).toEqual(stages);
  expect(stages.map(({ labelled }) => labelled)).toEqual([12, 18, 24]);
  const without = await trace({ ...run, acquisition: dfal });
  expect(without[1].selected).toEqual(stages[1].selected);
  expect(without[1].weights).not.toBe(stages[1].weights);
});
