import type { LayersModel, SymbolicTensor } from '../../engine/tensors.ts';
import type { Layer } from './layers.ts';

/** What a network computes on the way to its output, each after what it is computed from. */
export function symbolsOf(model: LayersModel): SymbolicTensor[] {
  const found = new Set<SymbolicTensor>();
  const visit = (symbol: SymbolicTensor): void => {
    if (found.has(symbol)) return;
    for (const input of symbol.inputs) visit(input);
    found.add(symbol);
  };
  for (const output of model.outputs) visit(output);
  return [...found];
}

/** The layer whose output a symbol stands for. */
export const sourceOf = (symbol: SymbolicTensor): Layer => symbol.sourceLayer as Layer;
