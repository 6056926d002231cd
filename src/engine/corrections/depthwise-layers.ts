import { tf, type Tensor, type Tensor4D } from '../tensors.ts';
import { patchLayer, withProperties, type LayerMethods } from './patch-layer.ts';

interface Depthwise extends LayerMethods {
  readonly kernelSize: readonly number[];
  readonly depthwiseKernel: { read(): Tensor };
  readonly bias: { read(): Tensor } | null;
  readonly activation: { apply(x: Tensor): Tensor };
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: [number, number];
  readonly depthwiseConstraint: { getClassName(): string; getConfig(): object } | null;
}

let corrected = false;

/**
 * Lets depthwise convolutions dilate their filters; TensorFlow.js 4.22 stores the rate and ignores it. It also writes the
 * regulariser of the filters in the place of their constraint.
 */
export function correctDepthwiseLayers(): void {
  if (corrected) return;
  corrected = true;
  const isDilated = ({ dilationRate }: Depthwise): boolean => dilationRate.some((rate) => rate !== 1);
  patchLayer<Depthwise, 'call'>('DepthwiseConv2D', 'call', (stock) => {
    return function (inputs, kwargs) {
      if (!isDilated(this)) return stock.call(this, inputs, kwargs);
      const { depthwiseKernel, bias, activation, strides, padding, dataFormat, dilationRate } = this;
      const isFirst = dataFormat === 'channelsFirst';
      return tf.tidy(() => {
        const [x] = [inputs].flat() as Tensor4D[];
        const images = isFirst ? tf.transpose(x, [0, 2, 3, 1]) : x;
        const kernel = depthwiseKernel.read() as Tensor4D;
        const sums: Tensor = tf.depthwiseConv2d(images, kernel, strides, padding, 'NHWC', dilationRate);
        const y = bias ? tf.add(sums, bias.read()) : sums;
        return activation.apply(isFirst ? tf.transpose(y, [0, 3, 1, 2]) : y);
      });
    };
  });
  patchLayer<Depthwise, 'computeOutputShape'>('DepthwiseConv2D', 'computeOutputShape', (stock) => {
    return function (inputShape) {
      const { kernelSize, dilationRate } = this;
      const extent = kernelSize.map((size, axis) => (size - 1) * dilationRate[axis] + 1);
      return stock.call(withProperties(this, { kernelSize: extent }), inputShape);
    };
  });
  patchLayer<Depthwise, 'getConfig'>('DepthwiseConv2D', 'getConfig', (stock) => {
    return function () {
      const { depthwiseConstraint: constraint } = this;
      const written = constraint && { className: constraint.getClassName(), config: constraint.getConfig() };
      return { ...stock.call(this), depthwiseConstraint: written };
    };
  });
}
