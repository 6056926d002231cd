import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { checkOptions, flag, isObject, record, type LimitsOf } from '../../options.ts';
import { show } from '../../show.ts';
import { networkOf } from '../../models/network/network-of.ts';
import type { Compression } from '../contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './finetune.ts';
import { checkCanLoseUnits, removeUnits } from './remove-units.ts';
import { unitGraph } from './unit-graph.ts';
import { checkUnitsLeft, describePruned } from './choose-units.ts';
import { candidates } from './units.ts';

/** Positions of units to remove, by the name of their layer. */
export type UnitsByLayer = Readonly<Record<string, readonly number[]>>;

export interface PruneUnitsOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Train the pruned network. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

const limits: LimitsOf<PruneUnitsOptions> = { keepShape: flag, finetune: record };

/**
 * Removes chosen units of chosen layers: filters of convolutions, units of dense layers. Units that go together with a chosen
 * one, because their outputs are added or multiplied, are removed too. The model gets smaller. Returns the compression.
 *
 * @param byLayer - positions of the units, from 0, by the name of their layer
 * @throws InvalidOptionError on units that do not exist, or if a layer would lose all; InvalidModelError on units that a later
 *   layer needs
 *
 * @example
 * pruneNeurons.units({ conv2d_1: [0, 3], dense_5: [17] });
 */
export function units(byLayer: UnitsByLayer, options: PruneUnitsOptions = {}): Compression {
  const owner = 'pruneNeurons.units';
  checkUnits(owner, byLayer);
  const { finetune, ...changes } = checkOptions(owner, options, limits);
  const { keepShape = false } = changes;
  const finetuning = resolveFinetune(finetune);
  const layers = Object.keys(byLayer);
  const sorted = Object.fromEntries(layers.map((layer) => [layer, [...byLayer[layer]].sort((a, b) => a - b)]));
  const shown = { ...changes, ...(finetune && { finetune: describeFinetune(finetune) }) };
  const name = `${owner}(${[sorted, ...(Object.keys(shown).length > 0 ? [shown] : [])].map(show).join(', ')})`;
  return {
    name,
    options: { units: sorted, keepShape, ...(finetuning && { finetune: finetuning.options }) },
    compress: async (classifier, context = {}) => {
      const network = networkOf(classifier);
      checkCanLoseUnits(owner, network);
      const graph = unitGraph(network.model);
      const { groups } = candidates(owner, network.model, graph, 'units', layers);
      const removable = new Set(groups.flatMap((group) => group.units));
      const removed = new Set<number>();
      for (const [layer, own] of graph.coupling.computedBy) {
        for (const position of sorted[layer.name] ?? []) {
          if (position >= own.length) throw noSuchUnit(owner, layer.name, position, own.length);
          const unit = graph.coupling.find(own[position]);
          if (!removable.has(unit)) throw neededUnit(owner, layer.name, position);
          removed.add(unit);
        }
      }
      const pruned = describePruned(
        graph,
        groups.flatMap((group) => group.layers),
        removed,
        () => ({}),
      );
      for (const { layer, units: all, removed: gone } of pruned) checkUnitsLeft(owner, layer, all, gone.length);
      return removeUnits(network, { name, graph, removed, prunedLayers: pruned, keepShape, finetuning }, context);
    },
  };
}

function checkUnits(owner: string, byLayer: UnitsByLayer): void {
  const lists = isObject(byLayer) ? Object.entries(byLayer) : [];
  const odd = lists.find(
    ([, list]) =>
      !Array.isArray(list) ||
      list.length === 0 ||
      new Set(list).size < list.length ||
      !list.every((unit) => Number.isInteger(unit) && unit >= 0),
  );
  if (lists.length > 0 && odd === undefined) return;
  throw new InvalidOptionError(
    `${owner}: ${odd ? `the units of the layer "${odd[0]}" are ${show(odd[1])}` : `the units are ${show(byLayer)}`}.\n` +
      'Expected the positions of different units, from 0, by the name of their layer.\nWrite pruneNeurons.units({ dense_1: [0, 3] }).',
  );
}

function neededUnit(owner: string, layer: string, position: number): InvalidModelError {
  return new InvalidModelError(
    `${owner}: a later layer needs unit ${position} of the layer "${layer}".\n` +
      'Expected units that later layers read through weights, one by one.\nChoose other units.',
  );
}

function noSuchUnit(owner: string, layer: string, position: number, units: number): InvalidOptionError {
  return new InvalidOptionError(
    `${owner}: the layer "${layer}" has no unit ${position}.\nExpected positions from 0 to ${units - 1}.\nCorrect the position.`,
  );
}
