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
 * Corrects convolutions and pools padded by a number. TensorFlow.js then uses extent and stride of the first axis for both axes,
 * so outputs have wrong sizes if the window is not square or the strides differ. Padding given per side is computed correctly.
 */
export function correctNumericPadding(backend: string): void {
  for (const kernelName of windowed) {
    correctKernel<WindowAttributes>(backend, kernelName, ({ inputs, attrs }, original) =>
      original(inputs, explicit(attrs)),
    );
  }
}

/** Returns the attributes with the padding per side if one number sets all sides. */
export function explicit<Attributes extends WindowAttributes>(attrs: Attributes): Attributes {
  const { pad, dataFormat = 'NHWC' } = attrs;
  if (typeof pad !== 'number') return attrs;
  const sides = Array.from(dataFormat, (axis) => (axis === 'H' || axis === 'W' ? [pad, pad] : [0, 0]));
  return { ...attrs, pad: sides };
}
