import type { LayersModel, SymbolicTensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import { isNested, repeatedLayer, type Layer } from './layers.ts';

/** Layers whose inputs are ids: numbers that name something, which no rounding may change. */
const readingIds = new Set(['Embedding', 'CategoryEncoding']);

/** Whether the inputs of a model are ids, such as those of tokens. */
export function readsIds(model: LayersModel): boolean {
  return model.inputs.some((input) => idSymbols(model).has(input));
}

/** Returns the symbols of a model whose values are ids: what an embedding reads, and what it is computed from. */
export function idSymbols(model: LayersModel): Set<SymbolicTensor> {
  const ids = new Set<SymbolicTensor>();
  for (const symbol of symbolsOf(model).reverse())
    if (ids.has(symbol) || looksUp(sourceOf(symbol))) for (const input of symbol.inputs) ids.add(input);
  return ids;
}

function looksUp(layer: Layer): boolean {
  if (isNested(layer)) return readsIds(layer as unknown as LayersModel);
  const repeated = repeatedLayer(layer);
  if (repeated) return looksUp(repeated);
  return readingIds.has(layer.getClassName());
}
