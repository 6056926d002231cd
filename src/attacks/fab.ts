import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import { integerFrom, oneOf, positive, within } from '../options.ts';
import { boundaryWalk } from './boundary-walk/boundary-walk.ts';
import type { AttackedBatch } from './contract.ts';
import { defineAttack } from './define.ts';
import { gatherRows, rankedColumns } from '../matrix/rows.ts';
import { surfaceStart } from './ascent/random-start.ts';

export interface FabOptions {
  /** The norm in which perturbations are to be small. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** Steps of each walk. @defaultValue 100 */
  readonly steps: number;
  /** Walks; the first begins at the input, the others at random near it. @defaultValue 1 */
  readonly restarts: number;
  /**
   * How many classes are aimed at, one after the other, from the most probable on: 9 in auto-attack's FAB-T. 0 goes at
   * every step for the nearest boundary of all, which costs a gradient for each class. @defaultValue 0
   */
  readonly targets: number;
  /** The largest weight of the way from the input. @defaultValue 0.1 */
  readonly alphaMax: number;
  /** By how much of itself a step goes beyond the boundary, plus 1. @defaultValue 1.05 */
  readonly eta: number;
  /** The share of the way from the input that is kept once the boundary is crossed. @defaultValue 0.9 */
  readonly beta: number;
}

const defaults: FabOptions = {
  norm: 'linf',
  steps: 100,
  restarts: 1,
  targets: 0,
  alphaMax: 0.1,
  eta: 1.05,
  beta: 0.9,
};

/**
 * Fast adaptive boundary attack: the smallest perturbation that leaves the label, by walks along the decision boundary that
 * are drawn to the input; `boundaryWalk` has the formulas.
 *
 * Epsilon does not steer it: a perturbation that turns out larger does not count.
 *
 * Deviation, as auto-attack: no bisection at the end. Random starts lie within half the smallest perturbation so far, as
 * in the paper, and where there is none within half of 0.3 in L-inf and of 1 in L2.
 * @see Croce & Hein 2020, arXiv:1907.02044, algorithm 1; Croce & Hein 2020, arXiv:2003.01690, section 5 (targets)
 */
export const fab = defineAttack<FabOptions>({
  name: 'fab',
  norm: ({ norm }) => norm,
  access: 'white-box',
  minimal: true,
  defaults,
  limits: {
    norm: oneOf('linf', 'l2'),
    steps: integerFrom(1),
    restarts: integerFrom(1),
    targets: integerFrom(0),
    alphaMax: within(0, 1),
    eta: positive,
    beta: within(0, 1),
  },
  perturb: (batch, options) => {
    const ranks = Array.from({ length: Math.min(options.targets, batch.classifier.classes - 1) }, (_, k) => k + 1);
    return walkTo(batch, options, ranks.length > 0 ? ranks : [null]);
  },
});

/**
 * One walk towards the class of a rank among the other classes, 1 being the most probable: a part of auto-attack's FAB-T.
 * An input stops at the first adversarial point within epsilon.
 */
export function fabTowards(batch: AttackedBatch, rank: number, options: Partial<FabOptions> = {}): Promise<Tensor> {
  return walkTo(batch, { ...defaults, ...options, restarts: 1 }, [rank], batch.epsilon);
}

/** Walks to each target in turn, a rank or whatever is nearest, and returns the closest points. */
async function walkTo(
  batch: AttackedBatch,
  { restarts, ...options }: FabOptions,
  ranks: readonly (number | null)[],
  enough?: number,
): Promise<Tensor> {
  const { classifier, x, y } = batch;
  const [clean, truth] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
  const length = clean.length / truth.length;
  const logits = tidyNumbers(() => classifier.logits(x).dataSync()) as Float32Array;
  const ranking = rankedColumns(logits, classifier.classes, classifier.classes);

  const items = truth.map((_, item) => item).filter((item) => ranking[0][item] === truth[item]);
  const inputs = gatherRows(clean, items, length);
  const labels = items.map((item) => truth[item]);
  const closest = { points: inputs.slice(), distances: new Float64Array(items.length).fill(Infinity) };
  const walk = { ...options, classifier, inputs, labels, enough, closest };
  for (const rank of ranks) {
    const targets = rank === null ? undefined : items.map((item) => ranking[rank][item]);
    await boundaryWalk({ ...walk, targets });
    for (let restart = 1; restart < restarts; restart++) {
      const random = batch.random.fork(rank ?? 'nearest', restart);
      const positions = items.map((item) => batch.positions?.[item] ?? item);
      const start = nearbyPoints({ ...batch, random, positions }, options.norm, inputs, closest.distances);
      await boundaryWalk({ ...walk, targets, start });
    }
  }
  const found = clean.slice();
  items.forEach((item, row) => found.set(closest.points.subarray(row * length, (row + 1) * length), item * length));
  return tf.tensor(found, x.shape);
}

/** Radii that random starts keep within where no perturbation is known. */
const usualRadius = { linf: 0.3, l2: 1 };

/** A random point near each of some inputs, at half the distance of what is known to break it, [n, values of an item]. */
function nearbyPoints(
  batch: AttackedBatch,
  norm: 'linf' | 'l2',
  inputs: Float32Array,
  distances: Float64Array,
): Float32Array {
  return tidyNumbers(() => {
    const x = tf.tensor(inputs, [distances.length, ...batch.classifier.itemShape]);
    const start = surfaceStart({ ...batch, x, epsilon: usualRadius[norm] / 2 }, norm).dataSync() as Float32Array;
    const length = inputs.length / distances.length;
    return start.map((value, i) => {
      const share = Math.min(1, distances[Math.floor(i / length)] / usualRadius[norm]);
      return inputs[i] + share * (value - inputs[i]);
    });
  });
}
