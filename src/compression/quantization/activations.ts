import { tf, type LayersModel, type SymbolicTensor, type Tensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from '../../models/network/graph.ts';
import {
  activationOf,
  arrangingLayers,
  isNested,
  layersOf,
  noiseLayers,
  repeatedLayer,
  wrappedLayer,
  type Layer,
} from '../../models/network/layers.ts';
import { idSymbols } from '../../models/network/ids.ts';

/** Identifies an activation of a network: `input`, `logits`, or the position and name of the layer that computes it. */
export type Activation = string;

/** Layers that only move or select values, so their outputs are on the grid of their inputs. */
const moving = new Set<string>([
  ...['MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D', 'GlobalMaxPooling1D', 'GlobalMaxPooling2D'],
  ...['InputLayer', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D', 'Masking'],
  ...[...arrangingLayers, ...noiseLayers],
]);
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
  const read = (symbol: SymbolicTensor): Activation | undefined => {
    const activation = hooked.get(sourceOf(symbol));
    if (activation !== undefined) return activation;
    if (symbol.inputs.length === 0) return model.inputs.includes(symbol) ? 'input' : undefined;
    return symbol.inputs.length === 1 ? read(symbol.inputs[0]) : undefined;
  };
  const inputs = new Map<string, Activation>();
  for (const symbol of symbolsOf(model)) {
    const layer = sourceOf(symbol);
    const source = symbol.inputs.length > 0 && !isNested(layer) ? read(symbol.inputs[0]) : undefined;
    if (source === undefined || inputs.has(layer.name)) continue;
    inputs.set(layer.name, source);
    const repeated = repeatedLayer(layer);
    if (repeated) inputs.set(repeated.name, source);
  }
  return inputs;
}

function hookedLayers(model: LayersModel): Map<Layer, Activation> {
  const last = sourceOf(model.outputs[0]);
  const readers = readersOf(model);
  const ids = new Set([...idSymbols(model)].map(sourceOf));
  const hooked = new Map<Layer, Activation>();
  const unused = new Set<Layer>(); // a bidirectional layer runs copies of its inner layer
  [...layersOf(model)].forEach((layer, place) => {
    const inner = wrappedLayer(layer);
    const isBidirectional = layer.getClassName() === 'Bidirectional';
    if (inner && isBidirectional) unused.add(inner);
    if (layer === last || unused.has(layer) || ids.has(layer) || moving.has(layer.getClassName())) return;
    if (isNested(layer) || (inner && !isBidirectional) || isFusedWithNext(layer, readers.get(layer) ?? [])) return;
    hooked.set(layer, `${place} ${layer.name}`);
  });
  return hooked;
}

/** Returns per layer the layers that read its outputs, in the model itself and in nested ones. */
function readersOf(model: LayersModel): Map<Layer, Layer[]> {
  const readers = new Map<Layer, Layer[]>();
  for (const graph of [model, ...[...layersOf(model)].filter(isNested).map((layer) => layer as unknown as LayersModel)])
    for (const symbol of symbolsOf(graph))
      for (const input of symbol.inputs)
        readers.set(sourceOf(input), [...(readers.get(sourceOf(input)) ?? []), sourceOf(symbol)]);
  return readers;
}

function isFusedWithNext(layer: Layer, next: readonly Layer[]): boolean {
  return (
    next.length > 0 &&
    activationOf(layer) === 'linear' &&
    next.every((follower) => fused.has(follower.getClassName()) && activationOf(follower) !== 'softmax')
  );
}
