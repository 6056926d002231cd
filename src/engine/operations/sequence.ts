import { tf } from '../tensors.ts';
import type { Tensor } from '../tensors.ts';

/** A layer of a sequence. Weights are named by the position of the stage: `kernel0`, and `bias0` where there is one. */
export type Stage = ConvolutionStage | PoolingStage | DenseStage;

interface StageBase {
  /** Whether the output of the stage is one of the sequence: as it is, or of every channel the mean over its places. */
  readonly keep?: 'values' | 'means';
}

/** Channels last, not dilated. */
export interface ConvolutionStage extends StageBase {
  readonly of: 'convolution';
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly relu: boolean;
}

/** Max pooling, channels last. */
export interface PoolingStage extends StageBase {
  readonly of: 'pooling';
  readonly size: [number, number];
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
}

/** What comes in is flattened. */
export interface DenseStage extends StageBase {
  readonly of: 'dense';
  readonly relu: boolean;
  /** Whether the bias is added to the sums when they are complete; otherwise they begin with it, which may round otherwise. */
  readonly biasLast: boolean;
}

/** Whether the engine in use computes sequences of layers, and will not be asked for their gradients. */
export function canRunSequence(): boolean {
  const engine = tf.engine() as unknown as { isTapeOn(): boolean };
  return !engine.isTapeOn() && tf.getKernel('Sequence', tf.getBackend()) !== undefined;
}

/**
 * Runs stages one after the other on a few inputs at a time, so that what lies between them stays in the caches and is held
 * for those few only.
 *
 * @param x - [batch, ...itemShape], float32
 * @param weights - by name
 * @returns the outputs of the stages that keep theirs, in order
 */
export function runSequence(x: Tensor, stages: readonly Stage[], weights: Readonly<Record<string, Tensor>>): Tensor[] {
  return tf.engine().runKernel('Sequence', { x, ...weights }, { stages: stages as never }) as unknown as Tensor[];
}
