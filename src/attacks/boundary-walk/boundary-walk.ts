import { tf } from '../../engine/tensors.ts';
import type { Tensor } from '../../engine/tensors.ts';
import { tidyNumbers } from '../../engine/operations/tidy-numbers.ts';
import type { Network } from '../../models/network/contract.ts';
import { breather } from '../../pace.ts';
import { distanceOf } from '../../norms/distance.ts';
import { boundAt } from '../../norms/range.ts';
import { unitOfLength } from '../../norms/unit.ts';
import { linearised } from '../../gradients/jacobian.ts';
import { dualNorms, nearestBoundary, type Boundary } from '../../boundaries/nearest-boundary.ts';
import { projectOntoPlane } from '../../boundaries/plane-projection.ts';
import { clearLead, gatherRows, largestOf, lostToOffset } from '../../matrix/rows.ts';

export interface BoundaryWalk {
  readonly classifier: Network;
  /** Clean inputs, [n, values per item], all classified correctly. */
  readonly inputs: Float32Array;
  readonly labels: Int32Array;
  readonly norm: 'linf' | 'l2';
  /** The target classes, [n]. @defaultValue the nearest class at every step */
  readonly targets?: Int32Array;
  /** The first points. @defaultValue the inputs */
  readonly start?: Float32Array;
  readonly steps: number;
  readonly alphaMax: number;
  readonly eta: number;
  readonly beta: number;
  /** An input stops at the first adversarial point within this distance. @defaultValue 0: it makes all steps */
  readonly enough?: number;
  /** The closest adversarial points and their distances, Infinity if there is none; the walk replaces them by closer ones. */
  readonly closest: { readonly points: Float32Array; readonly distances: Float64Array };
}

/**
 * The walk of FAB along the decision boundary, for each input; it updates `closest`.
 *
 *   H = { x' : z_k - z_y linearised at x_t is 0 },   k the target, or the class with the nearest H
 *   d_t, d_0 = shortest paths from x_t and from x onto H inside the input range
 *   α = min(‖d_t‖ / (‖d_t‖ + ‖d_0‖), alphaMax)
 *   x_{t+1} = clip((1 - α) (x_t + η d_t) + α (x + η d_0))
 *   and from an adversarial point back towards the input: x + β (x_{t+1} - x)
 */
export async function boundaryWalk(walk: BoundaryWalk): Promise<void> {
  const { classifier, inputs, labels, steps, norm, beta, enough = 0, closest } = walk;
  const length = inputs.length / labels.length;
  const points = (walk.start ?? inputs).slice(); // x_t
  let active: Int32Array = Int32Array.from(labels.keys());

  const breathe = breather();
  const tensorOf = () => tf.tensor(gatherRows(points, active, length), [active.length, ...classifier.itemShape]);
  /** Moves back from an adversarial point, stores it if its lead is clear, and returns whether the input continues. */
  const turnBack = (item: number, isClear: boolean): boolean => {
    const point = points.subarray(item * length, (item + 1) * length);
    const origin = inputs.subarray(item * length, (item + 1) * length);
    const distance = distanceOf(norm, point, origin);
    if (isClear && distance < closest.distances[item]) {
      closest.distances[item] = distance;
      closest.points.set(point, item * length);
    }
    for (let i = 0; i < length; i++) point[i] = origin[i] + beta * (point[i] - origin[i]);
    return !isClear || distance > enough;
  };

  for (let step = 0; step < steps && active.length > 0; step++) {
    tidyNumbers(() => {
      const boundary = boundaryAt(walk, active, tensorOf());
      active.forEach((item, row) => stepAlong(walk, points, item, row, boundary));
    });
    const logits = tidyNumbers(() => classifier.logits(tensorOf()).dataSync()) as Float32Array;
    const predicted = largestOf(logits, classifier.classes);
    active = active.filter((item, row) => {
      if (predicted[row] === labels[item]) return true;
      return turnBack(item, clearLead(logits, row, classifier.classes, labels[item]) > 0);
    });
    await breathe();
  }
}

/** The nearest boundary of some inputs at their points x. */
function boundaryAt({ classifier, labels, targets, norm }: BoundaryWalk, items: Int32Array, x: Tensor): Boundary {
  const { classes } = classifier;
  const from = items.map((item) => labels[item]);
  const candidates = targets
    ? [items.map((item) => targets[item])]
    : Array.from({ length: classes - 1 }, (_, k) => from.map((label) => (label + 1 + k) % classes));
  return linearised(classifier, x, (z) => {
    const logits = z.logits.dataSync() as Float32Array;
    const boundary = nearestBoundary(z, logits, from, candidates, dualNorms[norm]);
    const difference = boundary.difference.map((gap, row) => gap - lostToOffset(logits, row, classes));
    return { ...boundary, difference };
  });
}

/** Moves the point of an input by one step, with the pull α towards the input. */
function stepAlong(
  { classifier, inputs, labels, norm, alphaMax, eta }: BoundaryWalk,
  points: Float32Array,
  item: number,
  row: number,
  { difference, normal }: Boundary,
): void {
  const length = inputs.length / labels.length;
  const [at, normalAt] = [item * length, row * length];
  let origin = difference[row]; // z_k - z_y linearised at the input
  for (let i = 0; i < length; i++) origin += normal[normalAt + i] * (inputs[at + i] - points[at + i]);

  const [near, far] = [new Float64Array(length), new Float64Array(length)]; // d_t and d_0
  const range = classifier.inputRange;
  const onto = (values: Float32Array, height: number, way: Float64Array): number =>
    projectOntoPlane(norm, { values, at, normals: normal, normalAt, length, height, range }, way);
  const nearSize = onto(points, difference[row], near);
  const farSize = onto(inputs, origin, far);
  const [nearLength, farLength] = [nearSize, farSize].map((size) => Math.max(size, 1e-8 * unitOfLength(range)));
  const alpha = Math.min(nearLength / (nearLength + farLength), alphaMax);
  const [lowest, highest] = range;
  for (let i = 0; i < length; i++) {
    const moved = (1 - alpha) * (points[at + i] + eta * near[i]) + alpha * (inputs[at + i] + eta * far[i]);
    points[at + i] = Math.min(Math.max(moved, boundAt(lowest, i)), boundAt(highest, i));
  }
}
