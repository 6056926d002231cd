import { tf, type Tensor } from '../tensors.ts';

/** The keyword arguments that a network passes to its layers. */
export type CallArguments = Readonly<Record<string, unknown>>;

/** A faster implementation of a TensorFlow.js layer, for engines that have its kernels. */
export interface Completion<Layer> {
  readonly className: string;
  /** The kernels it needs beyond those of TensorFlow.js. */
  readonly kernels: readonly string[];
  /** Whether it supports the options of the layer and of the call; otherwise the stock implementation runs. */
  readonly applies: (layer: Layer, x: Tensor, kwargs: CallArguments) => boolean;
  readonly call: (layer: Layer, x: Tensor, kwargs: CallArguments) => Tensor;
}

interface Prototype {
  call(inputs: Tensor | Tensor[], kwargs?: CallArguments): Tensor | Tensor[];
}

const classes = new Set<string>();
const backends = new Set<string>();

/**
 * Replaces the implementation of a layer class while this backend, or one passed earlier, is in use. Configuration, weights and
 * saved models remain those of the stock layer.
 */
export function complete<Layer>(backend: string, { className, kernels, applies, call }: Completion<Layer>): void {
  backends.add(backend);
  if (classes.has(className)) return;
  classes.add(className);
  const [constructor] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  const prototype = constructor.prototype as unknown as Prototype;
  const stock = prototype.call;
  prototype.call = function (this: Layer & Prototype, inputs, kwargs = {}) {
    const [x, ...others] = [inputs].flat();
    if (!isAble(kernels) || others.length > 0 || x.dtype !== 'float32' || !applies(this, x, kwargs))
      return stock.call(this, inputs, kwargs);
    return tf.tidy(() => call(this, x, kwargs));
  };
}

/** Whether the current engine is completed and has these kernels. */
export function isAble(kernels: readonly string[]): boolean {
  const inUse = tf.getBackend();
  return backends.has(inUse) && kernels.every((name) => tf.getKernel(name, inUse));
}

/** The part of a layer's weight that completions use. */
export interface Weight {
  read(): Tensor;
  write(value: Tensor): void;
}

/** The activation of a layer. */
export interface Activation {
  getClassName(): string;
  apply(x: Tensor): Tensor;
}
