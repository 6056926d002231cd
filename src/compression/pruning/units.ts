import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { sourceOf } from '../../models/network/graph.ts';
import type { Layer } from '../../models/network/layers.ts';
import { lastSymbolsOf } from '../../models/network/outputs.ts';
import { selectedLayers } from '../storage/selected-layers.ts';
import type { Kept } from './unit-graph.ts';

/** A layer whose units can be removed, and their number: filters of a convolution, units of a dense layer. */
export interface UnitLayer {
  readonly layer: Layer;
  readonly units: number;
}

export type UnitKind = 'filters' | 'units';

const convolutions = new Set(['Conv1D', 'Conv2D']);
const recurrent = /^(SimpleRNN|GRU|LSTM|ConvLSTM2D|RNN|Bidirectional|StackedRNNCells)/;

/**
 * Returns the layers that lose units: the named ones, or all convolutions (and dense layers, if `kind` is `units`). The last
 * layer is never among them, because its units are the classes.
 *
 * @throws InvalidModelError on recurrent layers, whose units depend on each other over time, or if no layer qualifies;
 *   InvalidOptionError on the name of a layer that does not qualify
 */
export function unitLayers(owner: string, model: LayersModel, kind: UnitKind, names?: readonly string[]): UnitLayer[] {
  const selected = selectedLayers(owner, model, names);
  const last = lastSymbolsOf(model).map(sourceOf);
  const isConvolution = (layer: Layer): boolean => convolutions.has(layer.getClassName());
  const fits = (layer: Layer): boolean =>
    isConvolution(layer) || ((kind === 'units' || Boolean(names)) && layer.getClassName() === 'Dense');
  for (const layer of model.layers.filter(({ name }) => selected.has(name) || !names)) {
    if (recurrent.test(layer.getClassName())) throw recurrentError(owner, layer);
  }
  const qualified = model.layers.filter((layer) => selected.has(layer.name) && !last.includes(layer) && fits(layer));
  const odd = names?.find((name) => !qualified.some((layer) => layer.name === name));
  if (odd !== undefined) {
    throw new InvalidOptionError(
      `${owner}: the units of the layer "${odd}" cannot be removed${last.some(({ name }) => name === odd) ? ', because they are the classes' : ''}.\n` +
        'Expected convolutions and dense layers of the model itself, before its last layer.\nName other layers, or omit the option layers to prune all.',
    );
  }
  if (qualified.length === 0) {
    const wanted = kind === 'filters' ? 'convolution' : 'convolution or dense layer';
    throw new InvalidModelError(
      `${owner}: "${model.name}" has no ${wanted} before its last layer.\nExpected at least one.\nPrune weights instead, with prune(0.5).`,
    );
  }
  return qualified.map((layer) => ({ layer, units: (layer.getConfig().filters ?? layer.getConfig().units) as number }));
}

/** @throws InvalidOptionError if the layer would lose all units */
export function checkUnitsLeft(owner: string, { layer, units }: UnitLayer, count: number): void {
  if (count < units) return;
  throw new InvalidOptionError(
    `${owner}: removing ${count} of ${units} units would leave none in the layer "${layer.name}".\n` +
      `Expected at least one unit to stay.\nPass a fraction of at most ${Math.floor(((units - 1) / units) * 100) / 100}, or name other layers.`,
  );
}

/** Returns the positions of the smallest values; of equal values the first. */
export function smallest(values: Float64Array, count: number): Uint32Array {
  return Uint32Array.from(values.keys())
    .sort((a, b) => values[a] - values[b] || a - b)
    .subarray(0, count);
}

/** Returns 0 for each removed unit and 1 for all others. */
export function keptWithout(gone: Uint32Array, units: number): Kept {
  const kept = new Uint8Array(units).fill(1);
  for (const unit of gone) kept[unit] = 0;
  return kept;
}

function recurrentError(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: the layer "${layer.name}" (${layer.getClassName()}) is recurrent, so its units depend on each other over time.\n` +
      'Expected convolutions and dense layers.\nUse the option layers to choose other layers, or prune weights instead, with prune(0.5).',
  );
}
