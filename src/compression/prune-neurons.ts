import type { Split } from '../datasets/contract.ts';
import { fingerprint, validateSplit } from '../splits/index.ts';
import { InvalidModelError, InvalidOptionError } from '../errors.ts';
import { assertItemShape } from '../models/network/item-shape.ts';
import type { Layer } from '../models/network/layers.ts';
import { networkOf } from '../models/network/network-of.ts';
import { resolveOptions } from '../options.ts';
import { describeCall } from '../show.ts';
import type { Compression, PrunedLayer } from './contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './pruning/finetune.ts';
import { checkFraction } from './pruning/fraction.ts';
import { pruneGivenUnits } from './pruning/given-units.ts';
import { checkCanLoseUnits, removeUnits } from './pruning/remove-units.ts';
import { unitGraph, type UnitGraph } from './pruning/unit-graph.ts';
import type { UnitGroup } from './pruning/unit-groups.ts';
import { candidates, chooseUnits, describePruned, skipped } from './pruning/units.ts';
import { zeroShares } from './pruning/zero-shares.ts';
import { roundToEven } from './quantization/rounding.ts';

export interface PruneNeuronsOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune. @defaultValue all convolutions and dense layers except the last */
  readonly layers?: readonly string[];
  /** Train the pruned network, by default on the same split. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

/**
 * Neuron pruning: removes the units of each layer that are zero most often, with their weights, their biases and the
 * weights that later layers apply to them. The model gets smaller. Units are filters of convolutions and units of dense
 * layers. Returns the compression.
 *
 *   removed = the round(fraction · units) largest of APoZ, the average percentage of zeros of a unit's activations
 *
 * Halves are rounded to even; of equal units the first are removed. Labels are ignored. Pass training inputs, not the inputs
 * of the evaluation. Zeros are counted after the activation function, also if it is a later layer. Units whose outputs are
 * added or multiplied go together, and the mean of their shares counts.
 *
 * A layer without an activation that is ever zero keeps all units, such as a linear shortcut and what is added to it; so does
 * one whose units a later layer needs, such as a softmax over them. The result lists it as skipped. `prunedLayers` of the
 * result holds the shares and the positions of the removed units. `pruneNeurons.units` removes units that you choose.
 *
 * Differs from the code of Hu et al. 2021, which removes the units that are zero least often.
 *
 * @param split - inputs on which zero activations are counted
 * @throws InvalidOptionError on a fraction outside [0, 1), or one that leaves a layer without units; InvalidDataError on a
 *   split that cannot be used; InvalidModelError on recurrent layers, or if each layer would be skipped, or a named one
 * @see Hu, Peng, Tai and Tang 2016, arXiv:1607.03250; Hu et al. 2021, section II.E
 */
export function pruneNeurons(fraction: number, split: Split, options: PruneNeuronsOptions = {}): Compression {
  const owner = `pruneNeurons(${fraction})`;
  checkFraction('pruneNeurons', 'fraction', fraction);
  if (typeof split !== 'object' || split === null) {
    throw new InvalidOptionError(
      `${owner}: the split is ${String(split)}.\nExpected a split of inputs to count zero activations on.\nWrite pruneNeurons(${fraction}, dataset.train).`,
    );
  }
  const { layers, finetune, ...changes } = options;
  const { keepShape } = resolveOptions(owner, { keepShape: false }, changes);
  const finetuning = resolveFinetune(finetune, split);
  const name = describeCall('pruneNeurons', fraction, {
    ...changes,
    layers,
    ...(finetune && { finetune: describeFinetune(finetune) }),
  });
  return {
    name,
    options: {
      fraction,
      keepShape,
      split: fingerprint(split),
      ...(layers && { layers }),
      ...(finetuning && { finetune: finetuning.options }),
    },
    compress: async (classifier, context = {}) => {
      validateSplit(
        { ...split, labels: new Int32Array(split.size) },
        classifier.classes,
        'the split that chooses the units',
      );
      const network = networkOf(classifier);
      checkCanLoseUnits(name, network);
      const graph = unitGraph(network.model);
      const found = candidates(name, network.model, graph, 'units', layers);
      assertItemShape(split, classifier, 'the split that chooses the units');
      const counted = [...new Set(found.groups.flatMap((group) => group.layers))];
      const shares = zeroShares(network.model, counted, split, graph);
      const alwaysActive = counted.filter((_, i) => shares[i].every((share) => share === 0));
      const loses = ({ units }: UnitGroup): boolean => roundToEven(fraction * units.length) > 0;
      const isInactive = (group: UnitGroup): boolean =>
        loses(group) && group.layers.some((layer) => alwaysActive.includes(layer));
      const groups = found.groups.filter((group) => !isInactive(group));
      if (alwaysActive.length > 0 && (groups.length === 0 || (layers && groups.length < found.groups.length)))
        throw neverZero(name, alwaysActive[0].name);
      const means = meanPerUnit(graph, counted, shares);
      const share = (unit: number): number => means.get(unit) ?? 0;
      const removed = chooseUnits(name, fraction, groups, (unit) => -share(unit));
      const pruned = new Set(groups.flatMap((group) => group.layers));
      const skippedLayers = counted
        .filter((layer) => !pruned.has(layer))
        .map((layer) => skipped(graph, layer, reasonToSkip(layer, found.groups, alwaysActive)));
      const zeroSharesOf = (units: number[]): Pick<PrunedLayer, 'zeroShares'> => ({ zeroShares: units.map(share) });
      const prunedLayers = [
        ...describePruned(graph, pruned, removed, zeroSharesOf),
        ...skippedLayers,
        ...found.skipped,
      ];
      return removeUnits(network, { name, graph, removed, prunedLayers, keepShape, finetuning }, context);
    },
  };
}

pruneNeurons.units = pruneGivenUnits;

/** Averages the shares of the units that go together. */
function meanPerUnit(
  { coupling }: UnitGraph,
  layers: readonly Layer[],
  shares: readonly Float64Array[],
): Map<number, number> {
  const all = new Map<number, number[]>();
  layers.forEach((layer, i) =>
    coupling.computedBy.get(layer)?.forEach((unit, position) => {
      const root = coupling.find(unit);
      all.set(root, [...(all.get(root) ?? []), shares[i][position]]);
    }),
  );
  return new Map([...all].map(([unit, some]) => [unit, some.reduce((sum, share) => sum + share, 0) / some.length]));
}

function reasonToSkip(layer: Layer, groups: readonly UnitGroup[], alwaysActive: readonly Layer[]): string {
  if (alwaysActive.includes(layer)) return 'none of its units is ever zero';
  const partner = groups
    .filter(({ layers }) => layers.includes(layer))
    .flatMap(({ layers }) => layers)
    .find((other) => alwaysActive.includes(other));
  return `its units go together with those of the layer "${partner?.name}", none of which is ever zero`;
}

function neverZero(owner: string, layer: string): InvalidModelError {
  return new InvalidModelError(
    `${owner}: no unit of the layer "${layer}" is ever zero, so no unit is inactive more often than another.\n` +
      'Expected an activation that outputs zeros, such as ReLU.\nPrune by the norm of the weights instead, with prune.structured.',
  );
}
