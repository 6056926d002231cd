import { InvalidDataError, InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { checkShape } from '../matrix/check-matrix.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { callback, checkOptions, integerFrom, notNegative, seedLimit, type Limit, type LimitsOf } from '../options.ts';
import { pacing } from '../pace.ts';
import type { Progress } from '../progress.ts';
import { createRandom } from '../random/index.ts';
import { seedOf } from '../settings.ts';
import { kMeans, type Clusters } from './k-means.ts';

export interface ClusterOptions {
  /** Seed of the first centroids. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Weight of each point, above 0. @defaultValue 1 each */
  readonly weights?: Float64Array;
  /** Maximum number of rounds of Lloyd's algorithm. @defaultValue 300 */
  readonly rounds?: number;
  /** Stop if the sum of squared centroid moves, divided by the mean column variance, is at most this. @defaultValue 1e-4 */
  readonly tolerance?: number;
  /** Receives the progress. @defaultValue none */
  readonly progress?: Progress;
}

const weightsLimit: Limit = {
  expected: 'a Float64Array with one weight per point',
  holds: (value) => value instanceof Float64Array,
};
const limits: LimitsOf<ClusterOptions> = {
  seed: seedLimit,
  weights: weightsLimit,
  rounds: integerFrom(1),
  tolerance: notNegative,
  progress: callback,
};

/**
 * Divides points into clusters by k-means: Lloyd's algorithm from one start by k-means++.
 *
 *   minimise Σ_i w_i ‖x_i - c_a(i)‖²
 *
 * With the same seed, the clusters of the features of a split are those of `selectForRetraining` with the acquisition function
 * `kMeans`, in the order of its selection.
 *
 * @param points - such as the features of `signalsOf`, [n, d]
 * @param count - number of clusters
 * @returns centroids [count, d], the cluster of each point [n], squared distances [n] and their weighted sum, the inertia
 * @throws InvalidOptionError unless 1 <= count <= n, and on an invalid option; InvalidDataError if a point is not finite
 * @see Lloyd 1982, IEEE Transactions on Information Theory 28(2); Arthur and Vassilvitskii 2007, SODA
 *
 * @example
 * const { features } = await signalsOf(classifier, split, { needs: ['features'] });
 * const { assigned, inertia } = await clusterByKMeans(features, 10);
 */
export async function clusterByKMeans(points: Matrix, count: number, options: ClusterOptions = {}): Promise<Clusters> {
  const owner = 'clusterByKMeans';
  const { seed, weights, rounds = 300, tolerance = 1e-4, progress } = checkOptions(owner, options, limits);
  validate(points, count, weights);
  const random = createRandom(seedOf(owner, seed)).fork('select for retraining');
  const pace = progress && pacing('cluster', progress);
  return kMeans(points, count, random, { rounds, tolerance, ...(weights && { weights }), ...(pace && { pace }) });
}

function validate(points: Matrix, count: number, weights?: Float64Array): void {
  checkShape('clusterByKMeans: the matrix of points', points);
  const { data, rows, columns } = points;
  if (data.length !== rows * columns || !data.every(Number.isFinite)) {
    throw new InvalidDataError(
      `clusterByKMeans: the points are ${data.length} values in ${rows} rows of ${columns}, or not all finite.\n` +
        'Expected finite numbers, rows × columns of them.',
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > rows) {
    throw new InvalidOptionError(
      `clusterByKMeans: cannot divide ${rows} points into ${show(count)} clusters.\nExpected an integer from 1 to ${rows}.`,
    );
  }
  const wrong = weights?.length === rows ? weights.findIndex((weight) => !(weight > 0 && weight < Infinity)) : -1;
  if (weights === undefined || (weights.length === rows && wrong < 0)) return;
  throw new InvalidOptionError(
    `clusterByKMeans: got ${weights.length} weights for ${rows} points${wrong < 0 ? '' : `, and weight ${wrong} is ${weights[wrong]}`}.\n` +
      'Expected one finite weight above 0 per point.',
  );
}
