import { Rows } from '../engine/arrays/matrix.ts';
import { rowsAt, type Matrix } from '../matrix/matrix.ts';
import { unpaced, type Pace } from '../pace.ts';
import type { Random } from '../random/index.ts';
import { Assignment } from './assignment.ts';
import { drawSeeds } from './k-means-seeds.ts';

export interface KMeansOptions {
  /** Weight of each point, above 0. @defaultValue 1 each */
  readonly weights?: Float64Array;
  /** Maximum number of rounds of Lloyd's algorithm. @defaultValue 300 */
  readonly rounds?: number;
  /** Stop if the sum of squared centroid moves, divided by the mean column variance, is at most this. @defaultValue 1e-4 */
  readonly tolerance?: number;
  readonly pace?: Pace;
}

export interface Clusters {
  /** [k, d] */
  readonly centroids: Matrix;
  /** Cluster of each point, [n]. */
  readonly assigned: Int32Array;
  /** Squared distance of each point to the centroid of its cluster, [n]. */
  readonly distances: Float64Array;
  /** Weighted sum of the squared distances, which k-means minimises. */
  readonly inertia: number;
}

/**
 * k-means by Lloyd's algorithm, from one start by k-means++, optionally weighted.
 *
 *   minimise Σ_i w_i ‖x_i - c_a(i)‖²
 *
 * Defaults, the stopping rule and the treatment of empty clusters follow scikit-learn. An empty cluster takes the point
 * furthest from its centroid.
 *
 * @returns the clusters, in the order of their seeds
 */
export async function kMeans(
  points: Matrix,
  k: number,
  random: Random,
  options: KMeansOptions = {},
): Promise<Clusters> {
  const { weights = new Float64Array(points.rows).fill(1), pace = unpaced } = options;
  const seeds = await drawSeeds(points, new Rows(points), weights, k, random, pace);
  return lloyd(points, rowsAt(points, seeds), options);
}

/**
 * Lloyd's algorithm from given centroids.
 *
 * @returns the clusters, in the order of the centroids
 * @see Lloyd 1982, IEEE Transactions on Information Theory 28(2)
 */
export async function lloyd(points: Matrix, centroids: Matrix, options: KMeansOptions = {}): Promise<Clusters> {
  const { weights = new Float64Array(points.rows).fill(1), rounds = 300, tolerance = 1e-4, pace = unpaced } = options;
  const assignment = new Assignment(points, centroids);
  const enough = tolerance * meanVariance(points);
  for (let round = 0; round < rounds; round++) {
    const changed = assignment.update();
    const moved = changed || round === 0 ? assignment.moveCentroids(weights) : 0;
    if (moved <= enough) break;
    await pace(rounds + round, 2 * rounds);
  }
  assignment.update();
  const distances = assignment.distances();
  const inertia = distances.reduce((sum, distance, i) => sum + weights[i] * distance, 0);
  return { centroids: assignment.centroids, assigned: assignment.assigned, distances, inertia };
}

/** Returns the mean of the column variances of a matrix. */
function meanVariance({ data, rows, columns }: Matrix): number {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] - means[i % columns]) ** 2;
  return squares / data.length;
}
