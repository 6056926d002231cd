import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import type { Layer } from '../../models/network/layers.ts';
import { selectedLayers } from '../storage/selected-layers.ts';
import type { Kept } from './unit-graph.ts';

/** A layer whose units can be removed, and how many it has: filters of a convolution, units of a dense layer. */
export interface UnitLayer {
  readonly layer: Layer;
  readonly units: number;
}

export type UnitKind = 'filters' | 'units';

const convolutions = new Set(['Conv1D', 'Conv2D']);
const recurrent = /^(SimpleRNN|GRU|LSTM|ConvLSTM2D|RNN|Bidirectional|StackedRNNCells)/;

/**
 * The layers that lose units: those asked for, or all convolutions (and, where `kind` is `units`, dense layers) but the last,
 * whose units are the classes.
 *
 * @throws InvalidModelError on recurrent layers, whose units hang on each other over time, and where no layer qualifies;
 *   InvalidOptionError on a name that does not fit
 */
export function unitLayers(owner: string, model: LayersModel, kind: UnitKind, names?: readonly string[]): UnitLayer[] {
  const selected = selectedLayers(owner, model, names);
  const last = lastWithKernel(model);
  const isConvolution = (layer: Layer): boolean => convolutions.has(layer.getClassName());
  const fits = (layer: Layer): boolean =>
    isConvolution(layer) || ((kind === 'units' || Boolean(names)) && layer.getClassName() === 'Dense');
  for (const layer of model.layers.filter(({ name }) => selected.has(name) || !names)) {
    if (recurrent.test(layer.getClassName())) throw recurrentError(owner, layer);
  }
  const found = model.layers.filter((layer) => selected.has(layer.name) && layer !== last && fits(layer));
  const odd = names?.find((name) => !found.some((layer) => layer.name === name));
  if (odd !== undefined) {
    throw new InvalidOptionError(
      `${owner}: the units of the layer "${odd}" cannot be removed${odd === last?.name ? ', because they are the classes' : ''}.\n` +
        'Expected convolutions and dense layers of the model itself, before the last one.\nName others, or leave out layers for all.',
    );
  }
  if (found.length === 0) {
    const wanted = kind === 'filters' ? 'convolution' : 'convolution or dense layer';
    throw new InvalidModelError(
      `${owner}: "${model.name}" has no ${wanted} before its last layer.\nExpected at least one.\nPrune weights instead, by prune(0.5).`,
    );
  }
  return found.map((layer) => ({ layer, units: (layer.getConfig().filters ?? layer.getConfig().units) as number }));
}

/** @throws InvalidOptionError if no unit of the layer is left */
export function checkUnitsLeft(owner: string, { layer, units }: UnitLayer, count: number): void {
  if (count < units) return;
  throw new InvalidOptionError(
    `${owner}: removing ${count} of ${units} units would leave none in the layer "${layer.name}".\n` +
      `Expected at least one unit to stay.\nPass a fraction of at most ${Math.floor(((units - 1) / units) * 100) / 100}, or name other layers.`,
  );
}

/** Positions of the smallest values; of equal ones the first. */
export function smallest(values: Float64Array, count: number): Uint32Array {
  return Uint32Array.from(values.keys())
    .sort((a, b) => values[a] - values[b] || a - b)
    .subarray(0, count);
}

/** 1 for every unit but the given ones. */
export function keptWithout(gone: Uint32Array, units: number): Kept {
  const kept = new Uint8Array(units).fill(1);
  for (const unit of gone) kept[unit] = 0;
  return kept;
}

/** The layer that makes the logits. */
function lastWithKernel(model: LayersModel): Layer | undefined {
  let [symbol] = model.outputs;
  for (;;) {
    const layer = symbol.sourceLayer as Layer;
    if (layer.weights.some(({ originalName }) => originalName.endsWith('kernel'))) return layer;
    if (symbol.inputs.length === 0) return undefined;
    [symbol] = symbol.inputs;
  }
}

function recurrentError(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: the layer "${layer.name}" (${layer.getClassName()}) is recurrent, so that its units hang on each other over time.\n` +
      'Expected convolutions and dense layers.\nName the layers to prune in layers, or prune weights instead, by prune(0.5).',
  );
}
