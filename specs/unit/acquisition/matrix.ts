import type { Matrix } from '../../../src/matrix/matrix.ts';

/** Returns a matrix of these rows. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float32Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
}

/** Returns the signals of a pool with these softmax outputs. */
export function poolOf(...rows: readonly (readonly number[])[]): { size: number; probabilities: Matrix } {
  return { size: rows.length, probabilities: matrixOf(rows) };
}

/** Returns the signals of a pool with these softmax outputs per draw from the posterior. */
export function drawsOf(...draws: readonly (readonly (readonly number[])[])[]): {
  size: number;
  posteriorSamples: Matrix[];
} {
  return { size: draws[0].length, posteriorSamples: draws.map(matrixOf) };
}
