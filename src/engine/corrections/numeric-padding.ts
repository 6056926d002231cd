import { correctKernel } from './correct.ts';

interface WindowAttributes {
  readonly pad: unknown;
  readonly dataFormat?: string;
}

const gradients = (name: string): string[] => [name, `${name}BackpropInput`, `${name}BackpropFilter`];
const windowed = [
  ...[...gradients('Conv2D'), 'FusedConv2D'],
  ...[...gradients('DepthwiseConv2dNative'), 'FusedDepthwiseConv2D'],
  ...['MaxPool', 'MaxPoolGrad', 'AvgPool', 'AvgPoolGrad', 'FilterGradients'],
];

/**
 * Convolutions and pools that are padded by a number. TensorFlow.js then takes the extent and the stride of the first axis for
 * both axes, so that outputs of windows that are not square, or of unequal strides, have wrong sizes; it does not where each
 * side's padding is given by itself.
 */
export function correctNumericPadding(backend: string): void {
  for (const kernelName of windowed) {
    correctKernel<WindowAttributes>(backend, kernelName, ({ inputs, attrs }, own) => own(inputs, explicit(attrs)));
  }
}

/** The attributes with the padding of each side, where a number gives that of all. */
export function explicit<Attributes extends WindowAttributes>(attrs: Attributes): Attributes {
  const { pad, dataFormat = 'NHWC' } = attrs;
  if (typeof pad !== 'number') return attrs;
  const sides = Array.from(dataFormat, (axis) => (axis === 'H' || axis === 'W' ? [pad, pad] : [0, 0]));
  return { ...attrs, pad: sides };
}
