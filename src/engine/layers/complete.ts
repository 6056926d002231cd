import { tf, type Tensor } from '../tensors.ts';

/** The arguments that a network hands to its layers. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** Another way to compute a layer of TensorFlow.js, on the engines that have the kernels for it. */
export interface Completion<Layer> {
  readonly className: string;
  /** Kernels that it needs beyond those of TensorFlow.js. */
  readonly kernels: readonly string[];
  /** Whether it knows the options of the layer and of the call; otherwise the layer goes the general way. */
  readonly applies: (layer: Layer, x: Tensor, kwargs: CallArguments) => boolean;
  readonly call: (layer: Layer, x: Tensor, kwargs: CallArguments) => Tensor;
}

interface Prototype {
  call(inputs: Tensor | Tensor[], kwargs?: CallArguments): Tensor | Tensor[];
}

const classes = new Set<string>();
const backends = new Set<string>();

/**
 * Gives the layers of a class another way to be computed while this backend, or one that was given before, is in use.
 * Configuration and weights, and with them the saved model, stay those of the stock layer.
 */
export function complete<Layer>(backend: string, { className, kernels, applies, call }: Completion<Layer>): void {
  backends.add(backend);
  if (classes.has(className)) return;
  classes.add(className);
  const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  const prototype = constructor.prototype as unknown as Prototype;
  const general = prototype.call;
  prototype.call = function (this: Layer & Prototype, inputs, kwargs = {}) {
    const [x, ...others] = [inputs].flat();
    const inUse = tf.getBackend();
    const isAble = backends.has(inUse) && kernels.every((name) => tf.getKernel(name, inUse));
    if (!isAble || others.length > 0 || x.dtype !== 'float32' || !applies(this, x, kwargs))
      return general.call(this, inputs, kwargs);
    return tf.tidy(() => call(this, x, kwargs));
  };
}

/** A weight of a layer, as far as completions need it. */
export interface Weight {
  read(): Tensor;
  write(value: Tensor): void;
}

/** An activation of a layer. */
export interface Activation {
  getClassName(): string;
  apply(x: Tensor): Tensor;
}
