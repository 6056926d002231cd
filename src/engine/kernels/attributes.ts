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

/** Activations with a kernel of their own, by the names of TensorFlow.js, in the order of the compiled kernels. */
export const activationNames = ['softplus', 'mish', 'gelu', 'gelu_new', 'relu6', 'tanh'] as const;
export type ActivationName = (typeof activationNames)[number];

/** Options of a normalisation. */
export interface NormalisationAttributes {
  readonly varianceEpsilon: number;
}

/** Options of the gradient of a layer normalisation's scale. */
export interface LayerNormAttributes {
  /** The shape of the scale. */
  readonly shape: readonly number[];
}

/** Options of a recurrent layer over a whole sequence. */
export interface RecurrentAttributes {
  /** Whether gates are max(0, min(1, 0.2 z + 0.5)) instead of logistic functions. */
  readonly hard: boolean;
  /** Whether to return the output of every step, [batch, steps, units], or only of the last, [batch, units]. */
  readonly sequences: boolean;
  /** Whether to read the sequence from its end. */
  readonly backwards: boolean;
  /** Whether to return the outputs in the reverse of the order in which they are computed. */
  readonly reversed: boolean;
  /** Whether to return what the gradient needs; otherwise only the output. */
  readonly kept: boolean;
}

/** Options of a GRU over a whole sequence. */
export interface GruAttributes extends RecurrentAttributes {
  /** Whether the reset gate applies after the product with the recurrent kernel. */
  readonly after: boolean;
}

/** Options of the gradient of a recurrent layer's kernel. */
export interface RecurrentProductAttributes {
  /** The first state to multiply if the left operand is [steps or steps + 1, batch, units] instead of [batch, steps, inputs]. */
  readonly states?: number;
  /** The first column of the sums and the one after the last; all by default. */
  readonly columns?: readonly [number, number];
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
