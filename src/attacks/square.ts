import { tf } from '../engine/tensors.ts';
import { integerFrom, oneOf, positiveShare } from '../options.ts';
import { breather } from '../pace.ts';
import { defineAttack } from './define.ts';
import { squareL2 } from './squares/square-l2.ts';
import { squareLinf } from './squares/square-linf.ts';
import { canvasOf, type Proposals } from './squares/square-window.ts';

export interface SquareOptions {
  /** Maximum number of queries per input and attempt; the query of the start is not counted. @defaultValue 5000 */
  readonly queries: number;
  /** The share of the image that the first squares cover. @defaultValue 0.8 */
  readonly initialShare: number;
  /** Scale the schedule of shrinking squares, made for 10,000 queries, to the number of queries. @defaultValue true */
  readonly rescale: boolean;
  /** Number of attempts. Each has other random squares, and attacks only unbroken inputs. @defaultValue 1 */
  readonly restarts: number;
  /** The norm of the ball. @defaultValue 'linf' */
  readonly norm: 'linf' | 'l2';
}

/** The queries after which the covered share is halved. */
const halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

/**
 * Square Attack: random search that changes one square at a time, and keeps changes that lower the margin. It needs only
 * predictions.
 *
 *   margin = z_y - max_{i≠y} z_i,   side of the square = √(p · height · width),   p halved on a schedule
 *
 * Inputs are images [height, width, channels] or [height, width]. Inputs of any other shape are one row, and squares are
 * segments of it. Each input has its own random squares.
 *
 * Deviations: squares can reach the last row and column. In L-inf, a square that would change nothing is drawn again, as in
 * the original code of the paper but not in auto-attack.
 * @see Andriushchenko et al. 2020, arXiv:1912.00049, algorithms 1 to 3
 */
export const square = defineAttack<SquareOptions>({
  name: 'square',
  norm: ({ norm }) => norm,
  access: 'black-box',
  defaults: { queries: 5000, initialShare: 0.8, rescale: true, restarts: 1, norm: 'linf' },
  limits: {
    queries: integerFrom(1),
    initialShare: positiveShare,
    restarts: integerFrom(1, 10_000),
    norm: oneOf('linf', 'l2'),
  },
  restarts: ({ restarts }) => restarts,
  perturb: async ({ classifier, x, y, epsilon, random, positions, dropBroken }, options) => {
    const [clean, labels] = (await Promise.all([x.data(), y.data()])) as [Float32Array, Int32Array];
    const length = x.size / labels.length;
    const of = (values: Float32Array, at: number): Float32Array => values.subarray(at * length, (at + 1) * length);
    const propose = proposalsOf(options.norm)(canvasOf(x.shape.slice(1)), epsilon, classifier.inputRange);
    const streams = Array.from(labels, (_, item) => random.fork(positions?.[item] ?? item));

    const best = new Float32Array(clean.length);
    const margins = new Float32Array(labels.length).fill(Infinity);
    const asked = new Float32Array(clean.length);
    let standing = Array.from(labels.keys());
    const breathe = breather();
    for (let query = 0; query <= options.queries && standing.length > 0; query++) {
      const share = shareAt(query - 1, options);
      standing.forEach((item, at) => {
        const into = of(asked, at);
        if (query === 0) propose.start(into, of(clean, item), streams[item]);
        else propose.next(into, of(best, item), of(clean, item), share, streams[item]);
      });
      const count = standing.length;
      const scores = await classifier.predict(asked.subarray(0, count * length), count);
      const broken = standing.map((item, at) => {
        const margin = marginOf(scores.data.subarray(at * scores.columns, (at + 1) * scores.columns), labels[item]);
        if (margin < margins[item]) {
          margins[item] = margin;
          of(best, item).set(of(asked, at));
        }
        return margin < 0;
      });
      if (dropBroken) standing = standing.filter((_, at) => !broken[at]);
      await breathe();
    }
    return tf.tensor(best, x.shape);
  },
});

const proposalsOf = (norm: 'linf' | 'l2'): Proposals => (norm === 'linf' ? squareLinf : squareL2);

/** The share of the image that the square of a query covers. */
function shareAt(query: number, { queries, initialShare, rescale }: SquareOptions): number {
  const place = rescale ? Math.floor((query / queries) * 10_000) : query;
  return initialShare / 2 ** halvings.filter((halving) => place > halving).length;
}

/** The lead of the label's score over the largest other score. */
function marginOf(scores: Float32Array, label: number): number {
  let other = -Infinity;
  for (let k = 0; k < scores.length; k++) if (k !== label && scores[k] > other) other = scores[k];
  return scores[label] - other;
}
