import type { LayersModel, SymbolicTensor } from '../../engine/tensors.ts';
import type { Layer } from './layers.ts';

/** Returns the symbolic tensors of a network in topological order: each after its inputs. */
export function symbolsOf(model: LayersModel): SymbolicTensor[] {
  const symbols = new Set<SymbolicTensor>();
  const visit = (symbol: SymbolicTensor): void => {
    if (symbols.has(symbol)) return;
    for (const input of symbol.inputs) visit(input);
    symbols.add(symbol);
  };
  for (const output of model.outputs) visit(output);
  return [...symbols];
}

/** Returns the layer that computes a symbol. */
export const sourceOf = (symbol: SymbolicTensor): Layer => symbol.sourceLayer as Layer;
