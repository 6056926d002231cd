import { tf, type Tensor, type Tensor4D } from '../tensors.ts';
import { interpolate } from './pixel-centres.ts';

type Shape = (number | null)[];

/** The layer centerCrop of TensorFlow.js. */
interface CenterCrop {
  readonly height: number;
  readonly width: number;
  call(inputs: Tensor | Tensor[], kwargs?: object): Tensor | Tensor[];
  computeOutputShape(inputShape: Shape | Shape[]): Shape;
}

let isCorrected = false;

/**
 * Corrects the layer `centerCrop`. TensorFlow.js 4.22 changes the shape that it is asked about, so the layer refuses its own
 * inputs. It crops by interpolation, which has no gradient. Where one column goes, it cuts the first; where images are too small, it
 * ignores their proportions. Corrected, it slices like Keras: images that are too small are cropped to the wanted proportions and
 * then resized.
 */
export function correctCenterCrop(): void {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap.CenterCrop;
  if (!entry || isCorrected) return; // the layers API is not loaded yet, or done
  isCorrected = true;
  const prototype = entry[0].prototype as unknown as CenterCrop;
  prototype.computeOutputShape = function (this: CenterCrop, inputShape) {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [...shape.slice(0, -3), this.height, this.width, shape[shape.length - 1]];
  };
  prototype.call = function (this: CenterCrop, inputs) {
    const [x] = [inputs].flat() as Tensor4D[];
    const { height, width } = this;
    return tf.tidy(() => {
      if (x.shape[1] >= height && x.shape[2] >= width) return middle(x, height, width);
      const rows = Math.max(1, Math.min(x.shape[1], Math.trunc((x.shape[2] * height) / width)));
      const columns = Math.max(1, Math.min(x.shape[2], Math.trunc((x.shape[1] * width) / height)));
      return interpolate(middle(x, rows, columns), height, width);
    });
  };
}

/** The middle of images [batch, height, width, channels]; of an odd rest, the larger half is cut behind. */
function middle(x: Tensor4D, height: number, width: number): Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const start = [0, Math.trunc((rows - height) / 2), Math.trunc((columns - width) / 2), 0];
  return tf.slice(x, start, [batch, height, width, channels]);
}
