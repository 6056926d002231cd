import { tf, type Tensor4D } from '../tensors.ts';
import { firstChannels, lastChannels, type Convolution } from './convolution-layers.ts';
import { spread } from './dilated-convolutions.ts';
import { patchLayer, withProperties } from './patch-layer.ts';

let corrected = false;

/** Lets layers dilate their filters where TensorFlow.js 4.22 ignores the rate or has no gradient. */
export function correctDilatedLayers(): void {
  if (corrected) return;
  corrected = true;
  correctConvolution();
  for (const className of ['Conv2DTranspose', 'Conv3DTranspose']) correctTranspose(className);
}

/** Computes a dilated 2D convolution without fusing it, while gradients are recorded: the fused operation has no gradient. */
function correctConvolution(): void {
  patchLayer<Convolution, 'call'>('Conv2D', 'call', (stock) => {
    return function (inputs, kwargs) {
      const { dilationRate, strides, padding, dataFormat, kernel, bias, activation } = this;
      if (dilationRate.every((rate) => rate === 1) || !isTaped()) return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const images = lastChannels([inputs].flat()[0], dataFormat) as Tensor4D;
        const rates = dilationRate as [number, number];
        const sums = tf.conv2d(images, kernel.read() as Tensor4D, strides, padding as 'same', 'NHWC', rates);
        const y = bias ? tf.add(sums, bias.read()) : sums;
        return activation.apply(dataFormat === 'channelsFirst' ? firstChannels(y) : y);
      });
    };
  });
}

/** Dilates the filters of transposed convolutions, whose stock layers ignore the rate. */
function correctTranspose(className: string): void {
  const larger = (layer: Convolution): Convolution => {
    const { kernelSize, dilationRate, kernel } = layer;
    if (dilationRate.every((rate) => rate === 1)) return layer;
    return withProperties(layer, {
      kernelSize: kernelSize.map((size, axis) => (size - 1) * dilationRate[axis] + 1),
      kernel: { read: () => spread(kernel.read(), dilationRate) },
    });
  };
  patchLayer<Convolution, 'call'>(className, 'call', (stock) => {
    return function (inputs, kwargs) {
      return tf.tidy(() => stock.call(larger(this), inputs, kwargs));
    };
  });
  patchLayer<Convolution, 'computeOutputShape'>(className, 'computeOutputShape', (stock) => {
    return function (inputShape) {
      return stock.call(larger(this), inputShape);
    };
  });
  patchLayer<Convolution, 'getConfig'>(className, 'getConfig', (stock) => {
    return function () {
      const { dilationRate } = this;
      return dilationRate.every((rate) => rate === 1) ? stock.call(this) : { ...stock.call(this), dilationRate };
    };
  });
}

/** Whether gradients are recorded. */
function isTaped(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();
}
