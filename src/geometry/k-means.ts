import { Rows } from '../engine/arrays/matrix.ts';
import { rowsAt, type Matrix } from '../matrix/matrix.ts';
import { unpaced, type Pace } from '../pace.ts';
import type { Random } from '../random/index.ts';
import { Assignment } from './assignment.ts';
import { drawSeeds } from './k-means-seeds.ts';

export interface KMeansOptions {
  /** How much each point counts, above 0. @defaultValue 1 each */
  readonly weights?: Float64Array;
  /** Rounds of Lloyd's algorithm at most. @defaultValue 300 */
  readonly rounds?: number;
  /** Settled when the centroids move less: the sum of their squared moves, in mean variances of a column. @defaultValue 1e-4 */
  readonly tolerance?: number;
  readonly pace?: Pace;
}

export interface Clusters {
  /** [k, d] */
  readonly centroids: Matrix;
  /** Cluster of every point, [n]. */
  readonly assigned: Int32Array;
  /** Squared distance of every point to the centroid of its cluster, [n]. */
  readonly distances: Float64Array;
}

/**
 * k-means by Lloyd's algorithm, from one start by k-means++; weighted, if weights are given.
 *
 *   minimise Σ_i w_i ‖x_i - c_a(i)‖²
 *
 * Defaults, the rule for stopping and what becomes of empty clusters (the points furthest from their centroids become new
 * ones) are those of scikit-learn.
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
  return { centroids: assignment.centroids, assigned: assignment.assigned, distances: assignment.distances() };
}

/** The variance of the columns of a matrix, averaged over them. */
function meanVariance({ data, rows, columns }: Matrix): number {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] - means[i % columns]) ** 2;
  return squares / data.length;
}
