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

/**
 * Yields everything in a network that can own weights: like `layersOf`, and the cells of recurrent layers and both directions of a
 * bidirectional one, which are copies of the layer that it wraps.
 */
export function* partsOf(container: LayersModel | Layer): Generator<Layer> {
  const { layers = [], layer, cell, cells = [], forwardLayer, backwardLayer } = container as Partial<Containers>;
  const wrapped = forwardLayer && backwardLayer ? [forwardLayer, backwardLayer] : [layer, cell];
  for (const part of [...layers, ...wrapped, ...cells]) {
    if (!part) continue;
    yield part;
    yield* partsOf(part);
  }
}

/** The layers that models, wrappers and recurrent layers hold. */
interface Containers {
  readonly layers: Layer[];
  readonly layer: Layer;
  readonly cell: Layer;
  readonly cells: Layer[];
  readonly forwardLayer: Layer;
  readonly backwardLayer: Layer;
}

/** Returns the layer that a wrapper applies (`timeDistributed`, `bidirectional`); undefined for any other layer. */
export function wrappedLayer(layer: Layer): Layer | undefined {
  return (layer as { layer?: Layer }).layer;
}

/** Returns the layer that a wrapper applies to every step of a sequence (`timeDistributed`); undefined for any other layer. */
export function repeatedLayer(layer: Layer): Layer | undefined {
  return layer.getClassName() === 'TimeDistributed' ? wrappedLayer(layer) : undefined;
}

/** Returns the layer inside all wrappers, or the layer itself. */
export function innerLayer(layer: Layer): Layer {
  const wrapped = wrappedLayer(layer);
  return wrapped ? innerLayer(wrapped) : layer;
}

/** Returns over how many axes the wrappers of a layer repeat it. */
export function repeatedAxes(layer: Layer): number {
  const wrapped = wrappedLayer(layer);
  return wrapped ? Number(repeatedLayer(layer) !== undefined) + repeatedAxes(wrapped) : 0;
}

/** Whether a weight is a kernel: of a layer, of a step of a separable convolution, or of the states of a recurrent layer. */
export function isKernel({ originalName }: { readonly originalName: string }): boolean {
  return originalName.endsWith('kernel');
}

/** Whether a weight holds one row per id. */
export function isEmbedding({ originalName }: { readonly originalName: string }): boolean {
  return originalName.endsWith('embeddings');
}

/** Layers that draw noise in training and change no value in a prediction. */
export const noiseLayers = ['Dropout', 'SpatialDropout1D', 'GaussianDropout', 'GaussianNoise', 'AlphaDropout'] as const;

/** Layers that move values, or repeat them, and change none. */
export const arrangingLayers = ['Flatten', 'Reshape', 'Permute', 'RepeatVector'] as const;

/** Layers that apply an activation function to each value by itself. */
export const functionLayers = ['ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU'] as const;

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
