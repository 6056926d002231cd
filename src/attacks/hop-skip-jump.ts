import { tf } from '../engine/tensors.ts';
import { integerFrom, oneOf } from '../options.ts';
import { largestOf } from '../matrix/rows.ts';
import { distanceOf } from '../norms/distance.ts';
import { boundAt } from '../norms/range.ts';
import { unitOfLength } from '../norms/unit.ts';
import { breather } from '../pace.ts';
import { defineAttack } from './define.ts';
import { hopSkipJumpWalk } from './hop-skip-jump/walk.ts';

export interface HopSkipJumpOptions {
  /** Maximum number of queries per input. @defaultValue 5000 */
  readonly queries: number;
  /** Queries of the first gradient estimate; that of step t takes √t times as many. @defaultValue 100 */
  readonly evaluations: number;
  /** The norm that perturbations minimise. @defaultValue 'l2' */
  readonly norm: 'l2' | 'linf';
}

/** Values per call of the model, if the inputs of the batch have fewer. */
const valuesAtOnce = 2 ** 15;

/**
 * HopSkipJump: the smallest perturbation that changes the predicted class, by a walk along the decision boundary that needs only
 * predicted labels. It finds the direction of the boundary from the labels of random points around it.
 *
 *   v = direction of the mean of (φ(x_t + δ u_b) − mean φ) u_b,   φ = 1 if misclassified, else −1,   b = 1 … B √t
 *   x̃ = x_t + ξ v,   ξ = d(x_t, x) / √t, halved until x̃ is misclassified
 *   x_{t+1} = the misclassified point nearest to x between x and x̃
 *
 * B is `evaluations`, and u_b is random of length 1. In L-inf, x̃ follows the sign of v. The search ignores epsilon; a perturbation larger
 * than epsilon does not count. An input of which no random start is misclassified is not broken.
 *
 * Deviations: the closest misclassified point of all queries counts. The tolerance of bisections is at most 0.001, which matters for items
 * of fewer than 100 values. Random starts alternate between uniform noise and noise at both ends of the range; in an open range they
 * move away from the input.
 * @see Chen, Jordan and Wainwright 2020, arXiv:1904.02144, algorithm 2
 */
export const hopSkipJump = defineAttack<HopSkipJumpOptions>({
  name: 'hopSkipJump',
  norm: ({ norm }) => norm,
  access: 'black-box',
  decisionBased: true,
  minimal: true,
  defaults: { queries: 5000, evaluations: 100, norm: 'l2' },
  limits: { queries: integerFrom(1), evaluations: integerFrom(1), norm: oneOf('l2', 'linf') },
  perturb: async ({ classifier, x, y, random, positions }, { queries, evaluations, norm }) => {
    const [clean, labels] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
    const length = clean.length / labels.length;
    const [lowest, highest] = classifier.inputRange.map((bound) =>
      Float64Array.from({ length }, (_, at) => boundAt(bound, at)),
    );
    const shared = { norm, evaluations, lowest, highest, unit: unitOfLength(classifier.inputRange) };
    const searches = Array.from(labels, (label, item): Search => {
      const input = clean.slice(item * length, (item + 1) * length);
      const stream = random.fork(positions?.[item] ?? item);
      const walk = hopSkipJumpWalk({ ...shared, clean: input, random: stream });
      return { label, input, walk, points: walk.next().value, left: queries, closest: input, distance: Infinity };
    });
    const breathe = breather();
    let open = searches;
    while (open.length > 0) {
      for (const group of groupsOf(open, Math.max(clean.length, valuesAtOnce))) {
        const asked = joined(group.map(({ points }) => points));
        const scores = await classifier.predict(asked, asked.length / length);
        const classes = largestOf(scores.data, scores.columns);
        let row = 0;
        for (const search of group) {
          const predicted = classes.subarray(row, row + search.points.length / length);
          row += predicted.length;
          proceed(search, predicted, norm);
        }
        await breathe();
      }
      open = open.filter(({ points, left }) => points.length / length <= left);
    }
    return tf.tensor(joined(searches.map(({ closest }) => closest)), x.shape);
  },
});

/** The search from one input. */
interface Search {
  readonly label: number;
  readonly input: Float32Array;
  readonly walk: ReturnType<typeof hopSkipJumpWalk>;
  /** The points that it asks about next, one after the other. */
  points: Float32Array;
  /** Queries that it may still make. */
  left: number;
  /** The closest misclassified point so far, or the input. */
  closest: Float32Array;
  distance: number;
}

/** Tells a search the predicted classes of its points, keeps the closest that is misclassified, and takes its next points. */
function proceed(search: Search, predicted: Int32Array, norm: HopSkipJumpOptions['norm']): void {
  const { input, label } = search;
  predicted.forEach((class_, at) => {
    if (class_ === label) return;
    const point = search.points.slice(at * input.length, (at + 1) * input.length);
    const distance = distanceOf(norm, point, input);
    if (distance >= search.distance) return;
    search.closest = point;
    search.distance = distance;
  });
  search.left -= predicted.length;
  search.points = search.walk.next(Uint8Array.from(predicted, (class_) => Number(class_ !== label))).value;
}

/** Groups of searches whose points have at most so many values together, or of one. */
function groupsOf(searches: readonly Search[], most: number): Search[][] {
  const groups: Search[][] = [];
  let values = Infinity;
  for (const search of searches) {
    values += search.points.length;
    if (values > most) {
      groups.push([]);
      values = search.points.length;
    }
    groups[groups.length - 1].push(search);
  }
  return groups;
}

/** One array of several. */
function joined(parts: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
