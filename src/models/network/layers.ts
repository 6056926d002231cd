import { tfl, type LayersModel } from '../../engine/tensors.ts';

/** A layer of TensorFlow.js, which exports its class but not its type. */
export type Layer = InstanceType<typeof tfl.layers.Layer>;

/** Every layer of a network, those inside nested models and wrappers (`timeDistributed`, `bidirectional`) included. */
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

/** The activation in a layer's configuration, or `linear` where it has none. */
export function activationOf(layer: Layer): string {
  if (layer.getClassName() === 'Softmax') return 'softmax';
  const { activation } = layer.getConfig() as { activation?: string };
  return activation ?? 'linear';
}
