import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Backend } from '../kernel.ts';
import type { Allocate } from '../memory.ts';
import type { Pointer } from '../signatures.ts';

/** A prepared stage. */
export interface Routine {
  /** Output shape per input. */
  readonly shape: readonly number[];
  /** Scratch bytes per input. */
  readonly scratch: number;
  /** Whether it prepares its weights anew in each run, so that it should run on many inputs at a time. */
  readonly wantsGroup?: boolean;
  /** Computes the outputs of some inputs; both are contiguous. */
  readonly run: (from: Pointer, to: Pointer, inputs: number, scratch: Pointer) => void;
}

/** The means to prepare stages. */
export interface Workshop {
  readonly backend: Backend;
  /** Allocates memory of the engine until the sequence ends. */
  readonly allocate: Allocate;
}

/** The weights of a stage. */
export interface Weights {
  readonly kernel: TensorInfo;
  readonly bias?: TensorInfo;
}
