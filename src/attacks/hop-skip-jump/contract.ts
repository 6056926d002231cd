import type { Random } from '../../random/index.ts';

/** The search from one input. */
export interface Walk {
  readonly clean: Float32Array;
  readonly norm: 'l2' | 'linf';
  /** The bounds of each value. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** The width of the input range; 1 if it is open. */
  readonly unit: number;
  /** Points of the first gradient estimate. */
  readonly evaluations: number;
  /** The stream of the input. */
  readonly random: Random;
}

/** Asks about points, one after the other in one array, and is told per point whether it is adversarial. It does not end. */
export type Questions<T> = Generator<Float32Array, T, Uint8Array>;
