import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import { tidyNumbers } from '../engine/operations/tidy-numbers.ts';
import { integerFrom, oneOf, positive, within } from '../options.ts';
import { boundaryWalk } from './boundary-walk/boundary-walk.ts';
import type { AttackedBatch } from './contract.ts';
import { defineAttack } from './define.ts';
import { gatherRows, rankedColumns } from '../matrix/rows.ts';
import { unitOfLength } from '../norms/unit.ts';
import { surfaceStart } from './ascent/random-start.ts';

export interface FabOptions {
  /** The norm that perturbations minimise. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
  /** Steps per walk. @defaultValue 100 */
  readonly steps: number;
  /** Number of walks; the first starts at the input, the others at random points near it. In L2 take at least 3. @defaultValue 1 */
  readonly restarts: number;
  /**
   * Number of classes to aim at, one after the other, most probable first. FAB-T of AutoAttack aims at 9. With 0, every step
   * goes to the nearest boundary of all classes, which costs one gradient per class. @defaultValue 0
   */
  readonly targets: number;
  /** Upper bound of α, the weight that pulls a step towards the input. @defaultValue 0.1 */
  readonly alphaMax: number;
  /** Factor that lengthens a step to cross the boundary. @defaultValue 1.05 */
  readonly eta: number;
  /** The share of the distance from the input that remains after the boundary is crossed. @defaultValue 0.9 */
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
 * Fast adaptive boundary attack: the smallest perturbation that changes the predicted class, by walks along the decision
 * boundary with a pull towards the input.
 *
 *   H = { x' : z_k - z_y linearised at x_t is 0 },   k the target, or the class with the nearest H
 *   d_t, d_0 = shortest paths from x_t and from x onto H inside the input range
 *   α = min(‖d_t‖ / (‖d_t‖ + ‖d_0‖), alphaMax)
 *   x_{t+1} = clip((1 - α) (x_t + η d_t) + α (x + η d_0))
 *   and from an adversarial point back towards the input: x + β (x_{t+1} - x)
 *
 * z are the logits, y is the label and η is `eta`. The search ignores epsilon; a perturbation larger than epsilon does not count.
 *
 * One walk can miss the nearest boundary, in L2 more often than in L-inf: of an adversarially trained network it broke 16 of 19
 * inputs, with 3 restarts or 9 targets all 19. Raise `restarts` or `targets` before you rely on a distance in L2.
 *
 * Deviation, as in auto-attack: no bisection at the end. Random starts lie within half the smallest perturbation so far, as
 * in the paper. Before the first adversarial point, they lie within half of 0.3 in L-inf, and half of 1
 * in L2, times the width of the input range.
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
    restarts: integerFrom(1, 10_000),
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
 * One walk towards the class at a rank among the other classes, 1 being the most probable: a part of FAB-T of auto-attack.
 * An input stops at the first adversarial point within epsilon.
 *
 * @returns the closest adversarial points, or the clean inputs if there is none, [batch, ...itemShape]
 */
export function fabTowards(batch: AttackedBatch, rank: number, options: Partial<FabOptions> = {}): Promise<Tensor> {
  return walkTo(batch, { ...defaults, ...options, restarts: 1 }, [rank], batch.epsilon);
}

/** Walks to one target after the other, given by rank or null for the nearest; returns the closest points. */
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
  const adversarial = clean.slice();
  items.forEach((item, row) =>
    adversarial.set(closest.points.subarray(row * length, (row + 1) * length), item * length),
  );
  return tf.tensor(adversarial, x.shape);
}

/** The size assumed for the smallest perturbation while none is known, times the width of the input range. */
const usualRadius = { linf: 0.3, l2: 1 };

/** A random point near each input, at half the distance of its closest adversarial point, [n, values per item]. */
function nearbyPoints(
  batch: AttackedBatch,
  norm: 'linf' | 'l2',
  inputs: Float32Array,
  distances: Float64Array,
): Float32Array {
  return tidyNumbers(() => {
    const x = tf.tensor(inputs, [distances.length, ...batch.classifier.itemShape]);
    const radius = usualRadius[norm] * unitOfLength(batch.classifier.inputRange);
    const start = surfaceStart({ ...batch, x, epsilon: radius / 2 }, norm).dataSync() as Float32Array;
    const length = inputs.length / distances.length;
    return start.map((value, i) => {
      const share = Math.min(1, distances[Math.floor(i / length)] / radius);
      return inputs[i] + share * (value - inputs[i]);
    });
  });
}
