// The options that TensorFlow.js, or a layer of this package, gives kernels, whichever engine has them.

import type { tf } from '../tensors.ts';

export type Shape4D = [number, number, number, number];

/** How a window is padded; where it is by a number, kernels receive that of every side. */
export type Padding = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

/** Of a two-dimensional convolution. */
export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Padding;
  readonly dilations?: [number, number] | number;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Of a two-dimensional pooling. */
export interface PoolAttributes extends Omit<ConvolutionAttributes, 'dilations'> {
  readonly filterSize: [number, number] | number;
}

/** Of a product of matrices. */
export interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** What follows the sums of a fused kernel. */
export interface ActivationAttributes {
  readonly activation?: string;
  readonly leakyreluAlpha?: number;
}

/** Of a normalisation. */
export interface NormalisationAttributes {
  readonly varianceEpsilon: number;
}

/** Of an LSTM over a whole sequence. */
export interface LstmAttributes {
  /** Whether gates are max(0, min(1, 0.2 z + 0.5)) instead of logistic functions. */
  readonly hard: boolean;
  /** Whether the output is that of every step, [batch, steps, units], or of the last, [batch, units]. */
  readonly sequences: boolean;
}

/** Of a step of Adam. */
export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate, corrected for the bias of the first moment. */
  readonly step: number;
  /** Of the bias of the second moment: √(1 − β2^t). */
  readonly correction: number;
}
