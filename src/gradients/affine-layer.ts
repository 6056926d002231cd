import { filterGradients, type ConvolutionOptions } from '../engine/operations/filter-gradients.ts';
import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../engine/tensors.ts';
import { activationOf, type Layer } from '../models/network/layers.ts';

/** The configuration of a convolution in Keras. */
interface ConvolutionConfig {
  readonly strides: [number, number];
  readonly padding: 'same' | 'valid';
  readonly dilationRate: [number, number];
  readonly dataFormat: string;
}

const isConvolution = (layer: Layer): boolean => layer.getClassName() === 'Conv2D';

/** Whether a layer is dense or a 2D convolution. */
export function isAffine(layer: Layer): boolean {
  const { dataFormat } = layer.getConfig() as Partial<ConvolutionConfig>;
  return layer.getClassName() === 'Dense' || (isConvolution(layer) && dataFormat !== 'channelsFirst');
}

/** The weighted sums of a layer, before its activation. */
export function affineOf(layer: Layer, h: Tensor): Tensor {
  const [kernel, bias] = layer.getWeights();
  const sums = isConvolution(layer) ? convolve(layer, h, kernel as Tensor4D) : product(h, kernel as Tensor2D);
  return bias ? tf.add(sums, bias) : sums;
}

/** [batch, ...places, inputs] x [inputs, units] -> [batch, ...places, units]. */
function product(h: Tensor, kernel: Tensor2D): Tensor {
  const flat = tf.reshape(h, [-1, kernel.shape[0]]);
  return tf.reshape(tf.matMul(flat, kernel), [...h.shape.slice(0, -1), kernel.shape[1]]);
}

function convolve(layer: Layer, h: Tensor, kernel: Tensor4D): Tensor {
  const { strides, padding, dilations } = convolutionOf(layer);
  return tf.conv2d(h as Tensor4D, kernel, strides, padding, 'NHWC', dilations);
}

function convolutionOf(layer: Layer): ConvolutionOptions {
  const { strides, padding, dilationRate: dilations } = layer.getConfig() as unknown as ConvolutionConfig;
  return { strides, padding, dilations };
}

/** Applies the activation of a layer to its weighted sums. */
export function activate(layer: Layer, sums: Tensor): Tensor {
  if (activationOf(layer) === 'linear') return sums;
  return (layer as unknown as { activation: { apply(x: Tensor): Tensor } }).activation.apply(sums);
}

/** The gradients with respect to the kernel, per input, from those with respect to the sums; [batch, ...]. */
export function kernelGradients(layer: Layer, h: Tensor, slope: Tensor): Tensor {
  const [batch] = h.shape;
  const { shape } = layer.getWeights()[0];
  if (isConvolution(layer))
    return filterGradients(h as Tensor4D, slope as Tensor4D, shape as Tensor4D['shape'], convolutionOf(layer));
  const [inputs, units] = shape;
  return tf.matMul(tf.reshape(h, [batch, -1, inputs]), tf.reshape(slope, [batch, -1, units]), true);
}
