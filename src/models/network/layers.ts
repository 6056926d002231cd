import { tfl, type LayersModel } from '../../engine/tensors.ts';

/** A layer of TensorFlow.js, which exports its class but not its type. */
export type Layer = InstanceType<typeof tfl.layers.Layer>;

/** Yields every layer of a network, also inside nested models and wrappers (`timeDistributed`, `bidirectional`). */
export function* layersOf(container: LayersModel | Layer): Generator<Layer> {
  const { layers = [], layer } = container as { layers?: Layer[]; layer?: Layer };
  for (const inner of layer ? [...layers, layer] : layers) {
    yield inner;
    yield* layersOf(inner);
  }
}

/** Whether a layer is itself a model. */
export function isNested(layer: Layer): boolean {
  return layer instanceof tfl.LayersModel;
}

/** Returns the activation in a layer's configuration, or `linear` if it has none. */
export function activationOf(layer: Layer): string {
  if (layer.getClassName() === 'Softmax') return 'softmax';
  const { activation } = layer.getConfig() as { activation?: string };
  return activation ?? 'linear';
}
