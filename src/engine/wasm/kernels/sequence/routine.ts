import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend } from '../kernel.ts';
import type { Allocate } from '../memory.ts';
import type { Pointer } from '../signatures.ts';

/** A stage made ready. */
export interface Routine {
  /** Of the output of one input. */
  readonly shape: readonly number[];
  /** Bytes that one input takes in passing. */
  readonly scratch: number;
  /** Computes the outputs of some inputs, one behind the other as these are. */
  readonly run: (from: Pointer, to: Pointer, inputs: number, scratch: Pointer) => void;
}

/** What stages are made ready with. */
export interface Workshop {
  readonly backend: Backend;
  /** Gives memory of the engine for as long as the sequence runs. */
  readonly allocate: Allocate;
}

/** The weights of a stage. */
export interface Weights {
  readonly kernel: TensorInfo;
  readonly bias?: TensorInfo;
}
