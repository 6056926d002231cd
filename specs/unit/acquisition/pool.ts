import type { AcquisitionFunction, AvailableSignals } from '../../../src/acquisition/index.ts';
import { selectionOf } from '../../../src/acquisition/index.ts';
import { rowsAt, type Matrix } from '../../../src/matrix/matrix.ts';
import { createRandom } from '../../../src/random/index.ts';

/** Returns a matrix of standard normal numbers. */
export function normalMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed).fork('matrix');
  return { data: Float32Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

/** Returns the softmax of rows of normal numbers. */
export function softmaxMatrix(rows: number, columns: number, seed: number): Matrix {
  const powers = normalMatrix(rows, columns, seed).data.map((logit) => Math.exp(2 * logit));
  const data = powers.map((power, at) => {
    const start = at - (at % columns);
    return power / powers.subarray(start, start + columns).reduce((a, b) => a + b);
  });
  return { data, rows, columns };
}

/** Returns a pool without ties: softmax outputs of four classes, six features and 15 labelled inputs. */
export function randomPool(size: number, seed: number) {
  return {
    size,
    probabilities: softmaxMatrix(size, 4, seed + 1),
    features: normalMatrix(size, 6, seed + 2),
    labelledFeatures: normalMatrix(15, 6, seed + 3),
    labelledPredictions: Int32Array.from({ length: 15 }, (_, i) => i % 4),
  } satisfies AvailableSignals;
}

/** Returns the pool in another order. */
export function permuted(pool: ReturnType<typeof randomPool>, order: Int32Array): ReturnType<typeof randomPool> {
  return { ...pool, probabilities: rowsAt(pool.probabilities, order), features: rowsAt(pool.features, order) };
}

export async function select(
  acquisition: AcquisitionFunction,
  signals: AvailableSignals,
  count: number,
  seed = 0,
): Promise<number[]> {
  return Array.from((await selectionOf(acquisition.select(signals, count, createRandom(seed)))).selected);
}
