import type { LayersModel, SymbolicTensor } from '../../engine/tensors.ts';
import { sourceOf, symbolsOf } from '../../models/network/graph.ts';
import { activationOf, functionLayers, isKernel, repeatedLayer, type Layer } from '../../models/network/layers.ts';
import { Coupling, type Channels } from './coupling.ts';
import { follow } from './layer-rules.ts';

/** Where the activations of a layer's units can be read: after the last activation function that belongs to them. */
export interface Activations {
  readonly layer: Layer;
  symbol: SymbolicTensor;
  /** The axis of the units. */
  axis: number;
}

/** The units of a network. */
export interface UnitGraph {
  readonly coupling: Coupling;
  /** Per application of a layer with units, where its activations are read. */
  readonly activations: readonly Activations[];
}

const functions = new Set<string>(functionLayers);

/** Follows the units of all layers through a network, up to the classes, whose units cannot be removed. */
export function unitGraph(model: LayersModel): UnitGraph {
  const coupling = new Coupling();
  const activations: Activations[] = [];
  const channels = new Map<SymbolicTensor, Channels | undefined>();
  const belonging = new Map<SymbolicTensor, Activations>(); // to the units of one layer
  const symbols = symbolsOf(model);
  const readers = new Map<SymbolicTensor, number>();
  for (const { inputs } of symbols) for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);

  for (const symbol of symbols) {
    if (symbol.inputs.length === 0) continue;
    const [layer, inputs] = [sourceOf(symbol), symbol.inputs.map((input) => channels.get(input))];
    const shapes = symbol.inputs.map(({ shape }) => shape);
    const outgoing = follow({ layer, inputs, shapes, output: symbol.shape }, coupling);
    channels.set(symbol, outgoing);
    if (outgoing === undefined) continue;
    const computing = computingLayer(layer);
    const before = belonging.get(symbol.inputs[0]);
    if (coupling.computedBy.has(computing)) {
      belonging.set(symbol, { layer: computing, symbol, axis: outgoing.axis });
      activations.push(belonging.get(symbol) as Activations);
    } else if (
      before &&
      symbol.inputs.length === 1 &&
      outgoing.units === inputs[0]?.units &&
      readers.get(symbol.inputs[0]) === 1
    ) {
      belonging.set(symbol, before);
      if (isFunction(computing)) Object.assign(before, { symbol, axis: outgoing.axis });
    }
  }
  for (const output of model.outputs) {
    const classes = channels.get(output);
    if (classes) coupling.pin(classes.units, 'classes');
    pinLast(output, coupling);
  }
  return { coupling, activations };
}

/** Keeps the units of the last layers with a kernel: they become the classes, whatever comes behind them. */
function pinLast(symbol: SymbolicTensor, coupling: Coupling, visited = new Set<SymbolicTensor>()): void {
  if (visited.has(symbol)) return;
  visited.add(symbol);
  const layer = computingLayer(sourceOf(symbol));
  const own = coupling.computedBy.get(layer);
  if (own) coupling.pin(own, 'classes');
  if (layer.weights.some(isKernel)) return;
  for (const input of symbol.inputs) pinLast(input, coupling, visited);
}

function isFunction(layer: Layer): boolean {
  const kind = layer.getClassName();
  return kind === 'Activation' ? activationOf(layer) !== 'linear' : functions.has(kind);
}

/** The layer that has the units: inside wrappers that repeat it, otherwise the layer itself. */
function computingLayer(layer: Layer): Layer {
  const repeated = repeatedLayer(layer);
  return repeated ? computingLayer(repeated) : layer;
}
