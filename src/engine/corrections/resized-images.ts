import { tf, type Tensor, type Tensor4D } from '../tensors.ts';
import { addOption, patchLayer, type LayerMethods } from './patch-layer.ts';
import { interpolate, takeNearest } from './pixel-centres.ts';

type Shape = (number | null)[];

interface UpSampling extends LayerMethods {
  readonly size: readonly [number, number];
  readonly interpolation: 'nearest' | 'bilinear';
  readonly dataFormat: string;
  /** Whether Keras wrote the layer. */
  readonly halfPixelCenters?: boolean;
}

interface Resizing extends LayerMethods {
  readonly height: number;
  readonly width: number;
  readonly interpolation: 'nearest' | 'bilinear';
  readonly dataFormat?: string;
}

let corrected = false;

/**
 * Adds to layers that resize images what Keras computes. Bilinear upsampling of Keras interpolates between the centres of pixels,
 * that of TensorFlow.js between their corners. The option `halfPixelCenters`, which models from Keras get when they are loaded, makes
 * the difference, so that models of TensorFlow.js keep their results.
 *
 * The layer `resizing` of TensorFlow.js 4.22 declares a wrong shape, so it fits into no model; corrected, it resizes like Keras.
 */
export function correctResizedImages(): void {
  if (corrected) return;
  corrected = true;
  addOption('UpSampling2D', 'halfPixelCenters');
  patchLayer<UpSampling, 'call'>('UpSampling2D', 'call', (stock) => {
    return function (inputs, kwargs) {
      const { size, interpolation, dataFormat, halfPixelCenters } = this;
      if (interpolation !== 'bilinear' || !halfPixelCenters) return stock.call(this, inputs, kwargs);
      return ofImages(inputs, dataFormat, (x) => interpolate(x, x.shape[1] * size[0], x.shape[2] * size[1]));
    };
  });
  addOption('Resizing', 'dataFormat');
  patchLayer<Resizing, 'call'>('Resizing', 'call', () => {
    return function (inputs) {
      const { height, width, interpolation, dataFormat } = this;
      const resize = interpolation === 'nearest' ? takeNearest : interpolate;
      return ofImages(inputs, dataFormat, (x) => resize(x, height, width));
    };
  });
  patchLayer<Resizing, 'computeOutputShape'>('Resizing', 'computeOutputShape', () => {
    return function ([batch, ...sizes]: Shape) {
      const { height, width, dataFormat } = this;
      return isFirst(dataFormat) ? [batch, sizes[0], height, width] : [batch, height, width, sizes[2]];
    };
  });
}

/** Applies a function to images whose channels come last. */
function ofImages(inputs: Tensor | Tensor[], dataFormat: string | undefined, resize: (x: Tensor4D) => Tensor): Tensor {
  const [x] = [inputs].flat() as Tensor4D[];
  return tf.tidy(() => {
    if (!isFirst(dataFormat)) return resize(x);
    return tf.transpose(resize(tf.transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2]);
  });
}

const isFirst = (dataFormat: string | undefined): boolean => dataFormat === 'channelsFirst';
