import { ratesOf, spread, type DilatedAttributes } from '../../corrections/dilated-convolutions.ts';
import { tf, type Tensor, type Tensor5D } from '../../tensors.ts';
import type { NativeKernel } from './kernel.ts';

interface VolumeAttributes extends DilatedAttributes {
  readonly strides: [number, number, number];
  readonly pad: 'valid' | 'same';
}

/** A dilated convolution in three axes, which TensorFlow does not compute on a processor, as one with a larger filter. */
export const conv3D: NativeKernel<VolumeAttributes> = {
  kernelName: 'Conv3D',
  compute({ inputs: { x, filter }, attrs, original }) {
    const rates = ratesOf(attrs);
    if (!rates) return original();
    const larger = (): Tensor5D => spread(filter as Tensor, rates) as Tensor5D;
    return tf.tidy(() => tf.conv3d(x as Tensor5D, larger(), attrs.strides, attrs.pad));
  },
};
