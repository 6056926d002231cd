import { tf, type Tensor } from '../tensors.ts';

interface Weight {
  read(): Tensor;
}

/** What batch normalisation and layer normalisation share. */
interface Normalisation {
  readonly axis: number | readonly number[];
  readonly gamma?: Weight | null;
  readonly beta?: Weight | null;
  call(inputs: Tensor | Tensor[], kwargs?: object): Tensor | Tensor[];
}

const corrected = new Set<string>();

/**
 * Corrects normalisation layers without a scale or an offset, whose gradients TensorFlow.js 4.22 cannot compute, and the
 * normalisation of volumes over one axis, which it does not implement. A layer without a scale is one with a scale of 1, a layer without an
 * offset one with an offset of 0; a volume is a batch of its channels.
 */
export function correctNormalisationLayers(): void {
  for (const className of ['BatchNormalization', 'LayerNormalization']) {
    const entry = tf.serialization.SerializationMap.getMap().classNameMap[className];
    if (!entry || corrected.has(className)) continue; // the layers API is not loaded yet
    corrected.add(className);
    const prototype = entry[0].prototype as unknown as Normalisation;
    const stock = prototype.call;
    prototype.call = function (this: Normalisation, inputs, kwargs) {
      const [x] = [inputs].flat();
      const axes = [this.axis].flat() as number[];
      const isVolume = axes.length === 1 && x.rank > 4;
      if (this.gamma && this.beta && !isVolume) return stock.call(this, inputs, kwargs);
      return tf.tidy(() => {
        const layer = withConstants(this, x.shape);
        if (!isVolume) return stock.call(layer, x, kwargs);
        const axis = { value: typeof this.axis === 'number' ? -1 : [1] };
        return channelsLast(x, axes[0], (rows) =>
          stock.call(Object.create(layer, { axis }) as Normalisation, rows, kwargs),
        );
      });
    };
  }
}

/** Returns the layer with constants in the place of weights that it does not have. */
function withConstants(layer: Normalisation, inputShape: number[]): Normalisation {
  const axes = [layer.axis].flat() as number[];
  const shape = axes.map((axis) => inputShape[axis < 0 ? axis + inputShape.length : axis]);
  const constant = (value: number): Weight => ({ read: () => tf.fill(shape, value) });
  return Object.create(layer, {
    gamma: { value: layer.gamma ?? constant(1) },
    beta: { value: layer.beta ?? constant(0) },
    scale: { value: true },
    center: { value: true },
  }) as Normalisation;
}

/** Applies a function to the rows of channels, [values, channels], and restores the shape. */
function channelsLast(x: Tensor, axis: number, normalise: (rows: Tensor) => Tensor | Tensor[]): Tensor {
  const channel = axis < 0 ? axis + x.rank : axis;
  const order = [...x.shape.keys()].filter((place) => place !== channel).concat(channel);
  const moved = tf.transpose(x, order);
  const [rows] = [normalise(tf.reshape(moved, [-1, x.shape[channel]]))].flat();
  const back = order.map((_, place) => order.indexOf(place));
  return tf.transpose(tf.reshape(rows, moved.shape), back);
}
