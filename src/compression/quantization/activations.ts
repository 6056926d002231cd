import { tf, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { applicationsOf, followersOf, type Application } from '../../models/network/graph.ts';
import { activationOf, isNested, layersOf, type Layer } from '../../models/network/layers.ts';

/** Identifies an activation of a network: `input`, `logits`, or the position and name of the layer that computes it. */
export type Activation = string;

/** Layers that only move or select values, so their outputs are on the grid of their inputs. */
const moving = new Set(
  (
    'InputLayer MaxPooling1D MaxPooling2D MaxPooling3D GlobalMaxPooling1D GlobalMaxPooling2D Flatten Reshape Permute ' +
    'RepeatVector Dropout SpatialDropout1D ZeroPadding2D Cropping2D UpSampling2D Masking'
  ).split(' '),
);
/** Layers that a device computes together with the layer before them. */
const fused = new Set(['Activation', 'ReLU', 'LeakyReLU', 'ThresholdedReLU', 'BatchNormalization']);

/**
 * Applies `change` to the outputs of all layers that compute values; the caller handles the logits. A linear layer followed
 * only by an activation or a normalisation is fused with it, as on devices. Layers are otherwise unchanged.
 */
export function hookActivations(model: LayersModel, change: (activation: Activation, x: Tensor) => Tensor): void {
  for (const [layer, activation] of hookedLayers(model)) {
    const stock = layer.call.bind(layer);
    layer.call = (inputs, kwargs) =>
      tf.tidy(() => {
        const outputs = stock(inputs, kwargs);
        return Array.isArray(outputs) ? outputs.map((x) => change(activation, x)) : change(activation, outputs);
      });
  }
}

/** Returns per layer name the activation that the layer reads; layers inside nested models have none. */
export function inputsOfLayers(model: LayersModel): Map<string, Activation> {
  const hooked = hookedLayers(model);
  const sourceOf = (symbol: SymbolicTensor): Activation | undefined => {
    const layer = symbol.sourceLayer as Layer;
    if (hooked.has(layer)) return hooked.get(layer);
    if (symbol.inputs.length === 0) return model.inputs.includes(symbol) ? 'input' : undefined;
    return symbol.inputs.length === 1 ? sourceOf(symbol.inputs[0]) : undefined;
  };
  const entries = applicationsOf(model).flatMap(({ layer, inputs: [symbol] }): [string, Activation][] => {
    const source = symbol ? sourceOf(symbol) : undefined;
    return source === undefined ? [] : [[layer.name, source]];
  });
  return new Map(entries);
}

function hookedLayers(model: LayersModel): Map<Layer, Activation> {
  const last = model.outputs[0].sourceLayer as Layer;
  const applications = applicationsOf(model);
  const hooked = new Map<Layer, Activation>();
  [...layersOf(model)].forEach((layer, place) => {
    const inner = isNested(layer) || (layer as { layer?: Layer }).layer !== undefined;
    if (layer !== last && !inner && !moving.has(layer.getClassName()) && !isFusedWithNext(layer, applications))
      hooked.set(layer, `${place} ${layer.name}`);
  });
  return hooked;
}

function isFusedWithNext(layer: Layer, applications: readonly Application[]): boolean {
  const next = applications
    .filter((application) => application.layer === layer)
    .flatMap((application) => followersOf(application, applications).map((follower) => follower.layer));
  return (
    next.length > 0 &&
    activationOf(layer) === 'linear' &&
    next.every((follower) => fused.has(follower.getClassName()) && activationOf(follower) !== 'softmax')
  );
}
