import { tf, tfl, type SymbolicTensor, type Tensor } from '../../../engine/tensors.ts';
import { innerLayer, wrappedLayer, type Layer } from '../layers.ts';
import { ownName } from '../own-name.ts';

type Shape = (number | null)[];

/** Layers whose activation is applied to their outputs. */
const activated = /^(Dense|(Depthwise|Separable)?Conv\dD(Transpose)?|TimeDistributed)$/;

/**
 * Returns how to compute a layer before its activation, on the same weights: its input, if it only applies an activation.
 *
 * @returns a function that builds the outputs; undefined if the layer applies its activation elsewhere
 */
export function withoutActivation(layer: Layer, input: SymbolicTensor): (() => SymbolicTensor) | undefined {
  const kind = innerLayer(layer).getClassName();
  if (kind === 'Activation' || kind === 'Softmax') return () => input;
  if (!activated.test(layer.getClassName()) || !activated.test(kind)) return undefined;
  return () => new WithoutActivation(layer).apply(input) as SymbolicTensor;
}

/** A layer without its activation, on the same weights. */
export class WithoutActivation extends tfl.layers.Layer {
  static readonly className = 'WithoutActivation';
  readonly original: Layer;

  constructor(original: Layer) {
    super({ name: ownName(`${original.name}_logits`) });
    this.original = original;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return this.original.computeOutputShape(inputShape) as Shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [x] = [inputs].flat();
    if (this.original.getClassName() === 'Dense' && x.rank === 2) {
      const [kernel, bias] = this.original.getWeights();
      const product = tf.matMul(x, kernel);
      return bias ? tf.add(product, bias) : product;
    }
    return [linear(this.original).call(x, { training: false })].flat()[0];
  }
}

const identity = { apply: (x: Tensor): Tensor => x, getClassName: () => 'linear' };

/** Returns a view of a layer that applies no activation; of a wrapper, its layer applies none. */
function linear(layer: Layer): Layer {
  const inner = wrappedLayer(layer);
  const { call } = Object.getPrototypeOf(layer) as Layer; // the layer itself may have another `call`
  const view = Object.create(layer, { call: { value: call } }) as Layer;
  const [name, value] = inner ? ['layer', linear(inner)] : ['activation', identity];
  return Object.defineProperty(view, name, { value }) as Layer;
}
