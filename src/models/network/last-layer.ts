import type { LayersModel } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { activationOf, noiseLayers, type Layer } from './layers.ts';
import { lastSymbolsOf, logitsModel, weightedLayer } from './outputs.ts';

/** Returns the last layers with a kernel: one, or one per member of an ensemble. */
export function lastLayersOf(model: LayersModel): Layer[] {
  return [...new Set(lastSymbolsOf(model).map(sourceOf))];
}

/**
 * Returns the only last layer if the logits are its weighted sums z = h W + b of the features h [batch, d].
 *
 * @returns a dense layer without an activation other than the final softmax, applied once, with only dropout or reshaping behind
 *   it; undefined for all others
 */
export function linearLastLayer(model: LayersModel): Layer | undefined {
  const [layer, ...others] = lastLayersOf(model);
  if (layer?.getClassName() !== 'Dense' || others.length > 0) return undefined;
  const logits = logitsModel(model);
  let symbol = logits.outputs[0];
  while (changesNoValue(sourceOf(symbol))) [symbol] = symbol.inputs;
  const source = sourceOf(symbol);
  const isLinear = source !== layer || activationOf(layer) === 'linear';
  const applications = symbolsOf(logits).filter((candidate) => weightedLayer(sourceOf(candidate)) === layer);
  const rank = symbol.inputs[0]?.shape.length;
  return weightedLayer(source) === layer && isLinear && applications.length === 1 && rank === 2 ? layer : undefined;
}

const unchanging = new Set<string>([...noiseLayers, 'Reshape', 'Flatten']);

const changesNoValue = (layer: Layer): boolean =>
  unchanging.has(layer.getClassName()) || (layer.getClassName() === 'Activation' && activationOf(layer) === 'linear');
