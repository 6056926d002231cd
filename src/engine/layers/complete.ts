import { tf, type Tensor } from '../tensors.ts';

/** The arguments that a network hands to its layers. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** Another way to compute a layer of TensorFlow.js, on the engine that has the kernels for it. */
export interface Completion<Layer> {
  readonly className: string;
  /** Whether it knows the options of the layer and of the call; otherwise the layer goes the general way. */
  readonly applies: (layer: Layer, x: Tensor, kwargs: CallArguments) => boolean;
  readonly call: (layer: Layer, x: Tensor, kwargs: CallArguments) => Tensor;
}

interface Prototype {
  call(inputs: Tensor | Tensor[], kwargs?: CallArguments): Tensor | Tensor[];
}

const completed = new Set<string>();

/**
 * Gives the layers of a class another way to be computed while WebAssembly is in use. Configuration and weights, and with
 * them the saved model, stay those of the stock layer.
 */
export function complete<Layer>({ className, applies, call }: Completion<Layer>): void {
  if (completed.has(className)) return;
  completed.add(className);
  const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  const prototype = constructor.prototype as unknown as Prototype;
  const general = prototype.call;
  prototype.call = function (this: Layer & Prototype, inputs, kwargs = {}) {
    const [x, ...others] = [inputs].flat();
    const here = tf.getBackend() === 'wasm' && others.length === 0 && x.dtype === 'float32';
    if (!here || !applies(this, x, kwargs)) return general.call(this, inputs, kwargs);
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
