import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../tensors.ts';

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
      return resize(resize(middle(x, rows, columns), 1, height), 2, width);
    });
  };
}

/** The middle of images [batch, height, width, channels]; of an odd rest, the larger half is cut behind. */
function middle(x: Tensor4D, height: number, width: number): Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const start = [0, Math.trunc((rows - height) / 2), Math.trunc((columns - width) / 2), 0];
  return tf.slice(x, start, [batch, height, width, channels]);
}

/**
 * Resizes images [batch, height, width, channels] along one axis by linear interpolation between the centres of pixels: a product,
 * because the resizing of TensorFlow.js has a wrong gradient for centres of pixels.
 */
function resize(x: Tensor4D, axis: 1 | 2, size: number): Tensor4D {
  const { [axis]: before } = x.shape;
  const weights = new Float32Array(size * before);
  for (let to = 0; to < size; to++) {
    const from = Math.min(Math.max(((to + 0.5) * before) / size - 0.5, 0), before - 1);
    const first = Math.floor(from);
    weights[to * before + first] += 1 - (from - first);
    weights[to * before + Math.min(first + 1, before - 1)] += from - first;
  }
  const order = axis === 1 ? [1, 0, 2, 3] : [2, 0, 1, 3];
  const moved = tf.transpose(x, order);
  const product = tf.matMul(tf.tensor2d(weights, [size, before]), tf.reshape(moved, [before, -1]) as Tensor2D);
  const back = order.map((_, place) => order.indexOf(place));
  const shape = [size, ...moved.shape.slice(1)];
  return tf.transpose(tf.reshape(product, shape as unknown as [number, number, number, number]) as Tensor4D, back);
}
