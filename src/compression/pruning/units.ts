import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { layersOf, type Layer } from '../../models/network/layers.ts';
import type { PrunedLayer } from '../contract.ts';
import { selectedLayers } from '../storage/selected-layers.ts';
import { skipped } from './choose-units.ts';
import type { Obstacle } from './coupling.ts';
import type { UnitGraph } from './unit-graph.ts';
import { groupUnits, type UnitGroup } from './unit-groups.ts';

export type UnitKind = 'filters' | 'units';

const convolutions = /^(Conv[123]D|Conv[23]DTranspose|SeparableConv2D)$/;
const recurrent = /^(SimpleRNN|GRU|LSTM|ConvLSTM2D|RNN|Bidirectional|StackedRNNCells)/;

/** The groups of units to choose from, and the layers that keep all units because a later layer needs them. */
export interface Candidates {
  readonly groups: readonly UnitGroup[];
  readonly skipped: readonly PrunedLayer[];
}

/**
 * Returns the groups of the layers that lose units: the named ones, or all convolutions (and dense layers, if `kind` is
 * `units`). Layers whose units are the classes are not among them.
 *
 * @throws InvalidModelError on recurrent layers, whose units depend on each other over time, or if no layer can lose units;
 *   InvalidOptionError on the name of a layer that does not qualify
 */
export function candidates(
  owner: string,
  model: LayersModel,
  graph: UnitGraph,
  kind: UnitKind,
  names?: readonly string[],
): Candidates {
  const selected = selectedLayers(owner, model, names);
  for (const layer of layersOf(model)) {
    const isChosen = names ? selected.has(layer.name) : kind === 'units';
    if (isChosen && recurrent.test(layer.getClassName())) throw recurrentError(owner, layer);
  }
  const { groups, obstacles } = groupUnits(graph);
  const fits = (layer: Layer): boolean =>
    selected.has(layer.name) && (names !== undefined || kind === 'units' || convolutions.test(layer.getClassName()));
  const qualified = [...graph.coupling.computedBy.keys()].filter(
    (layer) => fits(layer) && obstacles.get(layer) !== 'classes',
  );
  const odd = names?.find((name) => !qualified.some((layer) => layer.name === name));
  if (odd !== undefined)
    throw notPrunable(
      owner,
      odd,
      [...obstacles].some(([{ name }]) => name === odd),
    );
  if (qualified.length === 0) {
    const wanted = kind === 'filters' ? 'convolution' : 'convolution or dense layer';
    throw new InvalidModelError(
      `${owner}: "${model.name}" has no ${wanted} before its last layer.\nExpected at least one.\nPrune weights instead, with prune(0.5).`,
    );
  }
  const chosen = groups.filter(({ layers }) => layers.some((layer) => qualified.includes(layer)));
  const kept = qualified.filter((layer) => obstacles.has(layer));
  if (kept.length > 0 && (names || chosen.length === 0)) throw unfit(owner, obstacles.get(kept[0]) as Layer);
  return {
    groups: chosen,
    skipped: kept.map((layer) => skipped(graph, layer, `its units feed ${describe(obstacles.get(layer) as Obstacle)}`)),
  };
}

function notPrunable(owner: string, name: string, areClasses: boolean): InvalidOptionError {
  return new InvalidOptionError(
    `${owner}: the units of the layer "${name}" cannot be removed${areClasses ? ', because they are the classes' : ''}.\n` +
      'Expected convolutions and dense layers of the model itself, before its last layer.\nName other layers, or omit the option layers to prune all.',
  );
}

const describe = (obstacle: Obstacle): string =>
  obstacle === 'classes'
    ? 'the classes'
    : `the layer "${obstacle.name}" (${obstacle.getClassName()}), which cannot lose single inputs`;

function unfit(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: the removed units feed ${describe(layer)}.\n` +
      'Expected convolutions, dense layers, pooling, normalisation over other axes, additions, concatenations and flattening.\n' +
      'Use the option layers to prune only layers that do not feed it.',
  );
}

function recurrentError(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: the layer "${layer.name}" (${layer.getClassName()}) is recurrent, so its units depend on each other over time.\n` +
      'Expected convolutions and dense layers.\nUse the option layers to choose other layers, or prune weights instead, with prune(0.5).',
  );
}
