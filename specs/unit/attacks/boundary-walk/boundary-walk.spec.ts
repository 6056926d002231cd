import { beforeAll, describe, expect, test } from 'vitest';
import { boundaryWalk, type BoundaryWalk } from '../../../../src/attacks/boundary-walk/boundary-walk.ts';
import { startEngine } from '../../../../src/engine/index.ts';
import { tf } from '../../../../src/engine/tensors.ts';
import { linearClassifier, smallProblem } from '../sample.ts';

beforeAll(() => startEngine('wasm'));

const settings = { norm: 'linf', steps: 20, alphaMax: 0.1, eta: 1.05, beta: 0.9 } as const;

/** Returns the closest adversarial points of a walk, with their distances. */
async function walked(walk: Omit<BoundaryWalk, 'closest'>): Promise<BoundaryWalk['closest']> {
  const closest = { points: walk.inputs.slice(), distances: new Float64Array(walk.labels.length).fill(Infinity) };
  await boundaryWalk({ ...walk, closest });
  return closest;
}

/** A small problem whose labels are the predicted classes. */
async function rightOnes(size: number) {
  const { network, split } = await smallProblem(size);
  return { classifier: network, inputs: split.inputs as Float32Array, labels: await network.predictions(split) };
}

describe('boundaryWalk', () => {
  test('finds the nearest boundary of a linear network, up to eta', async () => {
    const classifier = linearClassifier([
      [0.7, 0],
      [0, 2.4],
    ]);
    const nearest = { linf: 0.39 / 3.1, l2: 0.39 / 2.5 };
    for (const norm of ['linf', 'l2'] as const) {
      const { distances } = await walked({
        ...settings,
        norm,
        classifier,
        inputs: Float32Array.of(0.9, 0.1),
        labels: Int32Array.of(0),
      });
      expect(distances[0]).toBeGreaterThanOrEqual(nearest[norm] - 1e-6);
      expect(distances[0]).toBeLessThan(nearest[norm] * 1.051);
    }
  });

  test('returns adversarial points inside the input range, with their distances', async () => {
    const problem = await rightOnes(20);
    const { points, distances } = await walked({ ...settings, ...problem });
    const after = await problem.classifier.predictions({
      inputs: points,
      itemShape: [4, 4, 1],
      labels: problem.labels,
      size: 20,
    });
    expect([...distances].filter(Number.isFinite).length).toBeGreaterThan(10);
    expect(points.every((value) => value >= 0 && value <= 1)).toBe(true);
    distances.forEach((distance, item) => {
      const shift = [...points.subarray(item * 16, (item + 1) * 16)].map((value, i) =>
        Math.abs(value - problem.inputs[item * 16 + i]),
      );
      expect(after[item] !== problem.labels[item]).toBe(Number.isFinite(distance));
      expect(Math.max(...shift)).toBeCloseTo(Number.isFinite(distance) ? distance : 0, 6);
    });
  });

  test('reaches the target classes, at larger distances', async () => {
    const problem = await rightOnes(20);
    const targets = problem.labels.map((label) => (label + 1) % 3);
    const aimed = await walked({ ...settings, ...problem, targets });
    const free = await walked({ ...settings, ...problem });
    const reached = [...aimed.distances.keys()].filter((item) => Number.isFinite(aimed.distances[item]));
    const sum = (distances: Float64Array): number => reached.reduce((total, item) => total + distances[item], 0);
    expect(reached.length).toBeGreaterThan(5);
    expect(sum(free.distances)).toBeLessThan(sum(aimed.distances));
  });

  test('stops within the distance that is enough, and keeps closer points', async () => {
    const problem = await rightOnes(20);
    const all = await walked({ ...settings, ...problem });
    const enough = [...all.distances].sort((a, b) => a - b)[10];
    const some = await walked({ ...settings, ...problem, enough });
    some.distances.forEach((distance, item) => {
      expect(distance).toBeGreaterThanOrEqual(all.distances[item]);
      if (all.distances[item] <= enough) expect(distance).toBeLessThanOrEqual(enough);
      else expect(distance).toBe(all.distances[item]);
    });
    const before = { points: new Float32Array(problem.inputs.length), distances: new Float64Array(20) };
    await boundaryWalk({ ...settings, ...problem, closest: before });
    expect([...before.points, ...before.distances].every((value) => value === 0)).toBe(true);
  });

  test('leaks no tensor', async () => {
    const problem = await rightOnes(10);
    const before = tf.memory().numTensors;
    await walked({ ...settings, ...problem, steps: 3 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
