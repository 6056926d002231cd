// The options that TensorFlow.js or a layer of this package passes to kernels, the same for all engines.

import type { tf } from '../tensors.ts';

export type Shape4D = [number, number, number, number];

/** Padding of windows. If it is set by a number, kernels receive the padding per side. */
export type Padding = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

/** Options of a 2D convolution. */
export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Padding;
  readonly dilations?: [number, number] | number;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Options of a 2D pooling. */
export interface PoolAttributes extends Omit<ConvolutionAttributes, 'dilations'> {
  readonly filterSize: [number, number] | number;
}

/** Options of a matrix product. */
export interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The activation that a fused kernel applies to its sums. */
export interface ActivationAttributes {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Options of a normalisation. */
export interface NormalisationAttributes {
  readonly varianceEpsilon: number;
}

/** Options of an LSTM over a whole sequence. */
export interface LstmAttributes {
  /** Whether gates are max(0, min(1, 0.2 z + 0.5)) instead of logistic functions. */
  readonly hard: boolean;
  /** Whether to return the output of every step, [batch, steps, units], or only of the last, [batch, units]. */
  readonly sequences: boolean;
}

/** Options of an Adam step. */
export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate, corrected for the bias of the first moment. */
  readonly step: number;
  /** Bias correction of the second moment: √(1 − β2^t). */
  readonly correction: number;
}
