import { tf } from '../tensors.ts';
import type { Tensor } from '../tensors.ts';

/** A layer of a sequence. Weights are named by the stage's position: `kernel0`, and `bias0` if there is a bias. */
export type Stage = ConvolutionStage | PoolingStage | DenseStage;

interface StageBase {
  /** Makes the stage's output an output of the sequence: its values, or the mean per channel. */
  readonly keep?: 'values' | 'means';
}

/** A convolution with channels last and without dilation. */
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

/** A dense layer; its input is flattened. */
export interface DenseStage extends StageBase {
  readonly of: 'dense';
  readonly relu: boolean;
  /** Whether the bias is added after the sums; otherwise the sums start with it, which can round differently. */
  readonly biasLast: boolean;
}

/** Whether the current engine can run sequences and no gradient is being recorded. */
export function canRunSequence(): boolean {
  const engine = tf.engine() as unknown as { isTapeOn(): boolean };
  return !engine.isTapeOn() && tf.getKernel('Sequence', tf.getBackend()) !== undefined;
}

/**
 * Runs stages one after another on a few inputs at a time. Intermediate results then stay in the caches and take memory for those
 * few inputs only.
 *
 * @param x - [batch, ...itemShape], float32
 * @param weights - weights by name, such as `kernel0`
 * @returns the outputs of the stages with `keep`, in order
 */
export function runSequence(x: Tensor, stages: readonly Stage[], weights: Readonly<Record<string, Tensor>>): Tensor[] {
  return tf.engine().runKernel('Sequence', { x, ...weights }, { stages: stages as never }) as unknown as Tensor[];
}
