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

/** One application of a layer in a network. A shared layer has several. */
export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
}

/**
 * Returns how a network applies its layers, in topological order. `layer.input`, `layer.output` and the nodes of a layer do not
 * tell: a layer can be applied several times, also in other networks.
 */
export function applicationsOf(model: LayersModel): Application[] {
  const applications = new Map<object, Application>();
  for (const symbol of symbolsOf(model)) {
    const node = sourceOf(symbol).inboundNodes[symbol.nodeIndex];
    if (applications.has(node)) continue;
    applications.set(node, { layer: sourceOf(symbol), inputs: symbol.inputs, outputs: node.outputTensors });
  }
  return [...applications.values()];
}
