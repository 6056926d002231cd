import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend } from '../kernel.ts';

/** A stage made ready. */
export interface Routine {
  /** Of the output of one input. */
  readonly shape: readonly number[];
  /** Bytes that one input takes in passing. */
  readonly scratch: number;
  /** Computes the outputs of some inputs, one behind the other as these are. */
  readonly run: (from: number, to: number, inputs: number, scratch: number) => void;
}

/** What stages are made ready with. */
export interface Workshop {
  readonly backend: Backend;
  /** Memory of the engine for as long as the sequence runs, aligned to a cache line. */
  allocate(bytes: number): number;
}

/** The weights of a stage. */
export interface Weights {
  readonly kernel: TensorInfo;
  readonly bias?: TensorInfo;
}
